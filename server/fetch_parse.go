package server

import (
	"strconv"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

type itemKind int

const (
	itemUID itemKind = iota
	itemFlags
	itemDate
	itemSize
	itemEnvelope
	itemBody
	itemBodyStructure
	itemSection
	itemBinary
	itemBinarySize
	itemModSeq
	itemEmailID  // RFC 8474 §5.3
	itemThreadID // RFC 8474 §5.3
	itemPreview  // RFC 8970 §3
	itemSaveDate
	itemGmailMessage
	itemGmailThread
	itemGmailLabels
)

// fetchItem is one data item of a FETCH (RFC 9051 §6.4.5).
type fetchItem struct {
	kind    itemKind
	class   mailbox.Item
	label   string // the name under which the response repeats it
	section message.Section
	partial *partial
	seen    bool // fetching it sets \Seen
	lazy    bool // PREVIEW (LAZY)
}

// partial is <offset.count>, in octets.
type partial struct{ offset, count int64 }

func (p *partial) of(b []byte) []byte {
	if p == nil {
		return b
	}
	b = b[min(p.offset, int64(len(b))):]
	return b[:min(p.count, int64(len(b)))]
}

func setsSeen(items []fetchItem) bool {
	for _, item := range items {
		if item.seen {
			return true
		}
	}
	return false
}

var (
	uidItem      = fetchItem{kind: itemUID, class: mailbox.ItemFlags}
	flagsItem    = fetchItem{kind: itemFlags, class: mailbox.ItemFlags}
	modSeqItem   = fetchItem{kind: itemModSeq, class: mailbox.ItemFlags} // RFC 7162 §3.1.4.2
	dateItem     = fetchItem{kind: itemDate, class: mailbox.ItemDate}
	sizeItem     = fetchItem{kind: itemSize, class: mailbox.ItemSize}
	envelopeItem = fetchItem{kind: itemEnvelope, class: mailbox.ItemEnvelope}
	bodyItem     = fetchItem{kind: itemBody, class: mailbox.ItemBodyStructure}
)

// fetchMacros stand alone, not in a list (RFC 9051 §6.4.5).
var fetchMacros = map[string][]fetchItem{
	"ALL":  {flagsItem, dateItem, sizeItem, envelopeItem},
	"FAST": {flagsItem, dateItem, sizeItem},
	"FULL": {flagsItem, dateItem, sizeItem, envelopeItem, bodyItem},
}

func readFetch(a *front.Args) (set front.NumSet, items []fetchItem, mods fetchModifiers, err error) {
	if err = a.SP(); err != nil {
		return set, nil, mods, err
	}
	if set, err = a.NumSet(); err != nil {
		return set, nil, mods, err
	}
	if err = a.SP(); err != nil {
		return set, nil, mods, err
	}
	if items, err = readItems(a); err != nil {
		return set, nil, mods, err
	}
	if mods, err = readFetchModifiers(a); err != nil {
		return set, nil, mods, err
	}
	if mods.changed {
		items = withItem(items, modSeqItem) // RFC 7162 §3.1.4.1
	}
	return set, items, mods, a.End()
}

func readItems(a *front.Args) ([]fetchItem, error) {
	var items []fetchItem
	read := func() error {
		name, err := a.Keyword("a FETCH item")
		if err != nil {
			return err
		}
		item, err := readItem(a, name)
		items = append(items, item)
		return err
	}
	if a.Peek() == '(' {
		err := a.List("a list of FETCH items", false, read)
		return items, err
	}
	name, err := a.Keyword("a FETCH item")
	if err != nil {
		return nil, err
	}
	if macro, ok := fetchMacros[name]; ok {
		return macro, nil
	}
	item, err := readItem(a, name)
	return []fetchItem{item}, err
}

// readItem reads what follows an item's name.
func readItem(a *front.Args, name string) (fetchItem, error) {
	whole := fetchItem{kind: itemSection, label: name, class: mailbox.ItemBody}
	switch name {
	case "UID":
		return uidItem, nil
	case "FLAGS":
		return flagsItem, nil
	case "MODSEQ":
		return modSeqItem, nil
	case "INTERNALDATE":
		return dateItem, nil
	case "SAVEDATE":
		return saveDateItem, nil
	case "RFC822.SIZE":
		return sizeItem, nil
	case "ENVELOPE":
		return envelopeItem, nil
	case "BODYSTRUCTURE":
		return fetchItem{kind: itemBodyStructure, class: mailbox.ItemBodyStructure}, nil
	case "EMAILID":
		return fetchItem{kind: itemEmailID, class: mailbox.ItemFlags}, nil
	case "THREADID":
		return fetchItem{kind: itemThreadID, class: mailbox.ItemFlags}, nil
	case "PREVIEW":
		return readPreview(a)
	case "RFC822": // the obsolete names of BODY[] and its sections, RFC 3501 §6.4.5
		whole.seen = true
		return whole, nil
	case "RFC822.HEADER":
		whole.class, whole.section.Kind = mailbox.ItemHeader, message.Header
		return whole, nil
	case "RFC822.TEXT":
		whole.section.Kind, whole.seen = message.Text, true
		return whole, nil
	case "BODY", "BODY.PEEK":
		if a.Peek() != '[' && name == "BODY" {
			return bodyItem, nil
		}
		return readSection(a, name == "BODY")
	case "BINARY", "BINARY.PEEK":
		return readBinary(a, fetchItem{kind: itemBinary, label: "BINARY", class: mailbox.ItemBody, seen: name == "BINARY"})
	case "BINARY.SIZE":
		return readBinary(a, fetchItem{kind: itemBinarySize, label: name, class: mailbox.ItemBody})
	}
	if kind, ok := gmailItems[name]; ok {
		return fetchItem{kind: kind, label: name, class: mailbox.ItemFlags}, nil
	}
	return fetchItem{}, front.Bad("Unknown FETCH item %.40s", name)
}

// readSection reads "[section]" and "<partial>".
func readSection(a *front.Args, seen bool) (fetchItem, error) {
	item := fetchItem{kind: itemSection, class: mailbox.ItemBody, seen: seen}
	if err := a.Expect('['); err != nil {
		return item, err
	}
	label, err := sectionSpec(a, &item)
	if err != nil {
		return item, err
	}
	if err := a.Expect(']'); err != nil {
		return item, err
	}
	item.label = "BODY[" + label + "]"
	return item, readPartial(a, &item)
}

// sectionSpec reads part numbers and a specifier; both may be missing.
func sectionSpec(a *front.Args, item *fetchItem) (string, error) {
	var label strings.Builder
	for a.Peek() >= '1' && a.Peek() <= '9' {
		n, err := a.Number("a part number")
		if err != nil {
			return "", err
		}
		if len(item.section.Path) > 0 {
			label.WriteByte('.')
		}
		item.section.Path = append(item.section.Path, int(n))
		label.WriteString(strconv.Itoa(int(n)))
		if !a.Accept('.') {
			return label.String(), nil
		}
	}
	if len(item.section.Path) == 0 && a.Peek() == ']' {
		return "", nil
	}
	if len(item.section.Path) > 0 {
		label.WriteByte('.')
	}
	word, err := a.Keyword("a section")
	if err != nil {
		return "", err
	}
	label.WriteString(word)
	item.class = mailbox.ItemHeader
	switch word {
	case "HEADER":
		item.section.Kind = message.Header
	case "TEXT":
		item.section.Kind, item.class = message.Text, mailbox.ItemBody
	case "MIME":
		item.section.Kind = message.MIME
		if len(item.section.Path) == 0 {
			return "", front.Bad("MIME needs a part number before it")
		}
	case "HEADER.FIELDS", "HEADER.FIELDS.NOT":
		item.section.Kind = message.HeaderFields
		if word != "HEADER.FIELDS" {
			item.section.Kind = message.HeaderFieldsNot
		}
		err := readFieldNames(a, item, &label)
		return label.String(), err
	default:
		return "", front.Bad("Unknown section %.40s", word)
	}
	return label.String(), nil
}

// readFieldNames reads the list after HEADER.FIELDS.
func readFieldNames(a *front.Args, item *fetchItem, label *strings.Builder) error {
	if err := a.SP(); err != nil {
		return err
	}
	err := a.List("a list of field names", false, func() error {
		name, err := a.Astring("a field name")
		if err == nil && strings.ContainsAny(name, "\x00\r\n") {
			err = front.Bad("A field name may not contain NUL, CR or LF")
		}
		item.section.Fields = append(item.section.Fields, name)
		return err
	})
	if err != nil {
		return err
	}
	quoted := make([]string, len(item.section.Fields))
	for i, name := range item.section.Fields {
		quoted[i] = front.Quote(name)
	}
	label.WriteString(" (" + strings.Join(quoted, " ") + ")")
	return nil
}

// readBinary reads "[part numbers]" and "<partial>" (RFC 9051 §9,
// section-binary).
func readBinary(a *front.Args, item fetchItem) (fetchItem, error) {
	if err := a.Expect('['); err != nil {
		return item, err
	}
	label := item.label + "["
	for a.Peek() != ']' {
		if len(item.section.Path) > 0 {
			if err := a.Expect('.'); err != nil {
				return item, err
			}
			label += "."
		}
		n, err := a.Number("a part number")
		if err != nil {
			return item, err
		}
		if n == 0 {
			return item, front.Bad("There is no part 0")
		}
		item.section.Path = append(item.section.Path, int(n))
		label += strconv.Itoa(int(n))
	}
	a.Accept(']')
	item.label = label + "]"
	if item.kind == itemBinarySize {
		return item, nil
	}
	return item, readPartial(a, &item)
}

// readPartial reads "<offset.count>" if it is there. The response repeats the
// offset alone.
func readPartial(a *front.Args, item *fetchItem) error {
	if !a.Accept('<') {
		return nil
	}
	var p partial
	var err error
	if p.offset, err = a.Number64("an offset in octets"); err != nil {
		return err
	}
	if err = a.Expect('.'); err != nil {
		return err
	}
	if p.count, err = a.Number64("a number of octets"); err != nil {
		return err
	}
	if p.count == 0 {
		return front.Bad("A partial fetch takes at least one octet")
	}
	item.partial = &p
	item.label += "<" + strconv.FormatInt(p.offset, 10) + ">"
	return a.Expect('>')
}
