package store

import "time"

// normalTime keeps of a time what a store keeps: the instant and the zone's
// offset, but not the zone's name or the monotonic clock.
func normalTime(t time.Time) time.Time {
	_, offset := t.Zone()
	return timeOf(t.Unix(), int64(t.Nanosecond()), offset)
}

func timeOf(sec, nsec int64, offset int) time.Time {
	zone := time.UTC
	if offset != 0 {
		zone = time.FixedZone("", offset)
	}
	return time.Unix(sec, nsec).In(zone)
}

// cloneStrings copies a list. A list without elements is nil, so that the
// stores agree.
func cloneStrings(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return append(make([]string, 0, len(list)), list...)
}

func normalMailbox(m Mailbox) Mailbox {
	m.SpecialUse = cloneStrings(m.SpecialUse)
	m.Keywords = cloneStrings(m.Keywords)
	m.Created = normalTime(m.Created)
	return m
}

func normalMessage(m Message) Message {
	m.Flags = cloneStrings(m.Flags)
	m.Labels = cloneStrings(m.Labels)
	m.InternalDate = normalTime(m.InternalDate)
	m.Saved = normalTime(m.Saved)
	return m
}
