package local

import (
	"slices"
	"strings"

	"docpipe/extractors"
)

// isAddressLine refuses what stands among the lines of an address without being part of it:
// register numbers, telephone numbers, labelled values.
func isAddressLine(s *sheet, line span) bool {
	text := s.text(line)
	if unitWords[s.tokens[line.from].fold] && line.to-line.from > 2 {
		text = strings.Replace(text, ":", "", 1) // "Lot No : 20, Level 1"
	}
	if strings.ContainsAny(text, ":@") || strings.HasPrefix(text, "(") || len(text) < 4 {
		return false
	}
	first := s.tokens[line.from].fold
	return !notAddress[first]
}

// unitWords begin lines of addresses with the number of a house, a shop or a floor.
var unitWords = wordSet("no lot unit block blok level suite shop")

var notAddress = wordSet("tel telephone phone fax gst vat reg co roc email mail www ust ustid tva siret iban company registration attn")

// partyWords name parties in labels, and companies in specimens and by themselves: "Kunden AG".
var partyWords = wordSet(`customer client kunde kunden klant cliente buyer seller supplier vendor lieferant fournisseur acheteur
	vendeur proveedor fornitore leverancier fornecedor nabywca sprzedawca`)

// isLabelLine reports whether a line of a block labels something rather than names a party. That
// the word for a party is part of a longer text makes it no label.
func isLabelLine(s *sheet, sp span) bool {
	if !labelLike(s, sp) || hasCompanyForm(s, sp) {
		return false
	}
	for i := sp.from; i < sp.to; i++ {
		t := &s.tokens[i]
		if ends(t.text, ':') || labelWords[t.fold] && !partyWords[t.fold] || !labelWords[t.fold] && endsLikeLabel(t.fold) {
			return true
		}
	}
	return sp.to-sp.from < 2
}

// hasPostcode reports whether a line holds a number like a postcode beside a name of a place.
func hasPostcode(s *sheet, line span) bool {
	letters, code := 0, false
	for i := line.from; i < line.to; i++ {
		text := strings.Trim(s.tokens[i].text, ",.;()")
		if _, after, ok := strings.Cut(text, ","); ok {
			text = after // "Tampoi,81200"
		}
		_, after, ok := strings.Cut(text, "-")
		if ok && len(text)-len(after) <= 3 {
			text = after
		}
		switch {
		case isNumber(text) && len(text) >= 4 && len(text) <= 6:
			code = true
		case s.tokens[i].letter:
			letters += len(s.tokens[i].fold)
		}
	}
	return code && letters > 2
}

// streetEnds end the names of streets, streetStarts begin them.
var (
	streetEnds   = []string{"strasse", "str", "weg", "gasse", "platz", "allee", "ufer", "ring", "damm", "straat", "laan", "gatan", "vej", "street", "road", "avenue", "lane"}
	streetStarts = wordSet("rue avenue av boulevard bd quai chemin place allee impasse route via viale piazza corso calle rua avenida ulica ul")
)

// isStreet reports whether text is a street with its number: no name, though it stands where
// names stand.
func isStreet(text string) bool {
	words := folded(text)
	if len(words) < 2 {
		return false
	}
	last, first := words[len(words)-1], words[0]
	if isNumber(first) && streetStarts[words[1]] || streetStarts[first] && isNumber(last) {
		return true
	}
	numbered := last[0] >= '0' && last[0] <= '9' && len(last) <= 4
	return numbered && slices.ContainsFunc(streetEnds, func(end string) bool { return strings.HasSuffix(words[len(words)-2], end) })
}

// isPlace reports whether text is a postcode and its city.
func isPlace(text string) bool {
	p, ok := extractors.ReadPlace(strings.Fields(text))
	return ok && p.Postcode[0] == 0
}

// cleanName takes the marks off a printed name.
func cleanName(text string) string {
	if name, rest, ok := strings.Cut(text, " ("); ok && strings.ContainsAny(rest, "0123456789") {
		text = name // a register number
	}
	text = strings.Trim(text, " :;,|•●-–*\"'")
	if plausibleName(text) {
		return text
	}
	return ""
}

// tradeWords say what a company does: a line of nothing else goes on the name above it.
var tradeWords = wordSet(`enterprise trading restaurant cafe store stores market supermarket hypermarket hardware bakery pharmacy shop
	mart bookstore bookstores company holdings group services handel vertrieb markt backerei apotheke restauration boulangerie
	pharmacie magasin commerce tienda panaderia farmacia negozio panificio winkel bakkerij apotheek sklep piekarnia apteka`)

// forms of companies, folded, in the countries of the shipped labels.
var companyForms = func() map[string]bool {
	set := map[string]bool{}
	for form := range strings.FieldsSeq(`gmbh ag kg ohg gbr ug ev eg ltd limited inc llc llp plc corp corporation co sa sas sarl
		eurl sasu snc sl slu sau spa srl srls bv nv vof lda sgps sp zoo spzoo bhd sdn pty pvt pte oy ab as aps kft sro`) {
		set[form] = true
	}
	return set
}()

// hasCompanyForm reports whether a line names a company by its legal form.
func hasCompanyForm(s *sheet, line span) bool {
	for i := line.from + 1; i < line.to; i++ {
		t := &s.tokens[i]
		if companyForms[t.fold] && t.text != strings.ToLower(t.text) && !t.digit && t.confidence > 0.5 {
			return !onlyForm(s, line)
		}
	}
	return false
}

// same text as another line of the document proves that a name is more than chance.
func repeated(s *sheet, name string, except span) bool {
	want := extractors.Fold(name)
	for _, seg := range s.segs {
		if seg != except && seg.from != except.from && strings.Contains(s.fold(seg), want) {
			return true
		}
	}
	return false
}

// fold is the words of a span, folded and joined.
func (s *sheet) fold(sp span) string {
	var b strings.Builder
	for i := sp.from; i < sp.to; i++ {
		b.WriteString(s.tokens[i].fold)
	}
	return b.String()
}
