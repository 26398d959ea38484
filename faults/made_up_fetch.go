package faults

import (
	"bytes"
	"fmt"
	"strings"

	"imaporacle/server/front"
)

// fetchMadeUps are made-up faults of FETCH and STORE.
var fetchMadeUps = []Kind{
	breaks("uid/in-response", "fetch-uid", "missing", Response,
		"The answer to UID FETCH holds no UID.",
		rewritesFetch(func(w *wire, f *fetched) []byte {
			if w.talk.command() != "UID FETCH" {
				return nil
			}
			return f.without(func(i item) bool { return i.name == "UID" })
		})),
	breaks("uidonly/uidfetch", "uidfetch", "as-fetch", Response,
		"With UIDONLY enabled FETCH comes all the same, with the UID in place of the number.",
		rewrites(func(w *wire, resp []byte) []byte {
			if _, name, ok := numbered(resp); !ok || name != "UIDFETCH" || !w.acts() {
				return resp
			}
			return bytes.Replace(resp, []byte(" UIDFETCH "), []byte(" FETCH "), 1)
		})),
	breaks("uidonly/asked", "uidfetch", "unasked", Response,
		"CHECK tells flags by UIDFETCH, though the client has not enabled UIDONLY.",
		rewritesStatus(func(w *wire, s status) []byte {
			if !w.talk.completes(s, "CHECK") || !w.acts() {
				return nil
			}
			return fmt.Appendf(nil, "* 1 UIDFETCH (FLAGS ())\r\n%s", s)
		})),
	breaks("fetch/seen-told", "fetch-seen", "untold", Response,
		`FETCH of the text sets \Seen and does not say so.`,
		rewritesFetch(func(w *wire, f *fetched) []byte {
			if !fetches(w.talk.command()) || strings.Contains(argsOf(w), "FLAGS") {
				return nil
			}
			return f.without(func(i item) bool { return i.name == "FLAGS" })
		})),
	breaks("fetch/peek-keeps-unseen", "fetch-peek", "sets-seen", Command,
		`BODY.PEEK sets \Seen, as BODY does.`,
		intercepts(func(w *wire, c *front.Command) error {
			args := c.Args().Rest()
			if !fetches(c.Name) || !bytes.Contains(args, []byte("BODY.PEEK[]")) || !w.acts() {
				return nil
			}
			c.SetArgs(bytes.ReplaceAll(args, []byte("BODY.PEEK[]"), []byte("BODY[]")))
			return nil
		})),
	breaks("fetch/partial-short", "fetch-partial", "short", Response,
		"A partial FETCH returns half of what was asked for, in the midst of the text.",
		rewritesFetch(func(_ *wire, f *fetched) []byte {
			i := f.item("BODY[")
			if i == nil || !strings.HasSuffix(i.name, ">") || len(i.text()) < 2 {
				return nil
			}
			i.setText(i.text()[:len(i.text())/2])
			return f.bytes()
		})),
	breaks("flags/store-told", "store", "untold", Response,
		"STORE without .SILENT does not return the flags.",
		rewritesFetch(func(w *wire, _ *fetched) []byte {
			if c := w.talk.command(); c != "STORE" && c != "UID STORE" || strings.Contains(argsOf(w), ".SILENT") {
				return nil
			}
			return []byte{}
		})),
	breaks("flags/store-obeyed", "store", "forgets-seen", Command,
		`STORE that would set \Seen alone is answered OK and sets nothing.`,
		intercepts(func(w *wire, c *front.Command) error {
			args := c.Args().Rest()
			set, ok := bytes.CutSuffix(args, []byte(` +FLAGS (\Seen)`))
			if c.Name != "STORE" || !ok || !w.acts() {
				return nil
			}
			c.SetArgs(append(bytes.Clone(set), " +FLAGS ()"...))
			return nil
		})),
	breaks("syntax/date", "internaldate", "iso", Response,
		"Beside an ENVELOPE, INTERNALDATE has the form of ISO 8601.",
		rewritesFetch(func(_ *wire, f *fetched) []byte {
			i := f.item("INTERNALDATE")
			if i == nil || f.item("ENVELOPE") == nil {
				return nil
			}
			i.value = []byte(`"2020-02-03T04:05:06Z"`)
			return f.bytes()
		})),
	breaks("syntax/section", "fetch-section", "unknown", Response,
		"The MIME header of a part is sent under the name of a section that there is not.",
		rewritesFetch(func(_ *wire, f *fetched) []byte {
			for k, i := range f.items {
				if strings.HasSuffix(i.name, ".MIME]") {
					f.items[k].name = strings.TrimSuffix(i.name, "MIME]") + "PARTHEAD]"
					return f.bytes()
				}
			}
			return nil
		})),
	breaks("syntax/fetch", "fetch-rfc822", "bare", Response,
		"FETCH with RFC822.HEADER stands without parentheses.",
		rewritesFetch(func(_ *wire, f *fetched) []byte {
			if f.item("RFC822.HEADER") == nil {
				return nil
			}
			return append(appendItems(fmt.Appendf(nil, "* %d FETCH ", f.seq), f.items), crlf...)
		})),
	breaks("syntax/eight-bit", "envelope", "latin-1", Response,
		"The subject stands in ENVELOPE with an octet of Latin-1.", changesSubject(func(s []byte) []byte {
			return bytes.Replace(s, []byte(`"`), []byte("\"\xe4"), 1)
		})),
	breaks("syntax/string", "fetch-section", "bare-text", Response,
		"The MIME header of a part is sent as a word without quotes.",
		rewritesFetch(func(_ *wire, f *fetched) []byte {
			for k, i := range f.items {
				if strings.HasSuffix(i.name, ".MIME]") {
					f.items[k].value = []byte("Header")
					return f.bytes()
				}
			}
			return nil
		})),
}

// changesSubject is for a fault of the subject in ENVELOPE.
func changesSubject(change func([]byte) []byte) func(*wire) actions {
	return rewritesEnvelope(func(value []byte) []byte {
		fields := elements(value)
		if len(fields) < 2 || !bytes.HasPrefix(fields[1], []byte(`"`)) {
			return nil
		}
		fields[1] = change(fields[1])
		return append(append([]byte("("), bytes.Join(fields, []byte(" "))...), ')')
	})
}

// argsOf returns the arguments of the command under way, in upper case.
func argsOf(w *wire) string {
	if w.talk.During == nil {
		return ""
	}
	return strings.ToUpper(string(w.talk.During.Args().Rest()))
}
