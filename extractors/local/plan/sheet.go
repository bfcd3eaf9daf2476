package plan

import (
	"docpipe/extractors/local/layout"
	"docpipe/pipeline"
)

// LayOut lays out the visible words of a page. Columns begin where words of labels do.
func LayOut(p *pipeline.Page) *layout.Sheet { return layout.New(p, isLabel) }

// LayOut lays a page out for this schema. One that does not say how its fields are labelled is read as
// forms are, cell by cell.
func (p *Plan) LayOut(page *pipeline.Page) *layout.Sheet {
	if p.Stated {
		return LayOut(page)
	}
	return layout.NewForm(page, isLabel)
}

// isLabel reports whether words are those of labels, or what a form calls something.
func isLabel(s *layout.Sheet, sp layout.Span) bool { return LabelLike(s, sp) || KnowsLabel(s.Fold(sp)) }

// KnowsLabel reports whether folded text without spaces is how a form may label something.
func KnowsLabel(fold string) bool { return words().any[fold] != nil }

// LabelWords are what printed labels are made of: a text of such words is the next label, not
// a value.
var LabelWords = layout.WordSet(`date number no nr num code type total amount page invoice order address phone fax email mail tax vat id
	name description quantity price unit reference ref revision period terms payment due customer account estimate agency
	datum nummer rechnung betrag menge preis seite kunde kunden bestellung lieferung telefon steuer zahlung konto anschrift
	facture montant numero prix quantite client adresse commande reference paiement fecha factura importe cantidad precio
	data fattura importo quantita prezzo factuur bedrag aantal prijs klant omschrijving original start end rate`)

// EndsLikeLabel reports whether a compound ends with a word of labels: "Kundennummer".
func EndsLikeLabel(fold string) bool {
	for n := 4; n <= 8 && n+3 <= len(fold); n++ {
		if LabelWords[fold[len(fold)-n:]] {
			return true
		}
	}
	return false
}

// LabelLike reports whether at least half of the words are those of labels.
func LabelLike(s *layout.Sheet, sp layout.Span) bool {
	label, all := 0, 0
	for i := sp.From; i < sp.To; i++ {
		if t := &s.Tokens[i]; t.Fold != "" {
			all++
			if LabelWords[t.Fold] || layout.Ends(t.Text, '#') || EndsLikeLabel(t.Fold) {
				label++
			}
		}
	}
	return all > 0 && 2*label >= all
}
