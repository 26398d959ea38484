// Package oracle is knowledge: the words of the table, the rules that servers
// are held to, the hand-written truth of what each misbehaviour must look like,
// and how a tester's report is scored against that truth.
//
// It knows faults by their strings alone, and neither server nor tester:
// truth is not derived from what it judges.
package oracle
