package clause

import (
	"slices"
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// Words in names of parties that have no capital or are set apart by a comma, folded.
var (
	nameLinks = layout.WordSet("of the de du la le des del della der den von van y i do da")
	formWords = layout.WordSet(`inc incorporated llc lp llp ltd limited corp corporation co company plc na sa sas sarl gmbh ag kg ohg bv nv spa srl
		sl lda ab as oy pte pty jr sr ii iii iv md phd esq esquire trust bank partners holdings`)
	joinedForms = layout.WordSet("company co sons partners associates brothers bros")
	roleWords   = layout.WordSet(`company employee employer undersigned recipient provider buyer seller party parties agreement director executive
		consultant contractor licensor licensee landlord tenant lessor lessee borrower lender client customer discloser disclosing receiving
		whereas now therefore witnesseth recitals corporation exhibit section effective date first second mieter vermieter arbeitgeber arbeitnehmer bailleur preneur locataire`)
)

// longestName is how many words a name of a party has at most.
const longestName = 12

// nameAt reads the name of a person or company that begins at token i of running text: its
// capitals, up to a comma that no legal form follows. end is the token behind it; ok is false when
// none begins there.
func nameAt(s *layout.Sheet, i int) (name layout.Span, ok bool) {
	for i < len(s.Tokens) && nameLinks[s.Tokens[i].Fold] && !layout.HasCapital(s.Tokens[i].Text) {
		i++
	}
	end := i
	for j := i; j < min(len(s.Tokens), i+longestName); j++ {
		t := &s.Tokens[j]
		if strings.HasPrefix(t.Text, "(") || strings.HasPrefix(t.Text, "“") || strings.HasPrefix(t.Text, "\"") {
			break
		}
		switch {
		case layout.HasCapital(t.Text) && !(j > i && t.Fold == "and" && s.Tokens[i].Text != strings.ToUpper(s.Tokens[i].Text)):
			if t.Fold == "and" && !joinsName(s, j) {
				return layout.Span{From: i, To: end}, isPartyName(s, layout.Span{From: i, To: end})
			}
			end = j + 1
		case t.Text == "&" || joinsName(s, j) || nameLinks[t.Fold] && j > i && j+1 < len(s.Tokens) && layout.HasCapital(s.Tokens[j+1].Text):
		default:
			return layout.Span{From: i, To: end}, isPartyName(s, layout.Span{From: i, To: end})
		}
		if endsName(s, j) {
			break
		}
	}
	return layout.Span{From: i, To: end}, isPartyName(s, layout.Span{From: i, To: end})
}

// joinsName reports whether an "and" is part of a name: "Eli Lilly and Company".
func joinsName(s *layout.Sheet, j int) bool {
	t := &s.Tokens[j]
	return (t.Fold == "and" || t.Fold == "und" || t.Fold == "et") && j+1 < len(s.Tokens) && joinedForms[s.Tokens[j+1].Fold] && layout.HasCapital(s.Tokens[j+1].Text)
}

// endsName reports whether a mark behind a word ends the name.
func endsName(s *layout.Sheet, j int) bool {
	t := &s.Tokens[j]
	last := t.Text[len(t.Text)-1]
	switch last {
	case ',':
		return j+1 >= len(s.Tokens) || !formWords[s.Tokens[j+1].Fold] || !layout.HasCapital(s.Tokens[j+1].Text)
	case ';', ':', ')':
		return true
	case '.':
		return !formWords[t.Fold] && len(t.Fold) > 3
	}
	return false
}

// isPartyName accepts what may name a person or company: two words or a legal form, and no mere
// role in the contract.
func isPartyName(s *layout.Sheet, sp layout.Span) bool {
	if sp.From >= sp.To {
		return false
	}
	forms, plain := 0, 0
	for i := sp.From; i < sp.To; i++ {
		switch t := &s.Tokens[i]; {
		case formWords[t.Fold] && i > sp.From:
			forms++
		case t.Letter && !roleWords[t.Fold] && !nameLinks[t.Fold]:
			plain++
		}
	}
	text := strings.Trim(s.Text(sp), " ,.;:")
	return plain > 0 && plain+forms > 1 && evidence.PlausibleName(text) && len(text) < 90
}

// hasForm reports whether a name has a legal form, so that it is a company's.
func hasForm(s *layout.Sheet, sp layout.Span) bool {
	return slices.ContainsFunc(s.Tokens[min(sp.From+1, sp.To):sp.To], func(t layout.Token) bool { return formWords[t.Fold] })
}
