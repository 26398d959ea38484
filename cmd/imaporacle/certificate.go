package main

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/pem"
	"fmt"
)

// fingerprint is the SHA-256 of the certificate, as openssl prints it.
func fingerprint(cert tls.Certificate) string {
	sum := sha256.Sum256(cert.Certificate[0])
	text := ""
	for i, b := range sum {
		if i > 0 {
			text += ":"
		}
		text += fmt.Sprintf("%02X", b)
	}
	return text
}

// asPEM is the form in which clients take a certificate to trust.
func asPEM(cert tls.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]})
}
