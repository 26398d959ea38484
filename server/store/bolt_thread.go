package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// threadEncoding is the only encoding of a Thread so far: its ID, and each link
// in 8 octets.
const threadEncoding = 1

// Threads implements Store.
func (s *Bolt) Threads(contents []uint64) (list []Thread, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketThreads)
		for _, id := range contents {
			key := contentKey(id)
			value := b.Get(key)
			if value == nil {
				continue
			}
			t, err := decodeThread(id, value)
			if err != nil {
				return corrupt(bucketThreads, key, err.Error())
			}
			list = append(list, t)
		}
		return nil
	})
	if err != nil {
		return nil, readError(err, fmt.Sprintf("threads of %d messages", len(contents)))
	}
	return list, nil
}

func (a *applier) putThread(t Thread) error {
	if a.bodies.Get(chunkKey(t.Content, 0)) == nil {
		return nil
	}
	return a.put(a.threads, contentKey(t.Content), a.record(func(b []byte) []byte { return appendThread(b, t) }))
}

func appendThread(b []byte, t Thread) []byte {
	b = binary.AppendUvarint(append(b, threadEncoding), t.ID)
	for _, link := range t.Links {
		b = binary.BigEndian.AppendUint64(b, link)
	}
	return b
}

func decodeThread(content uint64, b []byte) (Thread, error) {
	d := decoder{rest: b}
	d.encoding(threadEncoding, threadEncoding)
	t := Thread{Content: content, ID: d.uvarint()}
	for len(d.rest) > 0 {
		if link := d.bytes(8); link != nil {
			t.Links = append(t.Links, binary.BigEndian.Uint64(link))
		}
	}
	return t, d.end()
}
