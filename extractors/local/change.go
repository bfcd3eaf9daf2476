package local

// Words of the lines that say what was given and what was given back, folded.
var (
	givenWords = wordSet(`cash tendered tender gegeben bar bargeld erhalten especes recu efectivo entregado contanti contante contant
		ontvangen numerario dinheiro entregue gotowka paid received`)
	changeWords = wordSet(`change ruckgeld wechselgeld zuruck rendu monnaie cambio vuelto resto wisselgeld terug troco reszta`)
)

// addChange reads the total of a slip from what was given less what was given back: it proves
// the total that is printed, and finds it where its own line is illegible.
func (r *reading) addChange() {
	gross := r.sumFields()[roleGross]
	if gross < 0 || len(r.sheets) != 1 {
		return
	}
	given, ok := r.amountOfLine(givenWords)
	if !ok {
		return
	}
	back, ok := r.amountOfLine(changeWords)
	if !ok || abs(back.amount.Ticks) > given.amount.Ticks {
		return
	}
	worth := given.amount.Ticks - abs(back.amount.Ticks)
	if worth == 0 || r.proveGross(worth, "what was given less the change") {
		return
	}
	if options := r.options[gross]; len(options) > 0 && options[0].strength > unsure {
		return
	}
	if o := r.amountsByWorth()[worth]; o.value != "" {
		o.strength, o.places = 0.5, 1
		r.promoteFor(gross, o, "what was given less the change")
	}
}

// amountOfLine returns the amount of the only line that says one of the words, false when
// several amounts differ.
func (r *reading) amountOfLine(words map[string]bool) (candidate, bool) {
	s := r.sheets[0]
	var found candidate
	for _, row := range s.rows {
		said := false
		for i := row.from; i < row.to; i++ {
			said = said || words[s.tokens[i].fold]
		}
		c, ok := r.lastAmount(row)
		switch {
		case !said || !ok:
		case found.value != "" && found.amount.Ticks != c.amount.Ticks:
			return candidate{}, false
		default:
			found = c
		}
	}
	return found, found.value != ""
}
