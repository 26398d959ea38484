package server

import (
	"iter"
	"strings"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/message"
)

// extendedKey reads the search keys that are not those of RFC 9051; ok is false
// if word is none of them.
func (r *searchReader) extendedKey(word string) (k key, ok bool, err error) {
	switch word {
	case "FUZZY": // RFC 6203 §3
		r.fuzzed = true
		r.fuzzy++
		k, err = r.one()
		r.fuzzy--
		return k, true, err
	case "OLDER", "YOUNGER":
		k, err = r.within(word == "YOUNGER")
		return k, true, err
	case "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE":
		k, err = r.saved(strings.TrimPrefix(word, "SAVED"))
		return k, true, err
	case "X-GM-MSGID", "X-GM-THRID", "X-GM-LABELS", "X-GM-RAW":
		k, err = r.gmailKey(word)
		return k, true, err
	case "SAVEDATESUPPORTED": // by every mailbox of this server
		return key{match: func(*candidate) bool { return true }}, true, nil
	}
	return key{}, false, nil
}

// within reads an interval in seconds (RFC 5032 §2). INTERNALDATE and the
// clock are compared to the resolution of a second.
func (r *searchReader) within(younger bool) (key, error) {
	if err := r.SP(); err != nil {
		return key{}, err
	}
	seconds, err := r.Number("an interval in seconds")
	if err != nil {
		return key{}, err
	}
	if seconds == 0 {
		return key{}, front.Bad("An interval is at least one second")
	}
	return key{match: func(c *candidate) bool {
		date, target := c.m.Date.Unix(), c.now().Unix()-int64(seconds)
		return younger && date >= target || !younger && date <= target
	}}, nil
}

// now is the time of the search, the same for all messages.
func (c *candidate) now() time.Time {
	if c.began.IsZero() {
		c.began = time.Now()
	}
	return c.began
}

// matcher looks for a string in the texts of a message.
type matcher func(c *candidate, texts iter.Seq[[]byte]) bool

// matcher returns how the search looks for needle: as part of a text by
// i;unicode-casemap (RFC 5255 §4.2), or fuzzily within FUZZY.
func (r *searchReader) matcher(needle string) matcher {
	if r.fuzzy > 0 {
		return fuzzyMatcher(message.NewFuzzyKey(needle))
	}
	wanted := message.NewKey(needle)
	return func(_ *candidate, texts iter.Seq[[]byte]) bool {
		for text := range texts {
			if wanted.In(text) {
				return true
			}
		}
		return false
	}
}

// fuzzyMatcher takes the best match in the texts. Where several FUZZY keys
// match, the weakest decides the relevancy: all are needed.
func fuzzyMatcher(wanted message.FuzzyKey) matcher {
	return func(c *candidate, texts iter.Seq[[]byte]) bool {
		best := 0
		for text := range texts {
			if best = max(best, wanted.Score(text)); best == message.BestScore {
				break
			}
		}
		if best > 0 {
			c.score = min(c.score, best)
		}
		return best > 0
	}
}
