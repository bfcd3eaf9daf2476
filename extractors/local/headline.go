package local

import (
	"strings"
	"unicode"

	"docpipe/extractors"
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
func (r *reading) headKind(row span) lineKind {
	s := r.sheets[0]
	switch text := s.text(row); {
	case isContact(s, row):
		return lineContact
	case isRegister(s, row):
		return lineRegister
	case isPhone(s, row):
		return lineContact
	case r.isPriced(row):
		return lineBody
	case postal(s, row) >= surelyPostal:
		return linePostal
	case r.beginsBody(row):
		return lineBody
	case r.isTitle(row) || isNotice(s, row) || strings.HasSuffix(text, ":"):
		return lineTitle
	case postal(s, row) >= maybePostal:
		return linePostal
	}
	return lineOther
}

// contactWords begin lines that say how to reach somebody.
var contactWords = wordSet("tel telp telephone phone ph hp h/p mobile fax facsimile telefon telefono telefone telefoon tlf tfno tel/fax email mail www http https web website")

// isContact recognises lines that say how to reach the merchant.
func isContact(s *sheet, row span) bool {
	for i := row.from; i < row.to; i++ {
		t := &s.tokens[i]
		low := strings.ToLower(t.text)
		if strings.Contains(low, "www.") || strings.Contains(low, "@") && strings.Contains(low, ".") {
			return true
		}
		if contactWords[t.fold] && (i == s.firstWord(row) || ends(t.text, ':')) {
			return true
		}
	}
	return false
}

// isPhone recognises a telephone number that nothing labels.
func isPhone(s *sheet, row span) bool {
	text := s.text(row)
	return countDigits(text) >= 8 && countLetters(text) <= 1 && !strings.ContainsAny(text, ":.") &&
		len(extractors.ScanDates(s.words(row), extractors.OrderUnknown)) == 0
}

// registerWords stand before the numbers under which a merchant is registered.
var registerWords = wordSet(`gst vat reg roc ssm sst co company business br registration regn abn acn uen tin tax nif cif nipc cnpj siret siren rcs
	ust uid steuer ustid tva iva btw kvk nip regon hrb mwst cvr org`)

// isRegister recognises the lines that hold such a number, with or without its name.
func isRegister(s *sheet, row span) bool {
	text := s.text(row)
	letters, digits := countLetters(text), countDigits(text)
	switch first := &s.tokens[s.firstWord(row)]; {
	case digits < 5:
		return false
	case registerWords[first.fold] || registerWords[leadingWord(first.text)]:
		return letters <= 30
	case strings.HasPrefix(text, "("):
		return digits >= letters
	}
	return letters > 0 && letters <= 3 && digits <= 14 && strings.Contains(text, "-")
}

// firstWord returns the first token of a row that says something.
func (s *sheet) firstWord(row span) int {
	for i := row.from; i < row.to; i++ {
		if s.tokens[i].fold != "" {
			return i
		}
	}
	return row.from
}

func countLetters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// beginsBody reports whether the purchase itself begins here: a date, a price, or the labels of
// the slip's number, till and columns.
func (r *reading) beginsBody(row span) bool {
	s := r.sheets[0]
	for _, h := range r.hits[0] {
		if f := &r.plan.fields[h.field]; h.span.from >= row.from && h.span.to <= row.to && h.weight >= 0.8 && h.span.from == s.firstWord(row) &&
			f.party == "" && h.zone.to < row.to {
			return true
		}
	}
	return len(extractors.ScanDates(s.words(row), extractors.OrderUnknown)) > 0
}

// isPriced reports whether a line ends with a price.
func (r *reading) isPriced(row span) bool {
	_, ok := r.lastAmount(row)
	return ok
}

// isTitle reports whether a line is little more than what documents of this schema are called.
func (r *reading) isTitle(row span) bool {
	line := r.sheets[0].fold(row)
	for _, titles := range r.plan.schema.Titles {
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
var noticeWords = wordSet(`thank thanks welcome goods sold returnable returned refundable exchangeable exchange refund please again keep
	reprint duplicate copy willkommen danke vielen bienvenue merci gracias bienvenido grazie benvenuti bedankt welkom obrigado
	dziekujemy witamy terima kasih selamat datang`)

// isNotice reports whether a line speaks to the customer.
func isNotice(s *sheet, row span) bool {
	said := 0
	for i := row.from; i < row.to; i++ {
		if noticeWords[s.tokens[i].fold] {
			said++
		}
	}
	return said > 1 || said == 1 && row.to-row.from <= 2
}
