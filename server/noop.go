package server

import "imaporacle/server/front"

// noop answers NOOP and CHECK: with the updates that every command may tell.
func noop(*session, *front.Command) error { return nil }
