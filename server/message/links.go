package message

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Links returns what messages of one thread have in common, by the rule of
// RFC 8621 §3: two of them are linked if they name one Message ID in any of
// Message-ID, In-Reply-To and References, and have the same base subject but
// for white space. Each link is a hash of both, the same for ever. A message
// that names no Message ID has none. Of each field the last 200 Message IDs
// count.
func Links(raw []byte) []uint64 {
	fields := firstFields(raw)
	subject, _ := BaseSubject(fields["subject"])
	subject = strings.ReplaceAll(collated(subject), " ", "")
	var links []uint64
	for _, name := range []string{"message-id", "in-reply-to", "references"} {
		for _, id := range messageIDs(fields[name], maxReferences) {
			sum := sha256.Sum256([]byte(subject + "\x00" + id))
			links = append(links, binary.BigEndian.Uint64(sum[:]))
		}
	}
	slices.Sort(links)
	return slices.Compact(links)
}
