// Package control lets a server, or the proxy, be watched and changed over HTTP
// while it runs: faults, users, mailboxes, messages, sessions, the journal, and
// snapshots of everything.
//
// The API describes itself by OpenAPI at /openapi.json, for people at "/".
// Errors are problem documents (RFC 9457) that name the field.
package control
