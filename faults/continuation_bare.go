package faults

var continuationBare = Kind{
	Name: "continuation", Value: "bare",
	Story:  "A continuation request is a plus sign alone, without the space that belongs behind it.",
	Source: "modern-email defects issue 7", Rule: "continuation/form", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if len(resp) < 2 || resp[0] != '+' || resp[1] != ' ' || !w.acts() {
			return resp
		}
		return []byte("+\r\n")
	}),
}
