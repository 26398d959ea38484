package main

import (
	"context"
	"iter"
	"os"

	"github.com/spf13/pflag"

	"imaporacle/oracle"
	"imaporacle/oracle/judge"
	"imaporacle/oracle/judge/logs"
	"imaporacle/tester/report"
)

func judgeVerb() verb {
	return verb{
		name: "judge", args: "FILE...",
		brief: "say which rules a server broke in logs of its sessions",
		about: `Reads logs of IMAP sessions and tells what in them no server should say, with the lines that show it. All files are one trace: where they have times, they are put in order.

It knows by itself what each file is: a transcript of serve --log, the JSON that test --format json --verbose writes, a protocol log of MailKit, a log of ImapFlow (JSON lines or pino-pretty), of Thunderbird (MOZ_LOG=IMAP:5), or of curl (--trace-ascii or --verbose).

What the RFCs allow is told, and is no violation. Some rules can only be judged if nobody else changed the mailboxes meanwhile: say so with --alone.

Exit status: 0 if no rule is broken, 1 if one is, 2 if a file could not be read.`,
		example: `imaporacle judge imap.log
imaporacle serve --log logs; imaporacle judge --alone logs/*.log`,
		setup: func(fs *pflag.FlagSet) action {
			var name string
			var o judge.Options
			fs.StringVar(&name, "format", "table", "write as `FORMAT`: "+report.NamesOf(report.Plain))
			fs.BoolVar(&o.Alone, "alone", false, "the logs show everybody who worked on the mailboxes")
			return func(_ context.Context, s streams, args []string) (int, error) {
				format, err := report.ParseFormat(name, report.Plain)
				if err != nil {
					return 0, misuse("judge", "--format: %w", err)
				}
				if len(args) == 0 {
					return 0, misuse("judge", "expected logs of IMAP sessions")
				}
				findings, err := judgeLogs(o, args)
				if err != nil {
					return 0, err
				}
				text, err := report.Judged(format, findings)
				if err == nil {
					_, err = s.out.Write(text)
				}
				return judgement(findings), err
			}
		},
	}
}

// judgeLogs reads files as one trace.
func judgeLogs(o judge.Options, files []string) ([]oracle.Finding, error) {
	var all []iter.Seq2[judge.Event, error]
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		all = append(all, logs.Read(name, f))
	}
	j := judge.New(o)
	for e, err := range logs.Merge(all...) {
		if err != nil {
			return nil, err
		}
		j.Feed(e)
	}
	return j.Findings(), nil
}

// judgement is the exit status: what is legal is no violation.
func judgement(findings []oracle.Finding) int {
	for _, f := range findings {
		if rule, _ := oracle.RuleByID(f.Rule); rule.Level != oracle.Legal {
			return finding
		}
	}
	return good
}
