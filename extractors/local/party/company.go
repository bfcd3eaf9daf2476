package party

import (
	"regexp"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// isAddressLine refuses what stands among the lines of an address without being part of it:
// register numbers, telephone numbers, labelled values.
func isAddressLine(s *layout.Sheet, line layout.Span) bool {
	text := s.Text(line)
	if unitWords[s.Tokens[line.From].Fold] && line.To-line.From > 2 {
		text = strings.Replace(text, ":", "", 1) // "Lot No : 20, Level 1"
	}
	if strings.ContainsAny(text, ":@") || strings.HasPrefix(text, "(") || len(text) < 4 {
		return false
	}
	first := s.Tokens[line.From].Fold
	return !notAddress[first]
}

// unitWords begin lines of addresses with the number of a house, a shop or a floor.
var unitWords = layout.WordSet("no lot unit block blok level suite shop")

var notAddress = layout.WordSet("tel telephone phone fax gst vat reg co roc email mail www ust ustid tva siret iban company registration attn")

// partyWords name parties in labels, and companies in specimens and by themselves: "Kunden AG".
var partyWords = layout.WordSet(`customer client kunde kunden klant cliente buyer seller supplier vendor lieferant fournisseur acheteur
	vendeur proveedor fornitore leverancier fornecedor nabywca sprzedawca`)

// isLabelLine reports whether a line of a block labels something rather than names a party. That
// the word for a party is part of a longer text makes it no label.
func isLabelLine(s *layout.Sheet, sp layout.Span) bool {
	if !plan.LabelLike(s, sp) || hasCompanyForm(s, sp) {
		return false
	}
	for i := sp.From; i < sp.To; i++ {
		t := &s.Tokens[i]
		if layout.Ends(t.Text, ':') || plan.LabelWords[t.Fold] && !partyWords[t.Fold] || !plan.LabelWords[t.Fold] && plan.EndsLikeLabel(t.Fold) {
			return true
		}
	}
	return sp.To-sp.From < 2
}

// cleanName takes the marks off a printed name.
func cleanName(text string) string {
	if name, rest, ok := strings.Cut(text, " ("); ok && strings.ContainsAny(rest, "0123456789") {
		text = name // a register number
	}
	text = registerNumber.ReplaceAllString(text, "")
	text = strings.Trim(text, " :;,|•●-–*\"'")
	if evidence.PlausibleName(text) {
		return text
	}
	return ""
}

// registerNumber is the number of a register behind a name, told by the letter that checks it:
// "308282-A".
var registerNumber = regexp.MustCompile(` \d{5,}-[A-Z]$`)

// tradeWords say what a company does: a line of nothing else goes on the name above it.
var tradeWords = layout.WordSet(`enterprise trading restaurant cafe store stores market supermarket hypermarket hardware bakery pharmacy shop
	mart bookstore bookstores company holdings group services handel vertrieb markt backerei apotheke restauration boulangerie
	pharmacie magasin commerce tienda panaderia farmacia negozio panificio winkel bakkerij apotheek sklep piekarnia apteka`)

// hasCompanyForm reports whether a line names a company by its legal form.
func hasCompanyForm(s *layout.Sheet, line layout.Span) bool {
	for i := line.From + 1; i < line.To; i++ {
		t := &s.Tokens[i]
		if evidence.CompanyForms[t.Fold] && t.Text != strings.ToLower(t.Text) && !t.Digit && t.Confidence > 0.5 {
			return !onlyForm(s, line)
		}
	}
	return false
}

// same text as another line of the document proves that a name is more than chance.
func repeated(s *layout.Sheet, name string, except layout.Span) bool {
	want := extractors.Fold(name)
	for _, seg := range s.Segs {
		if seg != except && seg.From != except.From && strings.Contains(s.Fold(seg), want) {
			return true
		}
	}
	return false
}
