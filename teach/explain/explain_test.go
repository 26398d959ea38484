package explain

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"imaporacle/faults"
	"imaporacle/internal/rfc"
	"imaporacle/internal/wire"
	"imaporacle/oracle"
)

// named returns what a pattern finds in a source file of the module, at least
// as many as are known to be there.
func named(t *testing.T, file, pattern string, least int) []string {
	t.Helper()
	source, err := os.ReadFile("../../" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1) {
		all = append(all, m[1])
	}
	if len(all) < least {
		t.Fatalf("%s: found %d names, fewer than %d: %q", file, len(all), least, all)
	}
	return all
}

// Nothing that the server can answer or say is left without an explanation.
func TestComplete(t *testing.T) {
	for _, name := range named(t, "server/dispatch.go", `(?m)^\t"([A-Z ]+)":`, 60) {
		if _, ok := commands[name]; !ok {
			t.Errorf("the command %s is not explained", name)
		}
	}
	for _, name := range named(t, "internal/wire/untagged.go", `\{"([A-Z]+)", \w+Number`, 20) {
		if _, ok := responses[name]; !ok {
			t.Errorf("the response %s is not explained", name)
		}
	}
	for _, name := range named(t, "internal/wire/code.go", `"([A-Z-]+)": +(?:\(|func|code)`, 14) {
		if _, ok := codes[name]; !ok {
			t.Errorf("the response code %s is not explained", name)
		}
	}
	// RFC 9051 §9, resp-text-code, and RFC 5530 §3.
	for name := range strings.FieldsSeq(`ALERT BADCHARSET CAPABILITY PARSE PERMANENTFLAGS READ-ONLY READ-WRITE TRYCREATE
		UIDNEXT UIDVALIDITY APPENDUID COPYUID UIDNOTSTICKY UNAVAILABLE AUTHENTICATIONFAILED AUTHORIZATIONFAILED EXPIRED
		PRIVACYREQUIRED CONTACTADMIN NOPERM INUSE EXPUNGEISSUED CORRUPTION SERVERBUG CLIENTBUG CANNOT LIMIT OVERQUOTA
		ALREADYEXISTS NONEXISTENT NOTSAVED HASCHILDREN CLOSED UNKNOWN-CTE`) {
		if _, ok := codes[name]; !ok {
			t.Errorf("the response code %s is not explained", name)
		}
	}
}

// Each text is a sentence or a few short ones, and cites where it stands.
func TestTexts(t *testing.T) {
	all := map[string]Text{
		"greeting": greeting, "parting": parting, "earlier": earlier, "idling": idling, "challenge": challenge,
		"invitation": invitation, "unknown": unknown, "malformed": malformed, "code": unknownCode, "literal": literalOctets,
		"rest": restOfLine, "DONE": doneWithIdle, "login": loginAnswer, "command": unknownCommand,
	}
	for _, table := range []map[string]Text{responses, unasked, codes, commands} {
		maps.Copy(all, table)
	}
	for _, table := range []map[Kind]Text{tagged, untagged} {
		for kind, text := range table {
			all["condition "+string(kind)] = text
		}
	}
	for name, text := range all {
		if len(text.Short) < 20 || len(text.Short) > 180 || !strings.HasSuffix(text.Short, ".") {
			t.Errorf("%s: %q is no short sentence", name, text.Short)
		}
		if c := rfc.Citations(text.RFC); len(c) != 1 || c[0].Start != 0 || c[0].End != len(text.RFC) {
			t.Errorf("%s: %q is no citation", name, text.RFC)
		}
	}
}

func TestResponse(t *testing.T) {
	for _, test := range []struct {
		line, command string
		kind          Kind
		says, section string
	}{
		{"* OK [CAPABILITY IMAP4rev2] hello", "", OK, "The greeting", "RFC 9051 §7.1.1"},
		{"* PREAUTH hello", "", Preauth, "no login", "RFC 9051 §7.1.4"},
		{"* 3 EXISTS", "SELECT", Exists, "from 1 to 3", "RFC 9051 §7.4.1"},
		{"* 3 EXISTS", "NOOP", Exists, "News: there are 3", "RFC 9051 §7.4.1"},
		{"* 2 EXPUNGE", "NOOP", Expunge, "Message 2 is gone", "RFC 9051 §7.5.1"},
		{"* VANISHED 4:6", "NOOP", Vanished, "are gone", "RFC 7162 §3.2.10"},
		{"* VANISHED (EARLIER) 4:6", "SELECT", Vanished, "not now", "RFC 7162 §3.2.10.1"},
		{"* 2 FETCH (FLAGS (\\Seen))", "STORE", Fetch, "Data of message 2", "RFC 9051 §7.5.2"},
		{"* 2 FETCH (FLAGS (\\Seen))", "NOOP", Fetch, "News of message 2", "RFC 9051 §7.5.2"},
		{"* 2 FETCH (FLAGS (\\Seen))", "", Fetch, "News of message 2", "RFC 9051 §7.5.2"},
		{"* 7 UIDFETCH (FLAGS (\\Seen))", "UID FETCH", Fetch, "with UID 7", "RFC 9586 §3"},
		{"* STATUS a (MESSAGES 3)", "IDLE", Status, "NOTIFY", "RFC 5465 §5"},
		{"* OK [UIDVALIDITY 77] x", "SELECT", OK, "77", "RFC 9051 §2.3.1.1"},
		{"* OK something", "NOOP", OK, "remark", "RFC 9051 §7.1.1"},
		{"* BYE bye", "LOGOUT", BYE, "as LOGOUT asks", "RFC 9051 §7.1.5"},
		{"* BYE bye", "NOOP", BYE, "about to close", "RFC 9051 §7.1.5"},
		{"* BAD what", "", BAD, "knows no command", "RFC 9051 §7.1.3"},
		{"+ idling", "IDLE", Continuation, "DONE", "RFC 9051 §6.3.13"},
		{"+ go on", "", Continuation, "literal", "RFC 9051 §7.6"},
		{"a OK done", "UID FETCH", OK, "UID FETCH is done.", "RFC 9051 §7.1.1"},
		{"a NO [EXPUNGEISSUED] x", "FETCH", NO, "FETCH was not carried out", "RFC 5530 §3"},
		{"a BAD x", "", BAD, "The command was not understood", "RFC 9051 §7.1.3"},
		{"a OK [X-FOO bar] x", "NOOP", OK, "need know nothing", "RFC 9051 §7.1"},
		{"* X-NEW 1 2", "NOOP", Other, "pass over", "RFC 9051 §2.2.2"},
		{"* ", "NOOP", Other, "no grammar", "RFC 9051 §9"},
	} {
		r, err := wire.ParseResponse([]byte(test.line+"\r\n"), wire.Limits{}, true)
		if err != nil {
			t.Fatal(err)
		}
		text := Response(r, test.command)
		if got := KindOf(r); got != test.kind || !strings.Contains(text.Short, test.says) || text.RFC != test.section {
			t.Errorf("%s in %q: %s, %q, %s; want %s, %q, %s", test.line, test.command, got, text.Short, text.RFC, test.kind, test.says, test.section)
		}
		if strings.Contains(text.Short, "{") {
			t.Errorf("%s: %s", test.line, text.Short)
		}
	}
}

func TestClient(t *testing.T) {
	for _, test := range []struct {
		line    string
		literal bool
		during  string
		says    string
	}{
		{"a uid store 3 +flags (\\seen)", false, "", "by UIDs"},
		{"a frobnicate", false, "", "none of the RFCs"},
		{"a", false, "", "none of the RFCs"},
		{"done", false, "IDLE", "no tag"},
		{"<redacted>", false, "AUTHENTICATE", "secret"},
		{"DONE", true, "APPEND", "literal"},
		{")", false, "APPEND", "behind a literal"},
	} {
		kind, command := Data, test.during
		if command == "" {
			kind, command = Command, CommandName(test.line)
		}
		if text := Client(kind, test.line, command, test.literal); !strings.Contains(text.Short, test.says) {
			t.Errorf("%s in %q: %q, want %q", test.line, test.during, text.Short, test.says)
		}
	}
}

// Each fault has its story, and a rule of the oracle's.
func TestFault(t *testing.T) {
	for _, kind := range faults.Catalogue() {
		m, err := Fault(kind.String())
		if err != nil {
			t.Fatal(err)
		}
		if m.Story == "" || m.Source == "" || m.Breaks == "" || m.Cost == "" || m.RFC == "" ||
			!slices.Contains([]string{"MUST", "SHOULD", "legal"}, m.Level) {
			t.Errorf("%s: %+v", kind, m)
		}
	}
	for _, line := range []string{"nonsense", "expunge-store=nonsense"} {
		if _, err := Fault(line); err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("%s: error %v does not name it", line, err)
		}
	}
}

func TestRule(t *testing.T) {
	for _, rule := range oracle.Rules {
		if text, ok := Rule(rule.ID); !ok || !strings.Contains(text.Short, rule.Summary) || text.RFC != rule.Section {
			t.Errorf("%s: %+v", rule.ID, text)
		}
	}
	if _, ok := Rule("no/such"); ok {
		t.Error("there is a rule no/such")
	}
}
