package judge

import (
	"strings"

	"imaporacle/internal/wire"
)

// A client may be wrong, and tests are on purpose. BAD is held against a server
// only where the form of a command is so simple that it can be seen to be right.

// base are the commands of the base protocol whose form is looked at.
var base = map[string]bool{
	"NOOP": true, "CAPABILITY": true, "LOGOUT": true, "CHECK": true, "CLOSE": true, "EXPUNGE": true,
	"SELECT": true, "EXAMINE": true, "CREATE": true, "DELETE": true, "LIST": true, "STATUS": true,
}

// needsSelected are those that need a selected mailbox, and anyState those that
// need not even a login.
var (
	needsSelected = map[string]bool{"CHECK": true, "CLOSE": true, "EXPUNGE": true, "UNSELECT": true, "MOVE": true}
	anyState      = map[string]bool{"NOOP": true, "CAPABILITY": true, "LOGOUT": true, "ID": true}
)

// wellFormed says whether a command is known to be right, and to be in its
// state.
func (s *session) wellFormed(c *command) bool {
	form, ok := forms[c.verb]
	if !ok || c.bad || c.odd || len(s.inflight) > 0 || s.byeAt != 0 || s.isEnabled("UIDONLY") && !c.uid {
		return false
	}
	if needsSelected[c.verb] && (s.box == nil || s.box.opening) || !anyState[c.verb] && !s.authed {
		return false
	}
	return form(c)
}

// extensionOf names the capability that makes the form of a command valid; ""
// if the base protocol does.
func (s *session) extensionOf(c *command) string {
	switch c.verb {
	case "SELECT", "EXAMINE":
		switch {
		case mentions(c.args[1:], "QRESYNC"):
			return "QRESYNC"
		case len(c.args) > 1:
			return "CONDSTORE"
		}
	case "LIST":
		return s.listExtension(c)
	case "EXPUNGE":
		if c.uid {
			return "UIDPLUS"
		}
	case "ID", "IDLE", "NAMESPACE", "UNSELECT", "MOVE", "ENABLE":
		return c.verb
	}
	return ""
}

func (s *session) listExtension(c *command) string {
	if len(c.args) < 2 || !c.args[0].isList && len(c.args) == 2 {
		return ""
	}
	if mentions(c.args, "SPECIAL-USE") {
		return "SPECIAL-USE"
	}
	return "LIST-EXTENDED"
}

// forms say of a command whether its arguments are right.
var forms = map[string]func(*command) bool{
	"NOOP": bare, "CAPABILITY": bare, "LOGOUT": bare, "CHECK": bare, "CLOSE": bare,
	"IDLE": bare, "NAMESPACE": bare, "UNSELECT": bare,
	"EXPUNGE": func(c *command) bool {
		return !c.uid && len(c.args) == 0 || c.uid && len(c.args) == 1 && isSet(c.args[0])
	},
	"SELECT": isSelect, "EXAMINE": isSelect,
	"CREATE": oneName, "DELETE": oneName,
	"LIST": isList,
	"STATUS": func(c *command) bool {
		return !c.uid && len(c.args) == 2 && isName(c.args[0]) && c.args[1].isList && len(c.args[1].list) > 0 && allIn(c.args[1].list, "MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN")
	},
	"ID": func(c *command) bool {
		return !c.uid && len(c.args) == 1 && (c.args[0].is("NIL") || c.args[0].isList && len(c.args[0].list)%2 == 0 && len(c.args[0].list) > 0 && allQuoted(c.args[0].list))
	},
	"MOVE": func(c *command) bool {
		return len(c.args) == 2 && c.uid && isSet(c.args[0]) && isName(c.args[1])
	},
	"ENABLE": func(c *command) bool {
		return !c.uid && len(c.args) > 0 && allIn(c.args, "CONDSTORE", "QRESYNC", "UTF8=ACCEPT", "IMAP4REV2")
	},
}

func bare(c *command) bool { return !c.uid && len(c.args) == 0 }

// isName says whether an argument is a name that every server can read.
func isName(a arg) bool {
	if a.isList || a.text == "" {
		return false
	}
	for _, c := range a.text {
		if c < 'a' && c > 'z' || c >= 0x7f || c < 0x20 || c == '&' || c == '%' || c == '*' || c == '\\' || c == '"' ||
			!a.quoted && (c == '{' || c == '}' || c == '[' || c == ']') {
			return false
		}
	}
	return true
}

func isSet(a arg) bool {
	if a.isList || a.quoted {
		return false
	}
	// "*" is the largest number in use (RFC 9051 §9, seq-number).
	_, err := wire.ParseNumSet([]byte(strings.ReplaceAll(a.text, "*", "1")))
	return err == nil
}

func allIn(list []arg, words ...string) bool {
	for _, a := range list {
		known := false
		for _, w := range words {
			known = known || a.is(w)
		}
		if !known {
			return false
		}
	}
	return true
}

func allQuoted(list []arg) bool {
	for _, a := range list {
		if a.isList || !a.quoted && !a.is("NIL") {
			return false
		}
	}
	return true
}

func oneName(c *command) bool { return !c.uid && len(c.args) == 1 && isName(c.args[0]) }

// isSelect: a name, and CONDSTORE or QRESYNC of which the form is plain.
func isSelect(c *command) bool {
	if c.uid || len(c.args) == 0 || len(c.args) > 2 || !isName(c.args[0]) {
		return false
	}
	return len(c.args) == 1 || c.args[1].isList && len(c.args[1].list) == 1 && c.args[1].list[0].is("CONDSTORE")
}

// isList: reference and pattern, after SPECIAL-USE and before RETURN, if at all.
func isList(c *command) bool {
	args := c.args
	if len(args) > 0 && args[0].isList {
		if !allIn(args[0].list, "SPECIAL-USE", "SUBSCRIBED") {
			return false
		}
		args = args[1:]
	}
	if len(args) == 4 && args[2].is("RETURN") && args[3].isList && allIn(args[3].list, "SPECIAL-USE", "SUBSCRIBED", "CHILDREN") {
		args = args[:2]
	}
	return !c.uid && len(args) == 2 && !args[0].isList && !args[1].isList && args[0].text == "" && (args[1].text == "*" || args[1].text == "%" || isName(args[1]))
}
