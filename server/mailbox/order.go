package mailbox

import "imaporacle/server/message"

// Order returns what SORT and THREAD compare of the message, computed at the
// first use and then kept. body supplies the bytes; it is called only when
// nothing is kept yet.
func (m *Message) Order(body func() ([]byte, error)) (*message.Order, error) {
	if o := m.order.Load(); o != nil {
		return o, nil
	}
	raw, err := body()
	if err != nil {
		return nil, err
	}
	o := message.OrderOf(raw)
	m.order.Store(o)
	return o, nil
}
