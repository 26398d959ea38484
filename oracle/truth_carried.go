package oracle

// carriedTruths are those of the faults that act on connections.
var carriedTruths = []Truth{
	of("connections=capped", "refusal/limit", "a server may bound connections, and says so"),
	{Fault: "connections=refused", Rules: []string{"bye/before-close", "refusal/limit"},
		Why: "a server may bound connections, but the end comes without BYE"},
	{Fault: "greeting=slow", With: "delay=200ms times=3", Rules: slowly,
		Why: "no time is given for the greeting; one that is late again and again is told"},
	of("tls=fails", "tls/negotiated", "STARTTLS is offered, and the handshake fails"),
	{Fault: "latency=added", With: "delay=200ms command=CAPABILITY", Rules: slowly,
		Why: "no time is given for answers; what takes no work and is late each time is told"},
	{Fault: "bandwidth=limited", With: "rate=3000 command=CAPABILITY", Rules: slowly,
		Why: "no time is given for answers; some hundred octets take a good part of a second"},

	unannouncedBy("drop=after-octets", "octets=3000"),
	unannouncedBy("drop=after-commands", ""),
	unannouncedBy("half-close=after-commands", ""),
	unknown(Truth{Fault: "reset=in-literal", Rules: unannounced,
		Why: "the end comes without BYE, in each session that fetches text"}, ExpungeFetch),
}

var (
	slowly      = []string{"transport/slow"}
	unannounced = []string{"bye/before-close"}
)

// unannouncedBy is the truth of a connection that ends after ten commands or some
// thousand octets: before six messages have come into a mailbox and been looked
// at, before all items of a message were asked for, and before every round has
// been checked. To store once and look takes about as much.
func unannouncedBy(fault, with string) Truth {
	t := unknown(Truth{Fault: fault, With: with, Rules: unannounced, Why: "the end comes without BYE, in sessions that say or are told much"},
		Checkpoint, Recent, AtomicFlags, ExpungeFetch)
	t.MayBeUnknown = []Column{ExpungeStore}
	return t
}
