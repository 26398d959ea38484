package oracle

// wavering is what a fault shows besides where it acts only at times, as what is
// said then contradicts what is said before and after.
type wavering struct {
	fault   string
	rules   []string // may be broken
	columns []Column // may show anything, or not be told
	why     string
}

// atTimes are the faults of profiles that act by chance.
var atTimes = []wavering{
	{"exists=until-select", []string{"checkpoint/same-picture", "expunge/beyond-exists", "uid/slot-keeps", "uid/never-reused",
		"fetch/complete", "recent/count", "recent/beyond-exists", "search/beyond-exists"}, []Column{Checkpoint, Recent},
		"one session is told of what another is not, and numbers no longer agree"},
	{"login=unconnected", nil, Columns, "whichever column a session is lost in cannot be told"},
	{"uid=unstable", []string{"uid/ascending", "uid/slot-keeps"}, Columns, "single messages are shown under other UIDs than in the rest of an answer"},
	{"fetch-body=substitute", []string{"fetch/body-constant", "expunge/fetch-true"}, []Column{ExpungeFetch},
		"the text is once that of the message and once the letter"},
	{"fetch-body=missing-value", []string{"fetch/body-constant", "fetch/complete", "expunge/fetch-true", "expunge/fetch-silent", "expunge/fetch-nil"}, []Column{ExpungeFetch},
		"what follows is taken for the text, which is true at other times"},
	{"bodystructure=collapsed-multipart", []string{"fetch/structure-constant"}, nil, "the structure is told in two ways"},
	{"envelope=forbidden-octets", []string{"fetch/envelope-constant"}, nil, "the subject is told in two ways"},
	{"vanished=malformed", []string{"vanished/known"}, nil, "of messages that are gone some are told"},
}

// waver adds what a fault may show besides where it acts only at times.
func (t *Truth) waver(fault string) {
	for _, w := range atTimes {
		if w.fault == fault {
			t.May = append(t.May, w.rules...)
			t.AnyCell = append(t.AnyCell, w.columns...)
		}
	}
}
