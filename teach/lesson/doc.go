// Package lesson reads lessons and plays them.
//
// A lesson is a Markdown file that a teacher can edit with anything and that
// reads well by itself: docs/lessons/README.md tells its form. Parse takes it
// apart, strictly: what it does not know is an error with file and line. Begin
// gives it a server of its own, a room.Room, and returns a Run, which a terminal
// or a page leads through the lesson part by part.
//
// A lesson has its own proof in it: what must be heard when its commands are
// played, and a solution for its task. Check plays it and holds it to that.
package lesson
