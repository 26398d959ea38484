package selftest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
	"imaporacle/tester/stress"
)

// stressed returns how to put a server with some faults under stress: two users
// with some sessions each, for a round.
func stressed(t *testing.T, texts ...string) stress.Config {
	t.Helper()
	var all []faults.Fault
	for _, text := range texts {
		f, err := faults.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	plan, err := faults.NewPlan(all...)
	if err != nil {
		t.Fatal(err)
	}
	s := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Users = map[string]string{"user": "pass", "other": "word"}
		o.Behaviour, o.Filters = plan.Behaviour(), plan.Filters
	}))
	return stress.Config{
		Config: client.Config{Addr: s.Addr(), User: "user", Pass: "pass", Timeout: 10 * time.Second},
		Others: []script.Login{{User: "other", Pass: "word"}},
		Users:  2, Sessions: 12, Commands: 100, Seed: 1, Shrink: -1,
	}
}

func runStress(t *testing.T, cfg stress.Config) *stress.Result {
	t.Helper()
	r, err := stress.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if r.Unclean != nil {
		t.Error(r.Unclean)
	}
	checkRemoved(t, cfg)
	return r
}

// checkRemoved looks for mailboxes that stress should have removed.
func checkRemoved(t *testing.T, cfg stress.Config) {
	t.Helper()
	c, err := client.Dial(t.Context(), cfg.Config, "look", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"LIST", "LSUB"} {
		reply, err := c.Do(t.Context(), verb+` "" "imaporacle*"`)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range reply.Find(verb) {
			t.Errorf("left behind: %q", r.Raw)
		}
	}
}

func TestStressOfCleanServer(t *testing.T) {
	r := runStress(t, stressed(t))
	for _, f := range r.Findings {
		if rule, _ := oracle.RuleByID(f.Rule); rule.Level != oracle.Legal {
			t.Errorf("%s: %s\n%s", f.Rule, f.Seen, strings.Join(f.Lines, "\n"))
		}
	}
	if r.Flags.Broken > 0 || r.Flags.Histories == 0 {
		t.Errorf("flag histories: %+v", r.Flags)
	}
	if r.EndedAll > 0 {
		t.Errorf("sessions ended: %v", r.Ended)
	}
	if r.Total.Count < 1200 || r.Total.BAD > 0 {
		t.Errorf("commands: %+v", r.Total)
	}
}

// Each fault breaks one of its rules in some round. Which, chance has a part in:
// the sessions run at once.
func TestStressFindsFaults(t *testing.T) {
	tests := map[string][]string{
		"checkpoint=lag":          {"checkpoint/same-picture"},
		"recent=duplicated":       {"recent/one-session"},
		"atomic=race":             {"flags/no-lost-update"},
		"expunge-fetch=neighbour": {"fetch/body-constant", "fetch/structure-constant", "fetch/size-constant", "fetch/size-exact", "fetch/envelope-constant"},
	}
	const rounds = 20
	for fault, rules := range tests {
		t.Run(fault, func(t *testing.T) {
			cfg := stressed(t, fault)
			for range rounds {
				r := runStress(t, cfg)
				if slices.ContainsFunc(rules, func(rule string) bool { return r.Counts[rule] > 0 }) {
					return
				}
				cfg.Seed++
			}
			t.Errorf("found none of %v in %d rounds", rules, rounds)
		})
	}
}

// The same seed sends the same commands, where nobody else disturbs.
func TestStressBySeed(t *testing.T) {
	counts := func(seed uint64) map[string]int64 {
		cfg := stressed(t)
		cfg.Users, cfg.Sessions, cfg.Seed = 1, 1, seed
		r := runStress(t, cfg)
		of := make(map[string]int64)
		for _, c := range r.Commands {
			of[c.Name] = c.Count
		}
		return of
	}
	first, again, other := counts(1), counts(1), counts(2)
	if !equalCounts(first, again) {
		t.Errorf("the same seed: %v and %v", first, again)
	}
	if equalCounts(first, other) {
		t.Errorf("another seed sends the same: %v", first)
	}
}

func equalCounts(a, b map[string]int64) bool {
	for name, n := range a {
		if b[name] != n {
			return false
		}
	}
	return len(a) == len(b)
}

// What a failure is shrunk to is a script that shows it when it is played, and
// shows nothing of a clean server. Whether a round has a failure that does not
// take several commands at once, chance has a part in.
func TestStressShrinks(t *testing.T) {
	for fault, rule := range map[string]string{
		"recent=duplicated": "recent/one-session",
		"atomic=overwrite":  "flags/no-lost-update",
	} {
		t.Run(fault, func(t *testing.T) {
			s := shrunk(t, stressed(t, fault), rule)
			if s.Commands > 40 || s.Commands >= s.Of {
				t.Errorf("%d of %d commands are left", s.Commands, s.Of)
			}
			if !shows(t, stressed(t, fault).Config, s) {
				t.Errorf("the script does not break %s:\n%s", s.Rule, s.Script)
			}
			if shows(t, stressed(t).Config, s) {
				t.Errorf("a clean server breaks %s, too:\n%s", s.Rule, s.Script)
			}
		})
	}
}

// What takes commands in progress at once is shrunk too, and those are marked.
func TestStressShrinksAtOnce(t *testing.T) {
	cfg := stressed(t, "atomic=race")
	cfg.Users, cfg.Sessions, cfg.Commands = 1, 4, 40
	s := shrunk(t, cfg, "flags/no-lost-update")
	if !s.AtOnce || !strings.Contains(string(s.Script), "# At once:\n") || s.Broken < 1 || s.Broken > s.Played {
		t.Errorf("at once: %v, broken %d of %d times:\n%s", s.AtOnce, s.Broken, s.Played, s.Script)
	}
	if s.Commands >= s.Of {
		t.Errorf("%d of %d commands are left", s.Commands, s.Of)
	}
	if _, err := script.Parse("shrunk", "shrunk", s.Script); err != nil {
		t.Error(err)
	}
}

// shrunk plays rounds until one has a failure of a rule that can be shrunk.
func shrunk(t *testing.T, cfg stress.Config, rule string) *stress.Shrunk {
	t.Helper()
	const rounds = 20
	cfg.Shrink = time.Hour // it ends by itself
	var reasons []string
	for range rounds {
		s := runStress(t, cfg).Shrunk
		if s != nil && s.Script != nil && s.Rule == rule {
			return s
		}
		if s != nil {
			reasons = append(reasons, s.Rule+": "+s.Reason)
		}
		cfg.Seed++
	}
	t.Fatalf("no script of %s in %d rounds:\n%s", rule, rounds, strings.Join(reasons, "\n"))
	return nil
}

// shows plays a script and says whether it fails, or has the rule broken.
func shows(t *testing.T, cfg client.Config, s *stress.Shrunk) bool {
	t.Helper()
	scripts, err := script.Load(fstest.MapFS{"shrunk": &fstest.MapFile{Data: s.Script}}, "")
	if err != nil {
		t.Fatalf("%v\n%s", err, s.Script)
	}
	r, err := tester.Run(t.Context(), tester.Config{Config: cfg, Only: []oracle.Column{}, Scripts: scripts})
	if err != nil {
		t.Fatal(err)
	}
	broken := slices.ContainsFunc(r.Findings, func(f oracle.Finding) bool { return f.Rule == s.Rule })
	return broken || script.Count(r.Scripts).FailedGroups > 0
}

// A server that hangs, or hangs up, ends a session with a reason, and the run.
func TestStressOfBrokenServers(t *testing.T) {
	ways := map[string]struct {
		verdict verdict
		why     string
	}{
		"hangs up": {verdict{cut: true}, "connection closed"},
		"hangs":    {verdict{hang: true}, "time-out"},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			broken := func(_ int, tag, command string) verdict {
				if strings.HasPrefix(tag, "us") && strings.HasPrefix(command, "UID STORE") {
					return way.verdict
				}
				return verdict{}
			}
			cfg := stress.Config{Config: startProxy(t, &proxy{onCommand: broken}).Config, Sessions: 4, Commands: 50, Shrink: -1}
			if name == "hangs" {
				cfg.Timeout = 200 * time.Millisecond
			}
			r := runStress(t, cfg)
			if r.EndedAll == 0 || !strings.Contains(r.Ended[0].Reason, way.why) {
				t.Errorf("ended: %v", r.Ended)
			}
		})
	}
}

// A run that is interrupted is over, says so, and leaves nothing behind.
func TestStressInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	p := &proxy{onCommand: func(n int, _, _ string) verdict {
		if n == 300 {
			cancel(errEnough)
		}
		return verdict{}
	}}
	cfg := stress.Config{Config: startProxy(t, p).Config, Sessions: 4, Duration: time.Hour}
	r, err := stress.Run(ctx, cfg)
	if !errors.Is(err, errEnough) || r == nil {
		t.Errorf("the run ended with %v", err)
	}
	checkRemoved(t, cfg)
}

func TestStressConfig(t *testing.T) {
	tests := map[string]struct {
		cfg  stress.Config
		want string
	}{
		"too few users":    {stress.Config{Users: 3, Sessions: 9, Others: make([]script.Login, 1)}, "3 users were asked for, and there are logins for 2"},
		"too few sessions": {stress.Config{Users: 2, Sessions: 1, Others: make([]script.Login, 1)}, "1 sessions are too few for 2 users"},
		"negative":         {stress.Config{Sessions: -1}, "must not be below 0"},
	}
	for name, tc := range tests {
		if _, err := stress.Run(t.Context(), tc.cfg); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
}
