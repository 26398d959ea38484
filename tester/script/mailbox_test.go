package script_test

import (
	"testing"

	"imaporacle/server/servertest"
	"imaporacle/tester/script"
)

// A mailbox that cannot be deleted keeps no later script from being played.
func TestMailboxThatStays(t *testing.T) {
	scripts := load(t, map[string]string{
		"1keep": "state: created\n\nok setacl $mailbox $user -x\n",
		"2next": "state: created\n\nok status $mailbox (messages)\n* status $mailbox (messages 0)\n",
		"3last": "state: appended\nmessages: 1\n\nok select $mailbox\n* 1 exists\n",
	})
	results, err := script.Run(t.Context(), configFor(servertest.New(t)), scripts)
	if err != nil || len(results) != len(scripts) {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results {
		if r.Outcome != script.Passed {
			t.Errorf("%s: %v %s %v", r.Script.Name, r.Outcome, r.Reason, r.Failures())
		}
	}
}
