package barcode

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"docpipe/pipeline"
)

var epcAmount = regexp.MustCompile(`^EUR(\d{1,9}(?:\.\d{1,2})?)$`)

// epc parses the code of a SEPA credit transfer (EPC069-12): lines in a fixed order, the last
// ones may be missing.
//
//	BCD, version 001 or 002, character set 1-8, SCT, BIC, name, IBAN, amount, purpose,
//	structured reference, or text, note
func epc(c pipeline.Code) ([]fact, bool) {
	lines := payload(c.Text)
	if len(lines) < 7 || len(lines) > 12 || lines[0] != "BCD" || !slices.Contains([]string{"001", "002"}, lines[1]) ||
		len(lines[2]) != 1 || lines[2] < "1" || lines[2] > "8" || lines[3] != "SCT" && lines[3] != "INST" {
		return nil, false
	}
	for len(lines) < 12 {
		lines = append(lines, "")
	}
	account := strings.ReplaceAll(lines[6], " ", "")
	sum := epcAmount.FindStringSubmatch(lines[7])
	ok := validIBAN(account) && lines[5] != "" && utf8.RuneCountInString(lines[5]) <= 70 &&
		(lines[4] == "" && lines[1] == "002" || bicForm.MatchString(lines[4])) &&
		(lines[7] == "" || sum != nil) && (lines[9] == "" || lines[10] == "") && len(lines[8]) <= 4 &&
		(!strings.HasPrefix(lines[9], "RF") || validRF(strings.ReplaceAll(lines[9], " ", "")))
	if !ok {
		return nil, false
	}
	f := stater("SEPA credit transfer code")
	f.add(iban, account, lines[6])
	f.add(bic, lines[4], lines[4])
	f.add(creditor, lines[5], lines[5])
	if sum != nil {
		f.add(amount, sum[1], lines[7])
		f.add(currency, "EUR", lines[7])
	}
	f.add(reference, lines[9], lines[9])
	f.addSure(reference, lines[10], lines[10], derived)
	return f.facts, true
}

// payload cuts a text into its lines, without the empty ones at its end.
func payload(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

// A statement gathers the facts of one code.
type statement struct {
	from  string
	facts []fact
}

func stater(from string) *statement { return &statement{from: from} }

func (s *statement) add(m meaning, value, line string) { s.addSure(m, value, line, stated) }

// addSure adds a fact; a value that is empty is none.
func (s *statement) addSure(m meaning, value, line string, sureness float64) {
	if value != "" {
		s.facts = append(s.facts, fact{meaning: m, value: value, line: line, sureness: sureness, from: s.from})
	}
}
