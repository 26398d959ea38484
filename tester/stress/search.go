package stress

// keys are for SEARCH, SORT and THREAD (RFC 9051 §6.4.4).
var keys = []string{
	"ALL", "SEEN", "UNSEEN", "FLAGGED", "UNANSWERED", "DELETED", "NOT DELETED", "DRAFT", "KEYWORD stress-one",
	"UNKEYWORD $Forwarded", "LARGER 2000", "SMALLER 1000", "SUBJECT round", "FROM alice", "TEXT lorem",
	"BODY dolor", "SINCE 1-Jan-2020", "SENTBEFORE 1-Jan-2040", "OR SEEN FLAGGED", "1:*", "UID 1:*",
	"NOT (SEEN FLAGGED)", "HEADER Message-ID stress",
}

// returns are the results of an extended search (RFC 4731).
var returns = []string{"", "MIN", "MAX", "ALL", "COUNT", "MIN MAX COUNT"}

func (s *session) uidPrefix() string { return oneOf(s, "", "UID ") }

// criteria draws one or two search keys.
func (s *session) criteria() string {
	text := oneOf(s, keys...)
	if s.rng.IntN(3) == 0 {
		text += " " + oneOf(s, keys...)
	}
	return text
}

// result draws a RETURN where a capability allows it.
func (s *session) result(capability string) string {
	if !s.caps[capability] && !s.caps["IMAP4REV2"] || s.rng.IntN(2) == 0 {
		return ""
	}
	return "RETURN (" + oneOf(s, returns...) + ") "
}

func (s *session) searchCommand() command {
	text := s.uidPrefix() + "SEARCH " + s.result("ESEARCH")
	if s.style != plain && s.rng.IntN(4) == 0 {
		return line("%sMODSEQ 1", text)
	}
	return line("%s%s", text, s.criteria())
}

// sortCommand: RFC 5256 §3.
func (s *session) sortCommand() command {
	by := oneOf(s, "ARRIVAL", "DATE", "REVERSE DATE", "SUBJECT", "FROM SUBJECT", "REVERSE SIZE", "TO CC")
	return line("%sSORT (%s) UTF-8 %s", s.uidPrefix(), by, s.criteria())
}

// threadCommand: RFC 5256 §3.
func (s *session) threadCommand() command {
	by := "REFERENCES"
	if !s.caps["THREAD=REFERENCES"] {
		by = "ORDEREDSUBJECT"
	}
	return line("%sTHREAD %s UTF-8 %s", s.uidPrefix(), by, s.criteria())
}
