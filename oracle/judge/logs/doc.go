// Package logs reads what servers and mail clients write down of their
// connections, as events for a judge. There is a file for each format.
package logs
