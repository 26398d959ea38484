package faults

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// searchMadeUps are made-up faults of SEARCH, SORT and THREAD.
var searchMadeUps = []Kind{
	breaks("search/repeats", "search", "repeats", Response,
		"SEARCH gives the first number twice.",
		rewrites(func(w *wire, resp []byte) []byte {
			found := strings.Fields(string(resp))
			if !isSearch(resp) || len(found) < 3 || !searches(w.talk.command()) || !w.acts() {
				return resp
			}
			return bytes.Replace(resp, []byte("SEARCH "), []byte("SEARCH "+found[2]+" "), 1)
		})),
	breaks("syntax/search", "search", "in-parentheses", Response,
		"Where SEARCH finds four messages and more, the numbers stand in parentheses.",
		rewrites(func(w *wire, resp []byte) []byte {
			found := strings.Fields(string(resp))
			if !isSearch(resp) || len(found) < 6 || bytes.HasSuffix(resp, []byte(")\r\n")) || !w.acts() {
				return resp
			}
			return []byte("* SEARCH (" + strings.Join(found[2:], " ") + ")\r\n")
		})),
	breaks("esearch/tag", "esearch", "other-tag", Response,
		"ESEARCH names a tag that no command has.",
		rewritesESearch(func(_ *wire, e *esearch) []byte {
			e.correlator = `(TAG "nobodys")`
			return e.bytes()
		})),
	breaks("sort/once", "sort", "twice", Response,
		"SORT gives all it has found twice.", foundTwice("SORT", " ")),
	breaks("sort/ordered", "sort", "by-number", Response,
		"SORT gives what it has found in the order of the numbers, whatever it is asked for.",
		rewrites(func(w *wire, resp []byte) []byte {
			rest, ok := untagged(resp, "SORT")
			found := numbersOf(strings.Join(strings.Fields(string(rest)), ","))
			if !ok || slices.IsSorted(found) || !w.acts() {
				return resp
			}
			slices.Sort(found)
			return []byte("* SORT " + strings.Trim(fmt.Sprint(found), "[]") + "\r\n")
		})),
	breaks("thread/parents", "thread", "flat", Response,
		"THREAD gives each message as a thread of its own.",
		rewrites(func(w *wire, resp []byte) []byte {
			rest, ok := untagged(resp, "THREAD")
			found := strings.FieldsFunc(string(rest), func(r rune) bool { return r < '0' || r > '9' })
			flat := "* THREAD (" + strings.Join(found, ")(") + ")\r\n"
			if !ok || len(found) == 0 || flat == string(resp) || !w.acts() {
				return resp
			}
			return []byte(flat)
		})),
	breaks("thread/once", "thread", "twice", Response,
		"THREAD gives all it has found twice.", foundTwice("THREAD", "")),
}

// foundTwice says what a response of that name has found twice.
func foundTwice(name, between string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		found, ok := untagged(resp, name)
		found = bytes.TrimSpace(found)
		if !ok || len(found) == 0 || !w.acts() {
			return resp
		}
		return []byte("* " + name + " " + string(found) + between + string(found) + "\r\n")
	})
}
