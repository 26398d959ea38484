package suite_test

import (
	"fmt"
	"testing"

	"imaporacle/tester/suite"
)

// invalid are the messages that break RFC 5322 or MIME because the script is
// about that, by script and message of its mbox or line, and why. A server may
// refuse them (RFC 9051 §6.3.12).
var invalid = map[string]string{
	"fetch/envelope-absent.mbox 1": "what ENVELOPE has in place of a Date",
	"fetch/envelope-absent.mbox 2": "what ENVELOPE has in place of a Date and a From",
	"fetch/envelope-forms.mbox 5":  "what ENVELOPE has in place of the Sender of two authors",
	"fetch/envelope-forms.mbox 6":  "fields without a value",
	"fetch/header-odd.mbox 1":      "addresses and dates that cannot be read",
	"fetch/header-odd.mbox 2":      "a message without a header",
	"fetch/mime-odd.mbox 1":        "a multipart without boundary",
	"fetch/mime-odd.mbox 2":        "a multipart that does not end",
	"fetch/mime-odd.mbox 3":        "a type that cannot be read",
	"fetch/mime-odd.mbox 4":        "base64 that is none",
	"fetch/mime-odd.mbox 5":        "a message/rfc822 part without a message",
	"binary/seen.mbox 2":           "an encoding that no server knows",
	"binary/append:6":              "a literal8 of a script has bare LFs, so no second field",
	"binary/append:21":             "a literal8 of a script has bare LFs, so no second field",
	"utf8/accept:11":               "a literal8 of a script has bare LFs, so no second field",
}

// TestValid: what scripts append are valid messages, as servers may refuse others.
func TestValid(t *testing.T) {
	scripts, err := suite.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	odd := make(map[string]bool)
	look := func(name string, raw []byte) {
		err := valid(raw)
		odd[name] = err != nil
		if reason := invalid[name]; err != nil && reason == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, s := range scripts {
		for i, m := range s.Mbox {
			look(fmt.Sprintf("%s.mbox %d", s.Name, i+1), m.Data)
		}
		for _, step := range s.Steps() {
			for _, a := range step.Commands {
				for _, m := range a.Messages {
					look(fmt.Sprintf("%s:%d", s.Name, step.Line), []byte(m))
				}
			}
		}
	}
	for name := range invalid {
		if !odd[name] {
			t.Errorf("%s is said to be invalid, and is not, or is not there", name)
		}
	}
}
