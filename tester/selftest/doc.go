// Package selftest joins everything: it starts a server for each fault, runs
// the tester against it, and has the oracle compare what was reported with
// what is true.
package selftest
