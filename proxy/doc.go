// Package proxy stands between IMAP clients and a server of others', with the
// filters of server/front on what passes: so faults of responses, commands and
// transport act before any server, and all that is said can be written down.
//
// It passes on what it does not understand as it is. What it changes of itself
// is what cannot hold with a man in the middle: TLS ends here on both sides, so
// STARTTLS is the proxy's own, channel binding is not offered, and COMPRESS is
// hidden.
package proxy
