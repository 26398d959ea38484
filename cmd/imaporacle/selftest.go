package main

import (
	"cmp"
	"context"
	"runtime"

	"github.com/spf13/pflag"

	"imaporacle/tester/report"
	"imaporacle/tester/selftest"
)

func selftestVerb() verb {
	return verb{
		name:  "selftest",
		brief: "prove that the tester tells the truth about every fault",
		about: `Starts a clean server and one for each fault, has the tester test each from outside, and compares what it reported with what is true. It prints the matrix of faults and columns; a cell that is not as it must be reads "seen, not expected". Below it stands whatever was missed, reported without cause, right for the wrong reason, or armed and never acted.

With --profiles it starts a server with each profile ("imaporacle profiles") in place of these. With those that were measured it plays the scripts of the suite besides: cells and named findings must be those of the profile, the commands that fail those that its faults concern, name by name, and their shares within two percentage points of the measured ones. Of those made of public reports it asks that what their faults break is reported, and nothing else.

With --full it runs all there is: the faults, all pairs of faults of behaviour and of those that hide each other, faults that act by chance, plans, and the profiles. A plan is two to four faults of the catalogue drawn with scopes from the seed; --plans says how many. It also lists the rules by which each fault was found, and the faults that broke each rule, and fails if a rule is broken by none.

With --runs above 1 the faults that act by chance are tried at the probabilities 1, 0.5, 0.1 and 0.02 too; how often each was detected is printed with its 95 % confidence interval. A run with the same seed draws the same chances.

Exit status: 0 if tester and truth agree everywhere, 1 if not, 2 if it could not be run.`,
		example: `imaporacle selftest
imaporacle selftest --pairs --format markdown
imaporacle selftest --runs 100 --seed 7
imaporacle selftest --profiles
imaporacle selftest --full --plans 200 --seed 7`,
		setup: func(fs *pflag.FlagSet) action {
			var o selftest.Options
			var format string
			var imitated, full bool
			fs.IntVar(&o.Runs, "runs", 1, "run everything `N` times")
			fs.Uint64Var(&o.Seed, "seed", 1, "draw chances from the seed `S`")
			fs.BoolVar(&o.Pairs, "pairs", false, "run all pairs of faults of behaviour too, and of faults that hide each other")
			fs.BoolVar(&full, "full", false, "run all of it: faults, pairs, chances, plans and profiles, and the tables of rules")
			fs.IntVar(&o.Plans, "plans", 0, "run `N` random plans of several faults too, with --full 1000 unless given")
			fs.BoolVar(&imitated, "profiles", false, "test the server with each profile instead, the measured ones by scripts too")
			fs.IntVar(&o.Parallel, "parallel", 0, "run `N` servers at once, one for each core unless given, with --full four")
			fs.StringVar(&format, "format", "table", "report as `FORMAT`: table, markdown or json")
			return func(ctx context.Context, s streams, args []string) (int, error) {
				f, err := report.ParseFormat(format, report.Plain)
				switch {
				case err != nil:
					return 0, misuse("selftest", "--format: %w", err)
				case len(args) > 0:
					return 0, misuse("selftest", "unexpected argument %q", args[0])
				case o.Runs < 1 || fs.Changed("parallel") && o.Parallel < 1:
					return 0, misuse("selftest", "--runs and --parallel must be above 0")
				case o.Plans < 0:
					return 0, misuse("selftest", "--plans must not be below 0")
				case full && (imitated || fs.Changed("runs") || fs.Changed("pairs")):
					return 0, misuse("selftest", "--full excludes --profiles, --runs and --pairs")
				case imitated && o.Plans > 0:
					return 0, misuse("selftest", "--profiles excludes --plans")
				}
				switch {
				case full:
					if !fs.Changed("plans") {
						o.Plans = fullPlans
					}
					return selftestFull(ctx, s, o, f)
				case imitated:
					return selftestProfiles(ctx, s, cmp.Or(o.Parallel, runtime.NumCPU()), f)
				}
				if o.Runs > 1 {
					o.Chances = o.Runs
				}
				return prove(s,
					func(progress func(done, total int)) (*selftest.Matrix, error) {
						o.Progress = progress
						return selftest.Run(ctx, o)
					},
					func(m *selftest.Matrix) ([]byte, error) { return writeMatrix(m, f) }, (*selftest.Matrix).OK)
			}
		},
	}
}
