package archive

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"docpipe/compliance/alike"
	"docpipe/pipeline"
)

// Kinds of traces.
const (
	invoiceTrace  = "invoice"  // supplier and number
	amountTrace   = "amount"   // supplier, amount and date
	seriesTrace   = "series"   // supplier and the number without its last digits
	ibanTrace     = "iban"     // account that is paid, by supplier
	accountTrace  = "account"  // account that a statement is of
	orderTrace    = "order"    // number of a purchase order
	deliveryTrace = "delivery" // order that a delivery note names
	billedTrace   = "billed"   // order that an invoice names
	bytesTrace    = "bytes"    // the same file
	lookTrace     = "look"     // a piece of the look of the first page
	caseTrace     = "case"     // case that documents are gathered in
)

// CaseTrace is what every document of a case leaves.
func CaseTrace(name string) pipeline.Trace { return pipeline.Trace{Kind: caseTrace, Key: name} }

// compact keeps letters and digits, in capitals: identifiers are printed with blanks and dots.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
}

var (
	letterO  = regexp.MustCompile(`(\d)O|O(\d)`)
	zeros    = regexp.MustCompile(`(^|\D)0+(\d)`)
	joints   = regexp.MustCompile(`[^\pL\pN]+`)
	tightens = regexp.MustCompile(`(\pL)-(\pN)|(\pN)-(\pL)|(\pL)-(\pL)`)
)

// number writes a document's number in one way: case, blanks and separators, leading zeros and the
// letter O among digits make no other number. A separator between digits stays: 2026-17 and
// 202617 are two numbers.
func number(text string) string {
	n := strings.Trim(joints.ReplaceAllString(strings.ToUpper(norm.NFKC.String(text)), "-"), "-")
	for range 2 { // neighbours overlap
		n = tightens.ReplaceAllString(n, "$1$3$5$2$4$6")
		n = letterO.ReplaceAllString(n, "${1}0$2")
	}
	return zeros.ReplaceAllString(n, "$1$2")
}

// name writes a company's name in one way: case, accents, punctuation, the order of words and the
// legal form make no other company.
func name(text string) string { return strings.Join(alike.Words(text), " ") }

// suppliers are the keys by which a supplier is found: the VAT id and the name, those that are
// there. Two documents are of one supplier when they share one and do not differ in the VAT id.
func suppliers(vat, called string) []string {
	var keys []string
	if v := compact(vat); v != "" {
		keys = append(keys, "vat:"+v)
	}
	if n := name(called); n != "" {
		keys = append(keys, "name:"+n)
	}
	return keys
}

// series parts a number into what its neighbours share and its place among them: the last run of
// digits counts up.
func series(text string) (prefix, place string) {
	n := number(text)
	end := strings.LastIndexFunc(n, unicode.IsDigit) + 1
	start := end
	for start > 0 && n[start-1] >= '0' && n[start-1] <= '9' {
		start--
	}
	return n[:start] + "#" + n[end:], n[start:end]
}

// holds reports whether a text has the code among its words.
func holds(text, code string) bool {
	for word := range strings.FieldsSeq(text) {
		if compact(word) == code {
			return true
		}
	}
	return false
}
