package slip

import (
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Words of the lines that say what was given and what was given back, folded.
var (
	givenWords = layout.WordSet(`cash tendered tender gegeben bar bargeld erhalten especes recu efectivo entregado contanti contante contant
		ontvangen numerario dinheiro entregue gotowka paid received`)
	changeWords = layout.WordSet(`change ruckgeld wechselgeld zuruck rendu monnaie cambio vuelto resto wisselgeld terug troco reszta`)
)

// AddChange reads the total of a slip from what was given less what was given back: it proves
// the total that is printed, and finds it where its own line is illegible.
func AddChange(r *evidence.Reading) {
	gross := r.SumFields()[plan.Gross]
	if gross < 0 || len(r.Sheets) != 1 {
		return
	}
	given, ok := amountOfLine(r, givenWords)
	if !ok {
		return
	}
	back, ok := amountOfLine(r, changeWords)
	if !ok || evidence.Abs(back.Amount.Ticks) > given.Amount.Ticks {
		return
	}
	worth := given.Amount.Ticks - evidence.Abs(back.Amount.Ticks)
	if worth == 0 || r.ProveGross(worth, "what was given less the change") {
		return
	}
	if options := r.Options[gross]; len(options) > 0 && options[0].Strength > evidence.Unsure {
		return
	}
	if o := r.AmountsByWorth()[worth]; o.Value != "" {
		o.Strength, o.Places = 0.5, 1
		r.PromoteFor(gross, o, "what was given less the change")
	}
}

// amountOfLine returns the amount of the only line that says one of the words, false when
// several amounts differ.
func amountOfLine(r *evidence.Reading, words map[string]bool) (evidence.Candidate, bool) {
	s := r.Sheets[0]
	var found evidence.Candidate
	for _, row := range s.Rows {
		said := false
		for i := row.From; i < row.To; i++ {
			said = said || words[s.Tokens[i].Fold]
		}
		c, ok := r.LastAmount(row)
		switch {
		case !said || !ok:
		case found.Value != "" && found.Amount.Ticks != c.Amount.Ticks:
			return evidence.Candidate{}, false
		default:
			found = c
		}
	}
	return found, found.Value != ""
}
