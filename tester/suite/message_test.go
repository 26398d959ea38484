package suite_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestInvalid: what is wrong with a message is seen.
func TestInvalid(t *testing.T) {
	const head = "From: a@example.org\r\nDate: Thu, 15 Feb 2024 12:00:00 +0000\r\n"
	const typed = head + "MIME-Version: 1.0\r\nContent-Type: "
	for raw, want := range map[string]string{
		"\r\nx":                       "0 Date fields",
		"From: a@example.org\r\n\r\n": "0 Date fields",
		"Date: Thu, 15 Feb 2024 12:00:00 +0000\r\n\r\n":                        "0 From fields",
		head + "From: b@example.org\r\n\r\n":                                   "2 From fields",
		"From: a@example.org\r\nDate: Fri, 15 Feb 2024 12:00:00 +0000\r\n\r\n": "no Fri",
		"From: a@example.org\r\nDate: today\r\n\r\n":                           "Date:",
		"From: a@, b\r\nDate: Thu, 15 Feb 2024 12:00:00 +0000":                 "From:",
		head + "To:\r\n\r\n":                                                   "To:",
		"From: a@b, c@d\r\nDate: Thu, 15 Feb 2024 12:00:00 +0000":              "several authors and no Sender",
		head + "\r\nx\ny":                        "bare",
		head + "\r\nx\ry":                        "bare",
		head + "\r\n" + strings.Repeat("x", 999): "999 octets",
		head + "\r\nü":                           "7bit",
		typed + "text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nü":                      "us-ascii",
		head + "Content-Type: text/plain\r\n\r\n":                                             "MIME-Version",
		typed + "text\r\n\r\n":                                                                "Content-Type",
		typed + "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xfc":    "utf-8",
		typed + "text/plain; charset=none\r\n\r\nx":                                           "charset none",
		typed + "multipart/mixed\r\n\r\nx":                                                    "boundary",
		typed + "multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx":                             "multipart",
		typed + "multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nü\r\n--b--":                    "7bit",
		typed + "multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/\r\n\r\n\r\n--b--": "part 1: Content-Type",
		typed + "text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n?":                    "base64",
		typed + "text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\x01":       "quoted-printable",
		typed + "text/plain\r\nContent-Transfer-Encoding: none\r\n\r\n":                       "encoding none",
		typed + "message/rfc822\r\n\r\n":                                                      "message/rfc822",
	} {
		if err := valid([]byte(raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", raw, err, want)
		}
	}
}

// valid says what makes a message no valid one by RFC 5322 and RFC 2045.
func valid(raw []byte) error {
	if err := validLines(raw); err != nil {
		return err
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if err := validHeader(m.Header); err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	if _, typed := m.Header["Content-Type"]; typed && m.Header.Get("MIME-Version") != "1.0" {
		return errors.New("Content-Type without MIME-Version: RFC 2045 §4")
	}
	return validEntity(textproto.MIMEHeader(m.Header), body)
}

// validLines is for RFC 5322 §2.1.1 and §2.3.
func validLines(raw []byte) error {
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if bytes.ContainsAny(line, "\r\n") {
			return errors.New("a bare CR or LF")
		}
		if len(line) > 998 {
			return fmt.Errorf("a line of %d octets", len(line))
		}
	}
	return nil
}

// validHeader is for RFC 5322 §3.6 to §3.6.3.
func validHeader(h mail.Header) error {
	for _, name := range []string{"Date", "From"} {
		if n := len(h[name]); n != 1 {
			return fmt.Errorf("%d %s fields", n, name)
		}
	}
	date, err := h.Date()
	if err != nil {
		return fmt.Errorf("Date: %w", err)
	}
	if day, _, named := strings.Cut(h.Get("Date"), ","); named && day != date.Format("Mon") {
		return fmt.Errorf("Date: %s is no %s", h.Get("Date"), day)
	}
	for _, name := range []string{"From", "Sender", "Reply-To", "To", "Cc"} {
		if h[name] == nil {
			continue
		}
		if _, err := h.AddressList(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if authors, _ := h.AddressList("From"); len(authors) > 1 && h["Sender"] == nil {
		return errors.New("several authors and no Sender")
	}
	return nil
}

// validEntity says whether a message or a part of one is what its header declares.
func validEntity(h textproto.MIMEHeader, body []byte) error {
	kind, params := "text/plain", map[string]string{}
	if text := h.Get("Content-Type"); text != "" {
		var err error
		if kind, params, err = mime.ParseMediaType(text); err != nil {
			return fmt.Errorf("Content-Type: %w", err)
		}
	}
	body, err := decoded(h.Get("Content-Transfer-Encoding"), body)
	if err != nil {
		return err
	}
	switch top, sub, _ := strings.Cut(kind, "/"); {
	case sub == "":
		return fmt.Errorf("Content-Type: %q", kind)
	case top == "multipart":
		return validParts(params["boundary"], body)
	case top == "text":
		return validText(strings.ToLower(params["charset"]), body)
	case kind == "message/rfc822":
		m, err := mail.ReadMessage(bytes.NewReader(body))
		if err != nil {
			return fmt.Errorf("message/rfc822: %w", err)
		}
		inner, err := io.ReadAll(m.Body)
		if err != nil {
			return err
		}
		return validEntity(textproto.MIMEHeader(m.Header), inner)
	}
	return nil
}

func validParts(boundary string, body []byte) error {
	if boundary == "" {
		return errors.New("multipart without boundary")
	}
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	for n := 1; ; n++ {
		part, err := r.NextRawPart()
		if err == io.EOF && n > 1 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("multipart: %w", err)
		}
		text, err := io.ReadAll(part)
		if err == nil {
			err = validEntity(part.Header, text)
		}
		if err != nil {
			return fmt.Errorf("multipart: part %d: %w", n, err)
		}
	}
}

func decoded(encoding string, body []byte) ([]byte, error) {
	r := io.Reader(bytes.NewReader(body))
	switch strings.ToLower(encoding) {
	case "", "7bit":
		if !isASCII(body) {
			return nil, errors.New("octets above 127 in what is 7bit")
		}
	case "8bit", "binary":
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	default:
		return nil, fmt.Errorf("encoding %s", encoding)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", encoding, err)
	}
	return data, nil
}

func validText(charset string, body []byte) error {
	switch charset {
	case "", "us-ascii":
		if !isASCII(body) {
			return errors.New("text that is not us-ascii")
		}
	case "utf-8":
		if !utf8.Valid(body) {
			return errors.New("text that is not utf-8")
		}
	case "iso-8859-1":
	default:
		return fmt.Errorf("charset %s", charset)
	}
	return nil
}

func isASCII(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
}
