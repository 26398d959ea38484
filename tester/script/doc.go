// Package script reads and runs scripted tests of IMAP servers, in the format
// that ImapTest made known: commands, and the responses that each must have.
//
// A Script is read by Parse, many of them by Load; Run plays them against a
// server and says of every command whether it went as the script has it.
package script
