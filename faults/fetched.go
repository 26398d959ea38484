package faults

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// fetched is a FETCH response taken apart (RFC 9051 §7.5.2).
type fetched struct {
	seq   int
	items []item
}

// item is a name and its value, as sent, in FETCH, STATUS or ESEARCH.
type item struct {
	name  string
	value []byte
}

// itemsOf makes pairs of elements.
func itemsOf(all [][]byte) (items []item, ok bool) {
	if len(all)%2 != 0 {
		return nil, false
	}
	for pair := range slices.Chunk(all, 2) {
		items = append(items, item{string(pair[0]), pair[1]})
	}
	return items, true
}

func appendItems(b []byte, items []item) []byte {
	for k, i := range items {
		if k > 0 {
			b = append(b, ' ')
		}
		b = append(append(append(b, i.name...), ' '), i.value...)
	}
	return b
}

// itemNamed returns the first item whose name begins so, nil if there is none.
func itemNamed(items []item, prefix string) *item {
	i := slices.IndexFunc(items, func(i item) bool { return strings.HasPrefix(i.name, prefix) })
	if i < 0 {
		return nil
	}
	return &items[i]
}

func parseFetched(resp []byte) (*fetched, bool) {
	seq, name, ok := numbered(resp)
	if !ok || name != "FETCH" {
		return nil, false
	}
	open := bytes.IndexByte(resp, '(')
	if open < 0 {
		return nil, false
	}
	list := resp[open:]
	if element(list) != len(list)-len(crlf) {
		return nil, false
	}
	items, ok := itemsOf(elements(list[:len(list)-len(crlf)]))
	return &fetched{seq, items}, ok
}

func (f *fetched) bytes() []byte {
	return append(appendItems(fmt.Appendf(nil, "* %d FETCH (", f.seq), f.items), ")\r\n"...)
}

// item returns the first item whose name begins so, nil if there is none.
func (f *fetched) item(prefix string) *item { return itemNamed(f.items, prefix) }

// uid is 0 if the response does not tell it.
func (f *fetched) uid() uint32 {
	item := f.item("UID")
	if item == nil {
		return 0
	}
	n, _ := strconv.ParseUint(string(item.value), 10, 32)
	return uint32(n)
}

// drop removes the items that are dropped, and reports whether there were any.
func (f *fetched) drop(dropped func(item) bool) bool {
	n := len(f.items)
	f.items = slices.DeleteFunc(f.items, dropped)
	return len(f.items) < n
}

// text returns the octets of a string.
func (i *item) text() string { return content(i.value) }

// setText makes the value a literal.
func (i *item) setText(text string) { i.value = fmt.Appendf(nil, "{%d}\r\n%s", len(text), text) }
