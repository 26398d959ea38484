// Package house keeps the order of the packages: who may know whom.
package house

import (
	"go/build"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the name of this module, and root its folder.
const (
	module = "imaporacle"
	root   = "../.."
)

// needs returns all that a package needs when it is built: packages of this
// module with what they need in turn, and those of others by name alone. It
// reads the sources itself, so that a change to them is not hidden by a cached
// test result.
func needs(t *testing.T, pkg string) map[string][]string {
	t.Helper()
	by := make(map[string][]string) // a chain of imports that ends at the key
	var visit func(pkg string, chain []string)
	visit = func(pkg string, chain []string) {
		if by[pkg] != nil {
			return
		}
		chain = append(slices.Clone(chain), pkg)
		by[pkg] = chain
		path, ours := strings.CutPrefix(pkg, module+"/")
		if !ours {
			return
		}
		p, err := build.ImportDir(filepath.Join(root, filepath.FromSlash(path)), 0)
		if err != nil {
			t.Fatalf("%s: %v", pkg, err)
		}
		for _, imported := range p.Imports {
			visit(imported, chain)
		}
	}
	visit(module+"/"+pkg, nil)
	return by
}

// wall is an arrow that must not be.
type wall struct {
	from []string
	to   []string // these and all below them
	why  string
}

const imapLibrary = "github.com/emersion"

var walls = []wall{
	{from: []string{"tester", "tester/client", "tester/listen", "tester/stress", "tester/report", "internal/wire", "oracle", "oracle/judge", "oracle/judge/logs"},
		to:  []string{imapLibrary},
		why: "the server is built on that parser: who judges with it is blind to its mistakes"},
	{from: []string{"tester", "tester/client", "tester/listen", "tester/stress", "tester/report", "internal/wire"},
		to:  []string{"imaporacle/server", "imaporacle/faults"},
		why: "the tester sees a server from outside, and knows nothing of what it may have wrong"},
	{from: []string{"oracle", "oracle/judge", "oracle/judge/logs"},
		to:  []string{"imaporacle/server", "imaporacle/faults", "imaporacle/tester"},
		why: "truth is not derived from what it judges"},
	{from: []string{"internal/wire"},
		to:  []string{"imaporacle/oracle", "imaporacle/tester"},
		why: "a reader of responses has no opinion on them"},
	{from: []string{"server", "server/front", "server/mailbox", "server/message", "server/store", "server/servertest"},
		to:  []string{"imaporacle/faults", "imaporacle/oracle", "imaporacle/tester"},
		why: "the server knows the points at which it can differ, not who differs there or how that is judged"},
	{from: []string{"server", "server/front", "server/mailbox", "server/message", "server/store"},
		to:  []string{"imaporacle/internal/wire"},
		why: "a parser that server and tester share is a mistake that both make"},
	{from: []string{"proxy"},
		to:  []string{"imaporacle/server/mailbox", "imaporacle/server/store", "imaporacle/faults"},
		why: "the proxy stands before servers of others': it has no mail, and knows what passes as filters do"},
	{from: []string{"control", "proxy"},
		to:  []string{"imaporacle/oracle", "imaporacle/tester"},
		why: "what changes a server knows nothing of how it is judged"},
	{from: []string{"proxy", "faults"},
		to:  []string{"imaporacle/internal/wire"},
		why: "what passes on or changes a response must not need to understand it"},
	{from: []string{"page"},
		to:  []string{"imaporacle/tester", "imaporacle/control"},
		why: "the page shows what a room tells it, and judges nothing itself"},
	{from: []string{"teach/lesson", "docs/lessons"},
		to:  []string{"imaporacle/teach/learn", "imaporacle/page", "imaporacle/cmd/imaporacle"},
		why: "a lesson is the same in a terminal and on a page"},
	{from: []string{"server", "faults"},
		to:  []string{"imaporacle/control", "imaporacle/proxy"},
		why: "a server can be controlled, and does not ask by whom"},
	{from: []string{"server", "faults", "tester", "oracle", "oracle/judge", "control", "proxy"},
		to:  []string{"imaporacle/teach/room", "imaporacle/teach/explain", "imaporacle/teach/lesson", "imaporacle/teach/learn", "imaporacle/page"},
		why: "what is taught is not asked how"},
	{from: []string{"teach/room", "teach/explain"},
		to:  []string{"imaporacle/tester", "net/http"},
		why: "a room is watched, not tested, and does not know how it is shown"},
	{from: []string{"faults"},
		to:  []string{"imaporacle/oracle", "imaporacle/tester"},
		why: "a fault that knew its truth could not be wrong about it"},
	{from: []string{"server/mailbox", "server/message", "server/store"},
		to:  []string{"imaporacle/server/front", "github.com/emersion/go-imap"},
		why: "what a mailbox is does not depend on how it is spoken of"},
}

func TestWalls(t *testing.T) {
	for _, w := range walls {
		for _, from := range w.from {
			for pkg, chain := range needs(t, from) {
				for _, to := range w.to {
					if pkg == to || strings.HasPrefix(pkg, to+"/") {
						t.Errorf("%s\n%s", strings.Join(chain, " → "), w.why)
					}
				}
			}
		}
	}
}

// A wall that stands nowhere keeps nothing apart: what it names exists, and
// needs shows the arrows that there are.
func TestNeeds(t *testing.T) {
	tests := map[string]string{
		"tester":          "imaporacle/internal/wire",
		"oracle":          "slices",
		"faults":          "imaporacle/server/mailbox",
		"server":          "github.com/emersion/go-imap/v2/imapserver",
		"tester/selftest": "imaporacle/server/store",
		"cmd/imaporacle":  "imaporacle/oracle",
	}
	for from, to := range tests {
		if needs(t, from)[to] == nil {
			t.Errorf("%s is not seen to need %s", from, to)
		}
	}
	for _, w := range walls {
		for _, to := range w.to {
			if path, ours := strings.CutPrefix(to, module+"/"); ours {
				needs(t, path)
			}
		}
	}
}
