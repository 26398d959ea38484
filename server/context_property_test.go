package server_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imaporacle/server/servertest"
)

// TestContextsHold: a client that follows all updates has, whatever two
// sessions do, the results that the command would give now.
func TestContextsHold(t *testing.T) {
	const keys = "UNDELETED NOT SEEN"
	rapid.Check(t, func(r *rapid.T) {
		s := newScript(t, servertest.New(t))
		s.play("A login user\nB login user\nmail INBOX 3\nA select INBOX\nB select INBOX")
		a := s.conn("A")
		commands := map[string]string{
			"x": "UID SEARCH RETURN (UPDATE ALL) " + keys,
			"y": "UID SORT RETURN (UPDATE ALL) (REVERSE SIZE SUBJECT) UTF-8 " + keys,
		}
		results := map[string][]uint32{}
		for tag, command := range commands {
			s.follow(a, tag, command, results)
		}
		subject := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 1, 3, -1)
		for step := range rapid.IntRange(1, 12).Draw(r, "steps") {
			who := s.conn(rapid.SampledFrom([]string{"A", "B"}).Draw(r, "who"))
			n := rapid.IntRange(1, 8).Draw(r, "uid")
			command := rapid.SampledFrom([]string{
				fmt.Sprintf("UID STORE %d:* +FLAGS.SILENT (\\Seen)", n), fmt.Sprintf("UID STORE %d -FLAGS.SILENT (\\Seen \\Deleted)", n),
				fmt.Sprintf("UID STORE %d,%d +FLAGS (\\Deleted)", n, n+2), "EXPUNGE", "MOVE", "COPY", "deliver",
			}).Draw(r, "command")
			switch command {
			case "deliver":
				servertest.Deliver(t, s.server, "user", "INBOX", "Subject: "+subject.Draw(r, "subject")+"\r\n\r\n")
				command = "NOOP"
			case "COPY", "MOVE":
				command = fmt.Sprintf("UID %s %d INBOX", command, n)
			}
			s.follow(who, fmt.Sprintf("s%d", step), command, results)
			s.follow(a, fmt.Sprintf("n%d", step), "NOOP", results)
			now := map[string][]uint32{}
			for tag, command := range commands {
				s.follow(a, tag+"now", strings.Replace(command, "UPDATE ", "", 1), now)
				if !slices.Equal(results[tag], now[tag+"now"]) {
					r.Fatalf("%s holds %v, now it is %v\n%s", tag, results[tag], now[tag+"now"], strings.Join(s.said, "\n"))
				}
			}
		}
		for _, c := range s.conns {
			c.Close()
		}
	})
}

// follow sends a command and keeps the results by tag as ESEARCH has them.
func (s *script) follow(c *scriptConn, tag, command string, results map[string][]uint32) {
	s.send(c, tag+" "+command+"\r\n")
	for {
		line, err := s.read(c)
		if err != nil || strings.HasPrefix(line, tag+" ") {
			if !strings.HasPrefix(line, tag+" OK") {
				s.fail("%s: %v", command, err)
			}
			return
		}
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ()\r\n", r) })
		if words[1] != "ESEARCH" {
			continue
		}
		of := strings.Trim(words[3], `"`)
		for i := 5; i+1 < len(words); i += 2 {
			switch words[i] {
			case "ALL":
				results[of] = expand(words[i+1])
			case "REMOVEFROM", "ADDTO":
				verb := words[i]
				for i++; i+1 < len(words) && words[i] != "ADDTO"; i += 2 {
					at, _ := strconv.Atoi(words[i])
					results[of] = update(results[of], verb, at, expand(words[i+1]))
				}
				i -= 2
			}
		}
	}
}

// update does what RFC 5267 §4.3.3 and §4.3.4 ask of a client.
func update(results []uint32, verb string, at int, uids []uint32) []uint32 {
	for k, uid := range uids {
		switch {
		case verb == "REMOVEFROM" && at == 0:
			results = slices.DeleteFunc(results, func(n uint32) bool { return n == uid })
		case verb == "REMOVEFROM" && results[at-1] == uid:
			results = slices.Delete(results, at-1, at)
		case verb == "ADDTO" && at == 0:
			place, _ := slices.BinarySearch(results, uid)
			results = slices.Insert(results, place, uid)
		case verb == "ADDTO":
			results = slices.Insert(results, at-1+k, uid)
		}
	}
	return results
}

func expand(set string) (uids []uint32) {
	for _, r := range strings.Split(set, ",") {
		low, high, ranged := strings.Cut(r, ":")
		if !ranged {
			high = low
		}
		first, _ := strconv.Atoi(low)
		last, _ := strconv.Atoi(high)
		for n := first; n <= last; n++ {
			uids = append(uids, uint32(n))
		}
	}
	return uids
}
