package evidence

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
)

// contactWords begin lines that say how to reach somebody.
var contactWords = layout.WordSet("tel telp telephone phone ph hp h/p mobile fax facsimile telefon telefono telefone telefoon tlf tfno tel/fax email mail www http https web website")

// IsContact recognises lines that say how to reach the merchant.
func IsContact(s *layout.Sheet, row layout.Span) bool {
	for i := row.From; i < row.To; i++ {
		t := &s.Tokens[i]
		low := strings.ToLower(t.Text)
		if strings.Contains(low, "www.") || strings.Contains(low, "@") && strings.Contains(low, ".") {
			return true
		}
		if contactWords[t.Fold] && (i == s.FirstWord(row) || layout.Ends(t.Text, ':')) {
			return true
		}
	}
	return false
}

// IsPhone recognises a telephone number that nothing labels.
func IsPhone(s *layout.Sheet, row layout.Span) bool {
	text := s.Text(row)
	return layout.CountDigits(text) >= 8 && layout.CountLetters(text) <= 1 && !strings.ContainsAny(text, ":.") &&
		len(extractors.ScanDates(s.Words(row), extractors.OrderUnknown)) == 0
}
