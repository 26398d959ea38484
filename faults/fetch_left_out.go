package faults

import (
	"slices"
	"strings"
)

var fetchRFC822Dropped = Kind{
	Name: "fetch-rfc822", Value: "dropped",
	Story:  "The items RFC822, RFC822.HEADER and RFC822.TEXT are left out of the answer without a word. iCloud did so; clients of the old form got empty messages.",
	Source: "modern-email defects issue 36", Rule: "fetch/complete", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		return f.without(func(i item) bool {
			return slices.Contains([]string{"RFC822", "RFC822.HEADER", "RFC822.TEXT"}, i.name)
		})
	}),
}

var fetchPeekNoData = Kind{
	Name: "fetch-peek", Value: "no-data",
	Story:  "FETCH of BODY.PEEK is answered OK, but the text is not there. Exchange answered so for messages that it could not convert.",
	Source: "OfflineIMAP issue 62", Rule: "fetch/complete", Acts: Response,
	wire: rewritesFetch(func(w *wire, f *fetched) []byte {
		if !fetches(w.talk.command()) || !strings.Contains(strings.ToUpper(string(w.talk.During.Args().Rest())), "BODY.PEEK[") {
			return nil
		}
		return f.without(func(i item) bool { return strings.HasPrefix(i.name, "BODY[") })
	}),
}

var fetchBodyMissingValue = Kind{
	Name: "fetch-body", Value: "missing-value",
	Story:  "BODY[] stands in the answer without a value, so that what comes next is taken for it. Yandex did so.",
	Source: "MailKit issue 1708 and its workaround", Rule: "syntax/missing-value", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		i := f.item("BODY[")
		if i == nil {
			return nil
		}
		i.value = nil
		return []byte(strings.Replace(string(f.bytes()), i.name+" ", i.name, 1))
	}),
}

var modSeqOmitted = Kind{
	Name: "modseq", Value: "omitted",
	Story:  "CONDSTORE is advertised and enabled, but FETCH responses hold no MODSEQ. SmarterMail did so, and clients asked for everything again each time.",
	Source: "Closeio sync-engine pull request 504", Rule: "modseq/told", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		return f.without(func(i item) bool { return i.name == "MODSEQ" })
	}),
}

// without is nil if there is nothing to leave out. If nothing else is left, so
// is the response.
func (f *fetched) without(dropped func(item) bool) []byte {
	if !f.drop(dropped) {
		return nil
	}
	if len(f.items) == 0 {
		return []byte{}
	}
	return f.bytes()
}
