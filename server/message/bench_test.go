package message

import (
	"strings"
	"testing"
)

// A message of 4 kB as mail servers deliver it: trace fields, two alternatives.
var ordinary = crlf(`Return-Path: <alice@example.org>
Received: from mx.example.org (mx.example.org [192.0.2.1])
	by mail.example.com (Postfix) with ESMTPS id 4C1D2
	for <bob@example.com>; Mon, 1 Jan 2024 10:00:00 +0100 (CET)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail;
	bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; h=From:To:Subject:Date;
	b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR
Date: Mon, 1 Jan 2024 10:00:00 +0100
From: "Alice A." <alice@example.org>
To: Bob <bob@example.com>, Carol <carol@example.com>
Cc: team@example.org
Subject: =?utf-8?q?Minutes_of_the_meeting?= and what follows
In-Reply-To: <1@example.com>
Message-ID: <2@example.org>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_b1"

--=_b1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

` + strings.Repeat("The quick brown fox jumps over the lazy dog, again and again.\n", 22) + `
--=_b1
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

` + strings.Repeat("<p>The quick brown fox jumps over the lazy dog again.</p>=20\n", 22) + `
--=_b1--
`)

func BenchmarkAppendEnvelope(b *testing.B) {
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		dst = AppendEnvelope(dst[:0], ordinary)
	}
}

func BenchmarkParseAndAppendBodyStructure(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(ordinary)))
	var dst []byte
	for b.Loop() {
		dst = Parse(ordinary).AppendBodyStructure(dst[:0], ordinary)
	}
}

func BenchmarkHeaderFields(b *testing.B) {
	b.ReportAllocs()
	s := Section{Kind: HeaderFields, Fields: []string{"From", "To", "Subject", "Date"}}
	var buf []byte
	for b.Loop() {
		buf, _ = TopSection(buf[:0], ordinary, s)
	}
}

func BenchmarkSearchBody(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(ordinary)))
	p, key := Parse(ordinary), NewKey("Not There")
	for b.Loop() {
		for text := range p.BodyText(ordinary) {
			key.In(text)
		}
	}
}

func BenchmarkSentDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		SentDate(ordinary)
	}
}
