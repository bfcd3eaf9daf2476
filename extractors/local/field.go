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
	kindNumber // an amount of something other than money
	kindURL
)

// A field is one leaf of the schema outside lists, prepared for reading.
type field struct {
	node     *schemas.Node
	kind     kind
	group    string            // pointer of the group around it, "" for none and where the schema states labels
	party    string            // pointer of the group that describes a person or company, "" for none
	role     role              // in the arithmetic of totals
	start    bool              // begins a period
	end      bool              // ends one
	primary  bool              // the date of the document itself
	pattern  *regexp.Regexp    // what texts must look like; nil for anything
	noDigits bool              // a city or region
	whole    bool              // an integer
	list     bool              // a list of such values
	alone    bool              // no other party has a field that is labelled so
	choices  map[string]string // what print may say for a value, folded, of an enumeration or a truth
}

// newField finds out what n is from its type, format and name.
func newField(n *schemas.Node, parents []*schemas.Node) field {
	f := field{node: n, kind: kindOf(n), party: partyOf(parents)}
	if len(parents) > 0 && len(n.Labels) == 0 {
		f.group = parents[len(parents)-1].Pointer
	}
	f.role = roleOf(n, f.kind)
	f.whole = slices.Contains(n.Types, "integer") && !slices.Contains(n.Types, "number")
	f.noDigits = f.kind == kindText && has(nameWords(n), "city", "region")
	if n.Pattern != "" && (f.kind == kindText || len(n.Labels) == 0) {
		f.pattern, _ = regexp.Compile(n.Pattern) // the schema's validation knows the rest of ECMA 262
	}
	switch f.kind {
	case kindEnum:
		f.choices = choices(&f)
	case kindBool:
		f.choices = truths
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
		if len(p.Properties) > 1 && slices.ContainsFunc(p.Properties, isNameOf) {
			return p.Pointer
		}
	}
	return ""
}

// isNameOf reports whether a property is the name of what its group describes, in the language of
// the schema: "name", "nazwa", "nombre".
func isNameOf(n *schemas.Node) bool {
	return n.Name == "name" || len(nameWords(n)) == 1 && slices.Equal(words().inEnglish(nameWords(n)), []string{"name"})
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
	case "uri", "url", "iri", "uri-reference":
		return kindURL
	}
	switch {
	case len(n.Enum) > 0:
		return kindEnum
	case slices.Contains(n.Types, "boolean"):
		return kindBool
	case slices.Contains(n.Types, "number") || slices.Contains(n.Types, "integer"):
		return amountKind(n)
	}
	if k := kindOfName(nameWords(n)); k != kindText || len(n.Labels) > 0 {
		return k
	}
	return kindOfName(words().inEnglish(nameWords(n)))
}

func amountKind(n *schemas.Node) kind {
	names := meaning(n)
	switch {
	case has(names, "rate", "percent", "percentage", "pct") && !strings.Contains(n.Pointer, "exchange"):
		return kindPercent
	case n.Format == "decimal" || len(n.Labels) > 0 || isMoney(names):
		return kindAmount
	}
	return kindNumber
}

// moneyWords are in names of fields that hold money.
var moneyWords = wordSet(`amount amt total price fee fees cost costs charge charges tax vat gst net gross balance sum subtotal premium
	rent deposit salary wage wages pay payment payments paid due payable discount tip refund deductible income revenue value
	dollars euros eur usd gbp interest prepayments utilities claimed money cash change principal loan budget turnover profit`)

// isMoney reports whether a name speaks of money, and not of how much there is of something else.
func isMoney(names []string) bool {
	return slices.ContainsFunc(names, func(w string) bool { return moneyWords[w] }) &&
		!has(names, "count", "quantity", "qty", "number", "packages", "credits", "weight", "volume", "pages", "days", "hours", "year")
}

// meaning is the words of a property's name in English: the lexicon knows names of other
// languages.
func meaning(n *schemas.Node) []string {
	names := nameWords(n)
	if len(n.Labels) > 0 {
		return names
	}
	return append(slices.Clone(names), words().inEnglish(names)...)
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
	case has(words, "website", "url", "homepage"):
		return kindURL
	case has(words, "phone", "telephone", "tel", "fax", "mobile"):
		return kindPhone
	case has(words, "vat", "tax") && has(words, "id"):
		return kindVATID
	case has(words, "currency"):
		return kindCurrency
	case last == "address" || last == "addr" || last == "lines" && has(words, "address"):
		return kindAddress
	case last == "date" || has(words, "dob", "birthdate") || slices.Equal(words, birth):
		return kindDate
	case last == "time":
		return kindTime
	case identWords[last] || has(words, "number", "no", "num"), last == "invoice" && len(words) > 1: // the preceding invoice is its number
		return kindIdent
	case last == "name":
		return kindName
	}
	return kindText
}

var birth = []string{"date", "of", "birth"}

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
