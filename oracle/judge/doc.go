// Package judge reads what clients and a server say to each other, one event at
// a time, and tells which rules of package oracle the server has broken.
//
// It may listen while sessions run, or read a recording. It keeps of each
// session what the client of it knows: the messages behind the numbers, what is
// known of them, the commands in progress. Of all sessions of one user together
// it keeps what must not change: see facts.
//
// Whatever the RFCs allow is no violation, and a rule that needs what is not
// known stays silent: a trace may begin in the middle, or show one session of
// many. The files are by topic, as the rules are.
package judge
