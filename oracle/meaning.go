package oracle

// meanings say what each column asks, for people who read a report.
var meanings = map[Column]string{
	Checkpoint: "Several sessions change one mailbox, and then each says CHECK. " +
		"Do all of them then have the same picture of it: the same messages under the same numbers, with the same flags?",
	Recent: `A message that has just arrived is \Recent for one session: the first that is told of it. ` +
		`Is there always exactly one?`,
	AtomicFlags: "Sessions add and remove flags of the same message at the same time. " +
		"Is every change kept, or does one session undo what another has done?",
	ExpungeFetch: "One session expunges a message; another, which has not been told yet, fetches it. " +
		"How much of the message does it still get?",
	ExpungeStore: "One session expunges a message; another, which has not been told yet, sets a flag on it and on a message that is still there. " +
		"What do the sessions see of these flags?",
}

// Meaning returns the question that the column answers, in a few sentences.
func (c Column) Meaning() string { return meanings[c] }
