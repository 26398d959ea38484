package message

import "testing"

func TestSentDate(t *testing.T) {
	const form = "2006-01-02 15:04:05 -0700"
	tests := []struct{ in, want string }{
		{"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)", "1996-07-17 02:23:25 -0700"},
		{"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21 09:55:06 -0600"},
		{"21 Nov 97 09:55:06 GMT", "1997-11-21 09:55:06 +0000"},                                                                                       // RFC 5322 A.6.2
		{"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21 09:55:06 -0600"},                                                              // A.6.3
		{"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)", "1969-02-13 23:32:00 -0330"}, // A.5
		{"1 Jan 2024", "2024-01-01 00:00:00 +0000"},
		{"1-jan-2024 10:00 +05:30", "2024-01-01 10:00:00 +0530"},
		{"Mon Jan  2 15:04:05 2006", "2006-01-02 15:04:05 +0000"},
		{"Mon, 2 January 06 15:04:05 EST", "2006-01-02 15:04:05 -0500"},
		{"2 Jan 106 15:04:05-0800", "2006-01-02 15:04:05 -0800"},
		{"2 Jan 2006 25:00:00 Q", "2006-01-02 00:00:00 +0000"},
		{"31 Dec 2016 23:59:60 +0000", "2016-12-31 23:59:59 +0000"},
		{"29 Feb 2024 00:00:00 +9999", "2024-02-29 00:00:00 +0000"},
		{"29 Feb 2023 00:00:00 +0000", ""},
		{"0 Jan 2023", ""},
		{"tomorrow", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got := ""
		if date, ok := SentDate([]byte("Subject: x\r\nDATE: " + tt.in + "\r\nDate: 1 Jan 1970\r\n\r\n")); ok {
			got = date.Format(form)
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
	if _, ok := SentDate([]byte("Subject: x\r\n\r\nDate: 1 Jan 1970\r\n")); ok {
		t.Error("a Date in the body counted")
	}
}
