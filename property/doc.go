// Package property drives random commands in several sessions against the
// server and a naive model of what the RFCs say, and compares all that comes
// back. It is tests only; go test shrinks what differs to the shortest
// conversation that still shows it, and prints that.
package property
