// Package clients has mail clients that others wrote do a day's work against
// the server: a file for each client. What a client ends up with, and what the
// server then holds, must be the same.
//
// "make interop" installs the clients and runs these tests; without its
// variable they are skipped.
package clients
