package faults

var enableUnanswered = Kind{
	Name: "enable", Value: "unanswered",
	Story:  "ENABLE is answered OK, but no ENABLED says what is enabled. iCloud does so.",
	Source: "MailKit issue 1871 and its workaround", Rule: "enable/answered", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if _, ok := untagged(resp, "ENABLED"); !ok || !w.acts() {
			return resp
		}
		return nil
	}),
}
