package party

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// A lineKind says what a line in the head of a slip holds.
type lineKind int

const (
	lineOther    lineKind = iota
	lineTitle             // says what the slip is: the head may go on below
	lineRegister          // the number under which the merchant is registered, for tax or as a company
	lineContact           // telephone, e-mail, web
	linePostal            // part of an address
	lineBody              // the purchase begins: a date, a column heading, a price
)

// headKind tells what a line in the head of a slip holds.
func headKind(r *evidence.Reading, row layout.Span) lineKind {
	s := r.Sheets[0]
	switch text := s.Text(row); {
	case evidence.IsContact(s, row):
		return lineContact
	case isRegister(s, row):
		return lineRegister
	case evidence.IsPhone(s, row):
		return lineContact
	case r.IsPriced(row):
		return lineBody
	case postal(s, row) >= surelyPostal:
		return linePostal
	case beginsBody(r, row):
		return lineBody
	case isTitle(r, row) || isNotice(s, row) || strings.HasSuffix(text, ":"):
		return lineTitle
	case postal(s, row) >= maybePostal:
		return linePostal
	}
	return lineOther
}

// registerWords stand before the numbers under which a merchant is registered.
var registerWords = layout.WordSet(`gst vat reg roc ssm sst co company business br registration regn abn acn uen tin tax nif cif nipc cnpj siret siren rcs
	ust uid steuer ustid tva iva btw kvk nip regon hrb mwst cvr org`)

// isRegister recognises the lines that hold such a number, with or without its name.
func isRegister(s *layout.Sheet, row layout.Span) bool {
	text := s.Text(row)
	letters, digits := layout.CountLetters(text), layout.CountDigits(text)
	switch first := &s.Tokens[s.FirstWord(row)]; {
	case digits < 5:
		return false
	case registerWords[first.Fold] || registerWords[leadingWord(first.Text)]:
		return letters <= 30
	case strings.HasPrefix(text, "("):
		return digits >= letters
	}
	return letters > 0 && letters <= 3 && digits <= 14 && strings.Contains(text, "-")
}

// beginsBody reports whether the purchase itself begins here: a date, a price, or the labels of
// the slip's number, till and columns.
func beginsBody(r *evidence.Reading, row layout.Span) bool {
	s := r.Sheets[0]
	for _, h := range r.Hits[0] {
		if f := &r.Plan.Fields[h.Field]; h.Span.From >= row.From && h.Span.To <= row.To && h.Weight >= 0.8 && h.Span.From == s.FirstWord(row) &&
			f.Party == "" && h.Zone.To < row.To {
			return true
		}
	}
	return len(extractors.ScanDates(s.Words(row), extractors.OrderUnknown)) > 0
}

// isTitle reports whether a line is little more than what documents of this schema are called.
func isTitle(r *evidence.Reading, row layout.Span) bool {
	line := r.Sheets[0].Fold(row)
	for _, titles := range r.Plan.Schema.Titles {
		for _, title := range titles {
			fold := extractors.Fold(title)
			if len(fold) >= 5 && strings.Contains(line, fold) && 2*len(fold) > len(line) {
				return true
			}
		}
	}
	return false
}

// noticeWords are in what slips say to their readers, never in names over them.
var noticeWords = layout.WordSet(`thank thanks welcome goods sold returnable returned refundable exchangeable exchange refund please again keep
	reprint duplicate copy willkommen danke vielen bienvenue merci gracias bienvenido grazie benvenuti bedankt welkom obrigado
	dziekujemy witamy terima kasih selamat datang`)

// isNotice reports whether a line speaks to the customer.
func isNotice(s *layout.Sheet, row layout.Span) bool {
	said := 0
	for i := row.From; i < row.To; i++ {
		if noticeWords[s.Tokens[i].Fold] {
			said++
		}
	}
	return said > 1 || said == 1 && row.To-row.From <= 2
}
