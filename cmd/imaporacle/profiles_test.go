package main

import (
	"slices"
	"testing"

	"imaporacle/server"
)

// The server takes on the face of a profile, and Gmail's extension with it.
func TestImitate(t *testing.T) {
	var o server.Options
	f := serveFlags{profile: "gmail-today"}
	if err := f.imitate(&o); err != nil {
		t.Fatal(err)
	}
	if o.Greeting != "Gimap ready for requests" || !o.Gmail || !slices.Contains(o.Only, "X-GM-EXT-1") || o.ID[1] != "GImap" {
		t.Errorf("%+v", o)
	}
	o = server.Options{Greeting: "as it was"}
	if err := new(serveFlags).imitate(&o); err != nil || o.Greeting != "as it was" {
		t.Errorf("without a profile: %+v, %v", o, err)
	}
}

// The faults of a profile come first.
func TestPlanOfProfile(t *testing.T) {
	f := serveFlags{profile: "qq", faults: []string{"status=empty"}}
	armed, err := f.arm()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, fault := range armed.Faults() {
		lines = append(lines, fault.Fault.String())
	}
	if want := []string{"fetch=trailing-space", "bodystructure=collapsed-multipart", "status=empty"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
}
