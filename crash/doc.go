// Package crash kills the server at random moments, and looks whether what it
// had answered OK is there when it comes back.
package crash
