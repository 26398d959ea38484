package room

import (
	"errors"
	"fmt"
	"strconv"

	"imaporacle/faults"
	"imaporacle/teach/explain"
)

// Armed is a fault that is on.
type Armed struct {
	ID    string // by which it is disarmed
	Fault faults.Fault
}

var errNoFaults = errors.New("room: the faults of this server cannot be changed")

// Arm switches a fault on, from the next command on. The error says what is
// wrong with it.
func (r *Room) Arm(f faults.Fault) (id string, err error) {
	live := r.faults.Load()
	if live == nil {
		return "", errNoFaults
	}
	a, err := live.Add(f)
	if err != nil {
		return "", err
	}
	if !r.hidden {
		r.note("The fault " + a.Fault.String() + " is on")
	}
	return strconv.Itoa(a.ID), nil
}

// Disarm switches a fault off.
func (r *Room) Disarm(id string) error {
	live := r.faults.Load()
	if live == nil {
		return errNoFaults
	}
	for _, a := range live.Faults() {
		if strconv.Itoa(a.ID) != id {
			continue
		}
		if err := live.Remove(a.ID); err != nil {
			return err
		}
		if !r.hidden {
			r.note("The fault " + a.Fault.String() + " is off")
		}
		return nil
	}
	return fmt.Errorf("room: fault %q: %w", id, faults.ErrNotArmed)
}

// Armed returns the faults that are on, in the order in which they came; none
// if they are hidden.
func (r *Room) Armed() []Armed {
	live := r.faults.Load()
	if live == nil || r.hidden {
		return nil
	}
	var all []Armed
	for _, a := range live.Faults() {
		all = append(all, Armed{strconv.Itoa(a.ID), a.Fault})
	}
	return all
}

// note takes down what neither side has said.
func (r *Room) note(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(Line{Who: Note, Kind: explain.Note, Text: text}, 0, nil)
}
