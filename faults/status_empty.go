package faults

var statusEmpty = Kind{
	Name: "status", Value: "empty",
	Story:  "STATUS returns none of the items that were asked for, but an empty list. 163.com does so, and clients show no unread mail.",
	Source: "chatmail core issue 5043, modern-email defects issue 15", Rule: "status/items", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		head, items, _ := statusItems(resp)
		if len(items) == 0 || !w.acts() {
			return resp
		}
		return appendStatus(head, nil)
	}),
}
