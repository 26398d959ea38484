package message

import "testing"

func TestHasAttachment(t *testing.T) {
	multipart := func(part string) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n" + part + "\n--b--\n"
	}
	for raw, want := range map[string]bool{
		"Subject: x\n\ntext\n":                                                                                                 false,
		multipart("Content-Type: image/png\n\nx"):                                                                              false,
		multipart("Content-Type: image/png; name=x.png\n\nx"):                                                                  true,
		multipart("Content-Disposition: (c) Attachment\n\nx"):                                                                  true,
		multipart("Content-Disposition: inline\n\nx"):                                                                          false,
		multipart("Content-Disposition: inline; filename=x\n\nx"):                                                              true,
		multipart("Content-Disposition: inline; filename=\"\"\n\nx"):                                                           false,
		multipart("Content-Disposition: inline; size=1; filename*=utf-8''x\n\nx"):                                              true,
		multipart("Content-Type: message/rfc822\n\nSubject: y\n\nx"):                                                           true,
		multipart("Content-Type: multipart/related; boundary=c\n\n--c\n\nx\n--c\nContent-Disposition: attachment\n\ny\n--c--"): true,
		"Content-Type: application/pdf\nContent-Disposition: attachment\n\nx":                                                  true,
	} {
		if got := Parse([]byte(raw)).HasAttachment([]byte(raw)); got != want {
			t.Errorf("%q: %v", raw, got)
		}
	}
}
