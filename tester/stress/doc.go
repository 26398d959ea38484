// Package stress has many sessions send random commands to a server at once,
// and holds everything it answers to the rules.
//
// A run is made of rounds. In each, some users have mailboxes of their own, and
// some sessions each, which send commands drawn by weight with a seeded
// generator: the same seed and the same answers make the same commands. The
// judge of package oracle/judge listens to every session. What was told of flags
// is a history, in which each flag of each message is a register: see history.
//
// What a round has found is shrunk: its commands are played again one after the
// other, fewer and fewer of them, as long as the rule is still broken. What is
// left is printed as a script of package tester/script.
package stress
