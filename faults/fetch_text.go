package faults

import (
	"bytes"
	"fmt"
	"net"
	"strconv"
	"strings"
)

var fetchLiteralShort = Kind{
	Name: "fetch-literal", Value: "short",
	Story:  "The literal of a message's text is shorter than its announcement says, so that the client takes what comes behind it for text, and waits.",
	Source: "MailKit issue 361", Rule: "syntax/literal", Acts: Response,
	Params: []Param{countParam("octets", "3", "how many octets are missing at most")},
	wire: rewritesFetch(func(w *wire, f *fetched) []byte {
		i := f.item("BODY[")
		if i == nil || !bytes.HasPrefix(i.value, []byte("{")) || i.text() == "" {
			return nil
		}
		i.value = i.value[:len(i.value)-min(w.number("octets"), len(i.text()))]
		return f.bytes()
	}),
}

var fetchSizeWrong = Kind{
	Name: "fetch-size", Value: "wrong",
	Story:  "RFC822.SIZE is larger than the text that is served, as of a server that tells the size of another form of the message. hMailServer and GreenMail did so.",
	Source: "hMailServer issue 476, GreenMail issue 967", Rule: "fetch/size-exact", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		i := f.item("RFC822.SIZE")
		if i == nil {
			return nil
		}
		n, err := strconv.Atoi(string(i.value))
		if err != nil {
			return nil
		}
		i.value = fmt.Append(nil, n+2)
		return f.bytes()
	}),
}

var fetchBodySubstitute = Kind{
	Name: "fetch-body", Value: "substitute",
	Story:  "In place of the text of a message comes a letter of the server's, which says that the message could not be retrieved, tagged OK. Exchange does so, and clients keep the letter for good.",
	Source: "OfflineIMAP issue 62", Rule: "fetch/size-exact", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		i := f.item("BODY[]")
		if i == nil {
			return nil
		}
		i.setText("From: Mail server <postmaster@localhost>\r\n" +
			"Subject: Message retrieval failed\r\n\r\n" +
			"The server was unable to convert this message.\r\n")
		return f.bytes()
	}),
}

var fetchPartialCrash = Kind{
	Name: "fetch-partial", Value: "crash",
	Story:  "A partial FETCH that begins past the end of the text ends the connection, as what served it has crashed. hMailServer did so.",
	Source: "hMailServer issue 524", Rule: "bye/before-close", Acts: Response,
	wire: rewritesFetch(func(w *wire, f *fetched) []byte {
		i := f.item("BODY[")
		if i == nil || !strings.HasSuffix(i.name, ">") || strings.HasSuffix(i.name, "<0>") || i.text() != "" {
			return nil
		}
		if !w.actsOn(f) {
			return nil
		}
		w.ending = net.ErrClosed
		return []byte{}
	}),
}
