package local

import (
	"regexp"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// A kind says what values of a field look like in print.
type kind int

const (
	kindText kind = iota
	kindAmount
	kindPercent
	kindDate
	kindIdent // a number or code of the issuer's own making
	kindIBAN
	kindBIC
	kindVATID
	kindEmail
	kindPhone
	kindCurrency
	kindCountry
	kindEnum
	kindBool
	kindName    // of a person or company
	kindAddress // several lines
	kindTime
)

// A field is one leaf of the schema outside lists, prepared for reading.
type field struct {
	node     *schemas.Node
	kind     kind
	party    string         // pointer of the group that describes a person or company, "" for none
	role     role           // in the arithmetic of totals
	start    bool           // begins a period
	end      bool           // ends one
	primary  bool           // the date of the document itself
	pattern  *regexp.Regexp // what texts must look like; nil for anything
	noDigits bool           // a city or region
}

// newField finds out what n is from its type, format and name.
func newField(n *schemas.Node, parents []*schemas.Node) field {
	f := field{node: n, kind: kindOf(n), party: partyOf(parents)}
	f.role = roleOf(n, f.kind)
	f.noDigits = f.kind == kindText && has(nameWords(n), "city", "region")
	if n.Pattern != "" && f.kind == kindText {
		f.pattern, _ = regexp.Compile(n.Pattern) // the schema's validation knows the rest of ECMA 262
	}
	words := nameWords(n)
	f.start = f.kind == kindDate && has(words, "start", "from", "begin", "beginning", "since")
	f.end = f.kind == kindDate && has(words, "end", "to", "until", "till", "through")
	f.primary = f.kind == kindDate && isPrimaryDate(n)
	return f
}

// isPrimaryDate recognises the date that a document carries as its own.
func isPrimaryDate(n *schemas.Node) bool {
	switch n.Name {
	case "date", "issue_date", "invoice_date", "document_date", "issued", "issued_on", "issueDate", "invoiceDate":
		return true
	}
	return n.BT == "BT-2"
}

// partyOf returns the group that holds both a name and something else of a party.
func partyOf(parents []*schemas.Node) string {
	for _, p := range slices.Backward(parents) {
		if p.Property("name") != nil && len(p.Properties) > 1 {
			return p.Pointer
		}
	}
	return ""
}

// kindOf decides by type and format first, then by the name's words.
func kindOf(n *schemas.Node) kind {
	switch n.Format {
	case "date":
		return kindDate
	case "decimal":
		return amountKind(n)
	case "currency":
		return kindCurrency
	case "country":
		return kindCountry
	case "iban":
		return kindIBAN
	case "bic":
		return kindBIC
	case "email":
		return kindEmail
	case "time", "date-time":
		return kindTime
	}
	switch {
	case len(n.Enum) > 0:
		return kindEnum
	case slices.Contains(n.Types, "boolean"):
		return kindBool
	case slices.Contains(n.Types, "number") || slices.Contains(n.Types, "integer"):
		return amountKind(n)
	}
	return kindOfName(nameWords(n))
}

func amountKind(n *schemas.Node) kind {
	if has(nameWords(n), "rate", "percent", "percentage") && !strings.Contains(n.Pointer, "exchange") {
		return kindPercent
	}
	return kindAmount
}

// kindOfName decides by the words of a text field's name.
func kindOfName(words []string) kind {
	last := words[len(words)-1]
	switch {
	case has(words, "iban"):
		return kindIBAN
	case has(words, "bic", "swift"):
		return kindBIC
	case has(words, "email", "mail"):
		return kindEmail
	case has(words, "phone", "telephone", "fax", "mobile"):
		return kindPhone
	case has(words, "vat", "tax") && has(words, "id"):
		return kindVATID
	case has(words, "currency"):
		return kindCurrency
	case last == "address" || last == "lines" && has(words, "address"):
		return kindAddress
	case last == "date":
		return kindDate
	case last == "time":
		return kindTime
	case identWords[last] || has(words, "number", "no", "num"):
		return kindIdent
	case last == "name":
		return kindName
	}
	return kindText
}

var identWords = map[string]bool{
	"number": true, "no": true, "num": true, "nr": true, "id": true, "code": true, "ref": true, "reference": true, "postcode": true,
	"zip": true, "ssn": true, "ein": true, "tin": true, "iban": true, "serial": true,
}

// nameWords splits a property's name: "dueDate", "due_date" and "due-date" are due, date.
func nameWords(n *schemas.Node) []string { return splitName(n.Name) }

func splitName(name string) []string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.' || r == ' ':
			b.WriteByte(' ')
		case r >= 'A' && r <= 'Z' && i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z':
			b.WriteByte(' ')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	words := strings.Fields(strings.ToLower(b.String()))
	if len(words) == 0 {
		return []string{""}
	}
	return words
}

func has(words []string, any ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
}

// folded splits text into folded words.
func folded(text string) []string {
	var words []string
	for w := range strings.FieldsSeq(text) {
		if f := extractors.Fold(w); f != "" {
			words = append(words, f)
		}
	}
	return words
}
