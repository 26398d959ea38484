// Package told knows what a client knows: the mailbox behind its sequence
// numbers, as the responses that were really sent have described it. Where a
// fault has made a response say something else than the server believes, it is
// what was said.
package told
