package explain

// responses explain a data response by its name. {n} stands for its number.
var responses = map[string]Text{
	"EXISTS":     {"The mailbox shows this session {n} messages: the sequence numbers go from 1 to {n}.", "RFC 9051 §7.4.1"},
	"EXPUNGE":    {"Message {n} is gone. Each message behind it has a sequence number one lower from now on; UIDs stay.", "RFC 9051 §7.5.1"},
	"VANISHED":   {"The messages with these UIDs are gone. It takes the place of EXPUNGE once QRESYNC is enabled.", "RFC 7162 §3.2.10"},
	"RECENT":     {`{n} messages are \Recent: this session is the first to be told of them. IMAP4rev2 has dropped it.`, "RFC 3501 §7.3.2"},
	"FLAGS":      {"The flags and keywords that messages of this mailbox can have.", "RFC 9051 §7.3.5"},
	"FETCH":      {"Data of message {n}.", "RFC 9051 §7.5.2"},
	"UIDFETCH":   {"Data of the message with UID {n}. It takes the place of FETCH once UIDONLY is enabled.", "RFC 9586 §3"},
	"SEARCH":     {"The messages that match: sequence numbers for SEARCH, UIDs for UID SEARCH. No number: none matches.", "RFC 3501 §7.2.5"},
	"ESEARCH":    {"The result of a search, item by item. TAG tells the command; UID says that the numbers are UIDs.", "RFC 9051 §7.3.4"},
	"SORT":       {"The messages that match, in the order that was asked for.", "RFC 5256 §4"},
	"THREAD":     {"The messages that match, in conversations: each pair of parentheses is one, an inner pair a branch.", "RFC 5256 §4"},
	"LIST":       {"A mailbox: its attributes, the character between levels, and its name.", "RFC 9051 §7.3.1"},
	"LSUB":       {"A mailbox to which the user has subscribed. IMAP4rev2 has LIST (SUBSCRIBED) for it.", "RFC 3501 §7.2.3"},
	"XLIST":      {"A mailbox, with its special use among the attributes: what Gmail had before SPECIAL-USE.", "RFC 6154 §2"},
	"NAMESPACE":  {"Where mailboxes are: the user's own, those of other users, and shared ones, each with the character between levels.", "RFC 9051 §7.3.2"},
	"STATUS":     {"Figures of a mailbox, as of now. Nothing is selected for it.", "RFC 9051 §7.3.3"},
	"CAPABILITY": {"What the server can do. A client uses nothing that is not in it.", "RFC 9051 §7.2.2"},
	"ENABLED":    {"The extensions that are on from now on.", "RFC 9051 §7.2.1"},
	"ID":         {"What the server tells of itself. No client should depend on it.", "RFC 2971 §3.2"},
	"QUOTA":      {"How much of each resource is used, and how much may be.", "RFC 9208 §4.2.1"},
	"QUOTAROOT":  {"The quota roots by which a mailbox is limited.", "RFC 9208 §4.2.2"},
	"ACL":        {"Who has which rights to a mailbox.", "RFC 4314 §3.6"},
	"LISTRIGHTS": {"The rights that somebody always has to a mailbox, and those that can be given.", "RFC 4314 §3.7"},
	"MYRIGHTS":   {"The rights that this user has to a mailbox.", "RFC 4314 §3.8"},
	"METADATA":   {"Annotations of a mailbox, or of the server if the name is empty.", "RFC 5464 §4.4"},
	"GENURLAUTH": {"A URL with which others can fetch a part of a message without a login.", "RFC 4467 §8"},
	"URLFETCH":   {"What a URL leads to; NIL if it leads nowhere.", "RFC 4467 §8"},
}

// unasked explains what comes although the command under way, if there is one,
// did not ask for it.
var unasked = map[string]Text{
	"EXISTS":   {"News: there are {n} messages now. New ones always come at the end.", "RFC 9051 §7.4.1"},
	"FETCH":    {"News of message {n}, for which this command did not ask: somebody has changed its flags.", "RFC 9051 §7.5.2"},
	"UIDFETCH": {"News of the message with UID {n}: somebody has changed its flags.", "RFC 9586 §3"},
	"STATUS":   {"News of a mailbox that is not selected, as NOTIFY asked for it.", "RFC 5465 §5"},
	"LIST":     {"News of a mailbox's name or subscription, as NOTIFY asked for it.", "RFC 5465 §5.4"},
	"METADATA": {"News of annotations: the entries that have changed, without their values.", "RFC 5464 §4.4.2"},
}

// answers names the commands that ask for a response, where it also comes
// unasked.
var answers = map[string][]string{
	"EXISTS":   {"SELECT", "EXAMINE"},
	"FETCH":    {"FETCH", "UID FETCH", "STORE", "UID STORE"},
	"UIDFETCH": {"UID FETCH", "UID STORE"},
	"STATUS":   {"STATUS", "LIST", "NOTIFY"},
	"LIST":     {"LIST", "LSUB", "CREATE", "RENAME", "SELECT", "EXAMINE"},
	"METADATA": {"GETMETADATA"},
}

// tagged and untagged explain the conditions of status responses. {command} is
// what is answered.
var tagged = map[Kind]Text{
	OK:  {"{command} is done.", "RFC 9051 §7.1.1"},
	NO:  {"{command} was not carried out: the command is right, and the server cannot or will not.", "RFC 9051 §7.1.2"},
	BAD: {"{command} was not understood, or does not belong here: the client is wrong, and nothing was done.", "RFC 9051 §7.1.3"},
}

var untagged = map[Kind]Text{
	OK:      {"A remark of the server's.", "RFC 9051 §7.1.1"},
	NO:      {"A warning: something did not work, and the command goes on all the same.", "RFC 9051 §7.1.2"},
	BAD:     {"An error for which the server knows no command: a line that has no tag, or trouble of its own.", "RFC 9051 §7.1.3"},
	BYE:     {"The server is about to close the connection.", "RFC 9051 §7.1.5"},
	Preauth: {"The greeting of a connection on which the client is known already: there is no login.", "RFC 9051 §7.1.4"},
}

// What needs more than the name of a response.
var (
	greeting       = Text{"The greeting: the server is ready, and the client may log in.", "RFC 9051 §7.1.1"}
	parting        = Text{"The server says goodbye, as LOGOUT asks it to, before its OK.", "RFC 9051 §7.1.5"}
	earlier        = Text{"The messages with these UIDs have gone since the client was last here: not now, so that EXISTS does not count them.", "RFC 7162 §3.2.10.1"}
	idling         = Text{"IDLE has begun: from now on news comes as it happens, until the client says DONE.", "RFC 9051 §6.3.13"}
	challenge      = Text{"The server's turn in the login: the client answers with a line in BASE64.", "RFC 9051 §6.2.2"}
	invitation     = Text{"The server is ready for the literal: the client sends the octets that it announced.", "RFC 9051 §7.6"}
	unknown        = Text{"A response that is in none of the RFCs explained here. Clients pass over what they do not know.", "RFC 9051 §2.2.2"}
	malformed      = Text{"This follows no grammar: a strict client stops here.", "RFC 9051 §9"}
	unknownCode    = Text{"The code is one of which clients need know nothing: the condition alone counts.", "RFC 9051 §7.1"}
	taggedOfWhat   = "The command"
	literalOctets  = Text{"The octets of a literal, as many as were announced. Nothing in them is special.", "RFC 9051 §4.3"}
	restOfLine     = Text{"The rest of the command, behind a literal.", "RFC 9051 §4.3"}
	doneWithIdle   = Text{"The client ends IDLE. It is no command and has no tag: the answer goes to IDLE's.", "RFC 9051 §6.3.13"}
	loginAnswer    = Text{"The client's turn in the login. What it says is a secret, and not shown.", "RFC 9051 §6.2.2"}
	unknownCommand = Text{"A command that is in none of the RFCs explained here. A server that does not know it answers BAD.", "RFC 9051 §6.5"}
)
