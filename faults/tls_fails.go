package faults

import "errors"

var tlsFails = Kind{
	Name: "tls", Value: "fails",
	Story:  "The TLS handshake, from the first octet or after STARTTLS, ends with an alert. Servers whose certificate has been lost or whose key does not fit do so.",
	Source: ofNetworks, Rule: "tls/negotiated", Acts: Transport,
	wire: func(w *wire) actions {
		return actions{handshake: func() error {
			if !w.acts() {
				return nil
			}
			return errors.New("a fault refuses the handshake")
		}}
	},
}
