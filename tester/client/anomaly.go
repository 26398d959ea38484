package client

// Anomaly is something impossible that a server said: a fact, not a verdict.
type Anomaly struct {
	Rule  string // one of the names below, or "syntax/" and a name of package wire
	What  string
	Event int // its number in the Recorder
}

// The rules of anomalies.
const (
	UnknownTag             = "unknown-tag"
	UnexpectedContinuation = "unexpected-continuation"
	ExpungeBeyondExists    = "expunge-beyond-exists"
	ExpungeNoCommand       = "expunge-without-command"           // RFC 9051 §7.5.1
	ExpungeDuringCommand   = "expunge-during-fetch-store-search" // RFC 9051 §7.5.1
	FetchBeyondExists      = "fetch-beyond-exists"
	ExistsShrank           = "exists-shrank" // RFC 9051 §7.4.1
	UIDChanged             = "uid-changed"
	UIDOrder               = "uid-order" // RFC 9051 §2.3.1.1: strictly ascending
	UIDValidityChanged     = "uidvalidity-changed"
	VanishedUnknown        = "vanished-unknown" // RFC 7162 §3.2.10
	RecentBeyondExists     = "recent-beyond-exists"
)

// maxAnomalies is how many are kept: a flood must not eat memory.
const maxAnomalies = 1000

type anomalies struct {
	list  []Anomaly
	count int
}

func (a *anomalies) add(rule, what string, event int) {
	if a.count++; len(a.list) < maxAnomalies {
		a.list = append(a.list, Anomaly{rule, what, event})
	}
}
