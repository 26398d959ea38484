package faults

import "bytes"

// statusItems takes a STATUS response apart: what stands before the list, and
// its items.
func statusItems(resp []byte) (head []byte, items []item, ok bool) {
	rest, ok := untagged(resp, "STATUS")
	if !ok {
		return nil, nil, false
	}
	n := element(rest)
	list, ok := bytes.CutPrefix(rest[n:], []byte(" "))
	if !ok || !isList(list) || element(list) != len(list)-len(crlf) {
		return nil, nil, false
	}
	items, ok = itemsOf(elements(list[:len(list)-len(crlf)]))
	return resp[:len(resp)-len(list)], items, ok
}

// withNumber returns the response with another number for an item of STATUS or
// the response code of that name, nil if it has neither.
func withNumber(resp []byte, name, number string) []byte {
	if s, ok := parseStatus(resp); ok {
		if _, has := s.codeArg(name); !has {
			return nil
		}
		s.code = name + " " + number
		return s.bytes()
	}
	head, items, _ := statusItems(resp)
	i := itemNamed(items, name)
	if i == nil {
		return nil
	}
	i.value = []byte(number)
	return appendStatus(head, items)
}

func appendStatus(head []byte, items []item) []byte {
	return append(appendItems(append(bytes.Clone(head), '('), items), ")\r\n"...)
}

// tellsNumber makes a fault that tells another number under that name.
func tellsNumber(name, number string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		if sent := withNumber(resp, name, number); sent != nil && w.acts() {
			return sent
		}
		return resp
	})
}
