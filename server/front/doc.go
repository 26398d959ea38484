// Package front owns the socket side of an IMAP server: it frames commands
// with their literals, reads their arguments, and writes responses through a
// chain of filters. It knows no command and no mailbox.
package front
