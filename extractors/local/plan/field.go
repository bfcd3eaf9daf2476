package plan

import (
	"regexp"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/schemas"
)

// A Kind says what values of a field look like in print.
type Kind int

const (
	Text     Kind = iota // any words
	Amount               // money
	Percent              // a rate, in percent
	Date                 // a day
	Ident                // a number or code of the issuer's own making
	IBAN                 // ISO 13616
	BIC                  // ISO 9362
	VATID                // a European VAT number with its country prefix
	Email                // name@host
	Phone                // a telephone or fax number
	Currency             // ISO 4217
	Country              // ISO 3166-1 alpha-2
	Enum                 // one of the members of an enumeration
	Bool                 // a truth
	Name                 // of a person or company
	Address              // several lines
	Time                 // of a day
	Number               // an amount of something other than money
	URL                  // an address of the web
)

// A Field is one leaf of the schema outside lists, prepared for reading.
type Field struct {
	Node     *schemas.Node     // in the schema
	Kind     Kind              // of its values
	Group    string            // pointer of the group around it, "" for none and where the schema states labels
	Party    string            // pointer of the group that describes a person or company, "" for none
	Role     Role              // in the arithmetic of totals
	Start    bool              // begins a period
	End      bool              // ends one
	Primary  bool              // the date of the document itself
	Pattern  *regexp.Regexp    // what texts must look like; nil for anything
	NoDigits bool              // a city or region
	Whole    bool              // an integer
	List     bool              // a list of such values
	Exchange bool              // units of one currency for a unit of another
	alone    map[string]bool   // by language: no other party has a field that is labelled so
	Choices  map[string]string // what print may say for a value, folded, of an enumeration or a truth
}

// newField finds out what n is from its type, format and name.
func newField(n *schemas.Node, parents []*schemas.Node) Field {
	f := Field{Node: n, Kind: kindOf(n), Party: partyOf(parents)}
	if len(parents) > 0 && len(n.Labels) == 0 {
		f.Group = parents[len(parents)-1].Pointer
	}
	f.Role = roleOf(n, f.Kind)
	f.Exchange = f.Kind == Number && isExchange(n)
	f.Whole = slices.Contains(n.Types, "integer") && !slices.Contains(n.Types, "number")
	f.NoDigits = f.Kind == Text && Has(NameWords(n), "city", "region")
	if n.Pattern != "" && (f.Kind == Text || len(n.Labels) == 0) {
		f.Pattern, _ = regexp.Compile(n.Pattern) // the schema's validation knows the rest of ECMA 262
	}
	switch f.Kind {
	case Enum:
		f.Choices = choices(&f)
	case Bool:
		f.Choices = truths
	}
	words := NameWords(n)
	f.Start = f.Kind == Date && Has(words, "start", "from", "begin", "beginning", "since")
	f.End = f.Kind == Date && Has(words, "end", "to", "until", "till", "through")
	if part, _ := f.Part(); len(n.Labels) == 0 {
		f.Start, f.End = f.Start || part == Beginning, f.End || part == Ending
	}
	f.Primary = f.Kind == Date && isPrimaryDate(n)
	return f
}

// isPrimaryDate recognises the date that a document carries as its own.
func isPrimaryDate(n *schemas.Node) bool {
	switch n.Name {
	case "date", "issue_date", "invoice_date", "document_date", "issued", "issued_on", "issueDate", "invoiceDate":
		return true
	}
	return n.BT == "BT-2" || len(n.Labels) == 0 && primaryDates[strings.Join(words().inEnglish(NameWords(n)), "")]
}

// primaryDates are the names of such dates, in English and joined.
var primaryDates = map[string]bool{"date": true, "issuedate": true, "invoicedate": true, "documentdate": true, "letterdate": true}

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
	return n.Name == "name" || len(NameWords(n)) == 1 && slices.Equal(words().inEnglish(NameWords(n)), []string{"name"})
}

// kindOf decides by type and format first, then by the name's words.
func kindOf(n *schemas.Node) Kind {
	switch n.Format {
	case "date":
		return Date
	case "decimal":
		return amountKind(n)
	case "currency":
		return Currency
	case "country":
		return Country
	case "iban":
		return IBAN
	case "bic":
		return BIC
	case "email":
		return Email
	case "time", "date-time":
		return Time
	case "uri", "url", "iri", "uri-reference":
		return URL
	}
	switch {
	case len(n.Enum) > 0:
		return Enum
	case slices.Contains(n.Types, "boolean"):
		return Bool
	case slices.Contains(n.Types, "number") || slices.Contains(n.Types, "integer"):
		return amountKind(n)
	}
	switch k := kindOfName(NameWords(n)); {
	case k == VATID && (IsOfPerson(n) || len(n.Labels) == 0 && !Has(NameWords(n), "vat")): // tax authorities number all who pay
		return Ident
	case k != Text || len(n.Labels) > 0:
		return k
	}
	return kindOfName(words().inEnglish(NameWords(n)))
}

// IsOfPerson reports whether a number tells who somebody is, as its schema says: for taxes it is no VAT
// number, and it prints in groups.
func IsOfPerson(n *schemas.Node) bool { return n.PII == "id_number" }

func amountKind(n *schemas.Node) Kind {
	names := meaning(n)
	switch {
	case isExchange(n):
		return Number
	case Has(names, "rate", "percent", "percentage", "pct"):
		return Percent
	case n.Format == "decimal" || len(n.Labels) > 0 || isMoney(names) || isMoney(append(names, Folded(n.Title)...)):
		return Amount
	}
	return Number
}

// isExchange recognises a rate of exchange: "exchange_rate", or a rate in a group "conversion".
func isExchange(n *schemas.Node) bool {
	said := append(Folded(n.Title), Folded(strings.NewReplacer("/", " ", "_", " ", "-", " ").Replace(n.Pointer))...)
	return Has(meaning(n), "rate") && (Has(said, "exchange", "fx", "conversion") || strings.Contains(n.Pointer, "exchange"))
}

// moneyWords are in names of fields that hold money.
var moneyWords = layout.WordSet(`amount amt total price fee fees cost costs charge charges tax vat gst net gross balance sum subtotal premium
	rent deposit salary wage wages pay payment payments paid due payable discount tip refund deductible income revenue value
	dollars euros eur usd gbp interest prepayments utilities claimed money cash change principal loan budget turnover profit`)

// isMoney reports whether a name speaks of money, and not of how much there is of something else.
func isMoney(names []string) bool {
	return slices.ContainsFunc(names, func(w string) bool { return moneyWords[w] }) &&
		!Has(names, "count", "quantity", "qty", "number", "packages", "credits", "weight", "volume", "pages", "days", "hours", "year")
}

// meaning is the words of a property's name in English: the lexicon knows names of other
// languages.
func meaning(n *schemas.Node) []string {
	names := NameWords(n)
	if len(n.Labels) > 0 {
		return names
	}
	all := append(slices.Clone(names), words().inEnglish(names)...)
	for _, name := range names {
		all = append(all, words().inEnglish([]string{extractors.Fold(name)})...)
	}
	return all
}

// kindOfName decides by the words of a text field's name.
func kindOfName(words []string) Kind {
	last := words[len(words)-1]
	switch {
	case Has(words, "iban"):
		return IBAN
	case Has(words, "bic", "swift"):
		return BIC
	case Has(words, "email", "mail"):
		return Email
	case Has(words, "website", "url", "homepage"):
		return URL
	case Has(words, "phone", "telephone", "tel", "fax", "mobile"):
		return Phone
	case Has(words, "vat", "tax") && Has(words, "id"):
		return VATID
	case Has(words, "currency"):
		return Currency
	case last == "address" || last == "addr" || last == "lines" && Has(words, "address"):
		return Address
	case last == "date" || Has(words, "dob", "birthdate") || slices.Equal(words, birth):
		return Date
	case last == "time":
		return Time
	case identWords[last] || Has(words, "number", "no", "num"), last == "invoice" && len(words) > 1: // the preceding invoice is its number
		return Ident
	case last == "name":
		return Name
	}
	return Text
}

var birth = []string{"date", "of", "birth"}

var identWords = map[string]bool{
	"number": true, "no": true, "num": true, "nr": true, "id": true, "code": true, "ref": true, "reference": true, "postcode": true,
	"zip": true, "ssn": true, "ein": true, "tin": true, "iban": true, "serial": true, "npi": true, "mrn": true,
	"eori": true, "vin": true, "isin": true, "lei": true, "duns": true, "gln": true, "ean": true, "imo": true, "imei": true, "cif": true,
	"nif": true, "dni": true, "nie": true, "siret": true, "siren": true, "kvk": true, "abn": true, "gstin": true, "cnpj": true,
}

// NameWords splits a property's name: "dueDate", "due_date" and "due-date" are due, date.
func NameWords(n *schemas.Node) []string { return splitName(n.Name) }

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

// Has reports whether one of words is any of the others.
func Has(words []string, any ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
}

// Folded splits text into folded words.
func Folded(text string) []string {
	var words []string
	for w := range strings.FieldsSeq(text) {
		if f := extractors.Fold(w); f != "" {
			words = append(words, f)
		}
	}
	return words
}

// IsName reports whether a field is the name of what its group describes, in any language.
func (f *Field) IsName() bool { return isNameOf(f.Node) }
