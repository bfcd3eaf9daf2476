package local

import (
	"slices"
	"strings"
	"unicode"
)

// Words in names of parties that have no capital or are set apart by a comma, folded.
var (
	nameLinks = wordSet("of the de du la le des del della der den von van y i do da")
	formWords = wordSet(`inc incorporated llc lp llp ltd limited corp corporation co company plc na sa sas sarl gmbh ag kg ohg bv nv spa srl
		sl lda ab as oy pte pty jr sr ii iii iv md phd esq esquire trust bank partners holdings`)
	joinedForms = wordSet("company co sons partners associates brothers bros")
	roleWords   = wordSet(`company employee employer undersigned recipient provider buyer seller party parties agreement director executive
		consultant contractor licensor licensee landlord tenant lessor lessee borrower lender client customer discloser disclosing receiving
		whereas now therefore witnesseth recitals corporation exhibit section effective date first second mieter vermieter arbeitgeber arbeitnehmer bailleur preneur locataire`)
)

// longestName is how many words a name of a party has at most.
const longestName = 12

// nameAt reads the name of a person or company that begins at token i of running text: its
// capitals, up to a comma that no legal form follows. end is the token behind it; ok is false when
// none begins there.
func (s *sheet) nameAt(i int) (name span, ok bool) {
	for i < len(s.tokens) && nameLinks[s.tokens[i].fold] && !hasCapital(s.tokens[i].text) {
		i++
	}
	end := i
	for j := i; j < min(len(s.tokens), i+longestName); j++ {
		t := &s.tokens[j]
		if strings.HasPrefix(t.text, "(") || strings.HasPrefix(t.text, "“") || strings.HasPrefix(t.text, "\"") {
			break
		}
		switch {
		case hasCapital(t.text) && !(j > i && t.fold == "and" && s.tokens[i].text != strings.ToUpper(s.tokens[i].text)):
			if t.fold == "and" && !s.joinsName(j) {
				return span{i, end}, s.isPartyName(span{i, end})
			}
			end = j + 1
		case t.text == "&" || s.joinsName(j) || nameLinks[t.fold] && j > i && j+1 < len(s.tokens) && hasCapital(s.tokens[j+1].text):
		default:
			return span{i, end}, s.isPartyName(span{i, end})
		}
		if s.endsName(j) {
			break
		}
	}
	return span{i, end}, s.isPartyName(span{i, end})
}

// joinsName reports whether an "and" is part of a name: "Eli Lilly and Company".
func (s *sheet) joinsName(j int) bool {
	t := &s.tokens[j]
	return (t.fold == "and" || t.fold == "und" || t.fold == "et") && j+1 < len(s.tokens) && joinedForms[s.tokens[j+1].fold] && hasCapital(s.tokens[j+1].text)
}

// endsName reports whether a mark behind a word ends the name.
func (s *sheet) endsName(j int) bool {
	t := &s.tokens[j]
	last := t.text[len(t.text)-1]
	switch last {
	case ',':
		return j+1 >= len(s.tokens) || !formWords[s.tokens[j+1].fold] || !hasCapital(s.tokens[j+1].text)
	case ';', ':', ')':
		return true
	case '.':
		return !formWords[t.fold] && len(t.fold) > 3
	}
	return false
}

// isPartyName accepts what may name a person or company: two words or a legal form, and no mere
// role in the contract.
func (s *sheet) isPartyName(sp span) bool {
	if sp.from >= sp.to {
		return false
	}
	forms, plain := 0, 0
	for i := sp.from; i < sp.to; i++ {
		switch t := &s.tokens[i]; {
		case formWords[t.fold] && i > sp.from:
			forms++
		case t.letter && !roleWords[t.fold] && !nameLinks[t.fold]:
			plain++
		}
	}
	text := strings.Trim(s.text(sp), " ,.;:")
	return plain > 0 && plain+forms > 1 && plausibleName(text) && len(text) < 90
}

// hasForm reports whether a name has a legal form, so that it is a company's.
func (s *sheet) hasForm(sp span) bool {
	return slices.ContainsFunc(s.tokens[min(sp.from+1, sp.to):sp.to], func(t token) bool { return formWords[t.fold] })
}

func hasCapital(text string) bool { return strings.ContainsFunc(text, unicode.IsUpper) }
