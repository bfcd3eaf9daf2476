package local

import (
	"slices"
	"strings"

	"docpipe/extractors"
)

// Words of sentences about paying, folded. Sentences have no label; these words are what all of
// them share, whoever writes them.
var (
	payWords = wordSet(`zahlbar zahlung zahlen bezahlen bezahlung begleichen uberweisen uberweisung zahlungseingang fallig payable
		payment payments pay due remit remittance transfer settle settlement paiement reglement payer regler virement payables
		pagar pago pagadero abonar transferencia pagamento pagare bonifico betaling betalen betaalbaar voldoen overmaken
		transferencia platnosc platne zaplaty przelew przelewu`)
	dayWords = wordSet(`tag tage tagen werktage werktagen kalendertage kalendertagen woche wochen monat monate monaten day days week weeks
		month months jour jours semaine semaines mois dia dias giorno giorni dag dagen weken dni`)
	onceWords = wordSet(`sofort erhalt receipt immediately reception comptant contado vista ricevimento ontvangst odbiorze`)
	netWords  = wordSet(`net netto rein`)
	nearWords = wordSet(`innerhalb von binnen in within sous a to dans entro dentro de en binnen ciagu w spatestens`)
	askWords  = wordSet(`geben gib angabe angeben nennen vermerken verwenden verwendungszweck quote state mention include use using
		reference rappeler indiquer mentionner preciser rappelant indiquant indicar mencionar indicare citare causale vermelden vermelding
		onder indique podac tytule`)
)

// addTerms reads what sentences say about paying: the terms, the last day, and what the payer is
// to quote.
func (r *reading) addTerms() {
	terms, reference, due := r.plan.prose.terms, r.plan.prose.reference, r.plan.prose.due
	if terms < 0 && reference < 0 && due < 0 {
		return
	}
	for n, s := range r.sheets {
		for i := range s.tokens {
			if t := &s.tokens[i]; t.digit || !payWords[t.fold] && !netWords[t.fold] || r.skip[n][s.rowOf[i]] {
				continue
			}
			words := s.sentenceAt(i)
			if o, ok := s.termsIn(n, words, i); ok && terms >= 0 {
				r.addPhrased(terms, o)
			}
			if o, ok := r.referenceIn(n, words); ok && reference >= 0 {
				r.addPhrased(reference, o)
			}
			if o, ok := r.dueDay(n, words, i); ok && due >= 0 {
				r.addPhrased(due, o)
			}
		}
	}
}

// addPhrased puts what a sentence says behind what a label says better, and before a label
// that is part of the sentence itself.
func (r *reading) addPhrased(i int, o option) {
	options := slices.DeleteFunc(r.options[i], func(other option) bool {
		if other.value == o.value {
			o.strength = max(o.strength, other.strength)
		}
		return other.sheet == o.sheet && (other.value == o.value || other.span.from >= o.span.from && other.span.to <= o.span.to)
	})
	r.options[i] = append(options, o)
	sortOptions(r.options[i])
}

// sureSentence is the strength of a sentence that can mean nothing else.
const sureSentence = 0.92

// termsIn reads the terms of payment in a sentence from its word for paying, at token pay: "payable
// within 30 days", "14 Tage netto".
func (s *sheet) termsIn(n int, words sentence, pay int) (option, bool) {
	at := slices.Index(words, pay)
	from, ok := s.dueIn(words, at)
	if !ok {
		return option{}, false
	}
	for from > 0 && payWords[s.tokens[words[from-1]].fold] && !ends(s.tokens[words[from-1]].text, ':') {
		from--
	}
	return s.phrased(n, words[from:], sureSentence), true
}

// dueIn finds a number of days, or a word such as "sofort", beside the word for paying, and
// returns where the terms begin.
func (s *sheet) dueIn(words sentence, at int) (from int, ok bool) {
	fold := func(i int) string { return s.tokens[words[i]].fold }
	net := netWords[fold(at)]
	for i := at + 1; i < min(at+9, len(words)) && !net; i++ {
		if s.isDays(words, i) || i < at+5 && onceWords[fold(i)] {
			return at, true
		}
	}
	for i := at - 1; i >= max(at-10, 0); i-- {
		if s.isDays(words, i) && (!net || i >= at-2) {
			for i > 0 && nearWords[fold(i-1)] {
				i--
			}
			return i, true
		}
	}
	return 0, false
}

// isDays reports whether a number of days begins at word i of a sentence.
func (s *sheet) isDays(words sentence, i int) bool {
	number := strings.Trim(s.tokens[words[i]].text, "().,")
	return len(number) <= 3 && isNumber(number) && i+1 < len(words) && dayWords[s.tokens[words[i+1]].fold]
}

// referenceIn reads what a sentence asks the payer to quote: its only number or code. That
// it is the number of the document proves it.
func (r *reading) referenceIn(n int, words sentence) (option, bool) {
	s := r.sheets[n]
	asks := false
	var found []candidate
	for _, i := range words {
		asks = asks || askWords[s.tokens[i].fold]
		if c := appendIdent(nil, s, i); len(c) > 0 && c[0].fit >= 0.9 && !isCounted(s, i) {
			found = append(found, c[0])
		}
	}
	if !asks || len(found) != 1 {
		return option{}, false
	}
	o := option{value: found[0].value, sheet: n, span: found[0].span, strength: 0.85, places: 1}
	o.value = strings.TrimRight(o.value, ".,")
	for i := range r.plan.fields {
		f := &r.plan.fields[i]
		if f.node.Pointer == "/number" && len(r.options[i]) > 0 && extractors.Fold(r.options[i][0].value) == extractors.Fold(o.value) {
			o.strength, o.proven = sureSentence, "the number of the document"
		}
	}
	return o, true
}

// isCounted reports whether a number counts what follows it, such as days.
func isCounted(s *sheet, i int) bool {
	return i+1 < len(s.tokens) && (dayWords[s.tokens[i+1].fold] || s.tokens[i+1].text == "%") || strings.HasSuffix(s.tokens[i].text, "%")
}
