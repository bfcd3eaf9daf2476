package clause

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// Words of sentences about paying, folded. Sentences have no label; these words are what all of
// them share, whoever writes them.
var (
	payWords = layout.WordSet(`zahlbar zahlung zahlen bezahlen bezahlung begleichen uberweisen uberweisung zahlungseingang fallig payable
		payment payments pay due remit remittance transfer settle settlement paiement reglement payer regler virement payables
		pagar pago pagadero abonar transferencia pagamento pagare bonifico betaling betalen betaalbaar voldoen overmaken
		transferencia platnosc platne zaplaty przelew przelewu`)
	dayWords = layout.WordSet(`tag tage tagen werktage werktagen kalendertage kalendertagen woche wochen monat monate monaten day days week weeks
		month months jour jours semaine semaines mois dia dias giorno giorni dag dagen weken dni`)
	onceWords = layout.WordSet(`sofort erhalt receipt immediately reception comptant contado vista ricevimento ontvangst odbiorze`)
	netWords  = layout.WordSet(`net netto rein`)
	nearWords = layout.WordSet(`innerhalb von binnen in within sous a to dans entro dentro de en binnen ciagu w spatestens`)
	askWords  = layout.WordSet(`geben gib angabe angeben nennen vermerken verwenden verwendungszweck quote state mention include use using
		reference rappeler indiquer mentionner preciser rappelant indiquant indicar mencionar indicare citare causale vermelden vermelding
		onder indique podac tytule`)
)

// AddTerms reads what sentences say about paying: the terms, the last day, and what the payer is
// to quote.
func AddTerms(r *evidence.Reading) {
	terms, reference, due := r.Plan.Prose.Terms, r.Plan.Prose.Reference, r.Plan.Prose.Due
	if terms < 0 && reference < 0 && due < 0 {
		return
	}
	for n, s := range r.Sheets {
		for i := range s.Tokens {
			if t := &s.Tokens[i]; t.Digit || !payWords[t.Fold] && !netWords[t.Fold] || r.Skip[n][s.RowOf[i]] {
				continue
			}
			words := s.SentenceAt(i)
			if o, ok := termsIn(s, n, words, i); ok && terms >= 0 {
				addPhrased(r, terms, o)
			}
			if o, ok := referenceIn(r, n, words); ok && reference >= 0 {
				addPhrased(r, reference, o)
			}
			if o, ok := dueDay(r, n, words, i); ok && due >= 0 {
				addPhrased(r, due, o)
			}
		}
	}
}

// addPhrased puts what a sentence says behind what a label says better, and before a label
// that is part of the sentence itself.
func addPhrased(r *evidence.Reading, i int, o evidence.Option) {
	options := slices.DeleteFunc(r.Options[i], func(other evidence.Option) bool {
		if other.Value == o.Value {
			o.Strength = max(o.Strength, other.Strength)
		}
		return other.Sheet == o.Sheet && (other.Value == o.Value || other.Span.From >= o.Span.From && other.Span.To <= o.Span.To)
	})
	r.Options[i] = append(options, o)
	evidence.SortOptions(r.Options[i])
}

// sureSentence is the strength of a sentence that can mean nothing else.
const sureSentence = 0.92

// termsIn reads the terms of payment in a sentence from its word for paying, at token pay: "payable
// within 30 days", "14 Tage netto".
func termsIn(s *layout.Sheet, n int, words layout.Sentence, pay int) (evidence.Option, bool) {
	at := slices.Index(words, pay)
	from, ok := dueIn(s, words, at)
	if !ok {
		return evidence.Option{}, false
	}
	for from > 0 && payWords[s.Tokens[words[from-1]].Fold] && !layout.Ends(s.Tokens[words[from-1]].Text, ':') {
		from--
	}
	if label := slices.IndexFunc(words[from:], func(w int) bool { return layout.Ends(s.Tokens[w].Text, ':') }); label >= 0 && label < wordsOfLabel && from+label+1 < len(words) {
		from += label + 1 // "payment: 30 days net"
	}
	return phrased(s, n, words[from:], sureSentence), true
}

// wordsOfLabel is how many words may label terms of payment.
const wordsOfLabel = 3

// dueIn finds a number of days, or a word such as "sofort", beside the word for paying, and
// returns where the terms begin.
func dueIn(s *layout.Sheet, words layout.Sentence, at int) (from int, ok bool) {
	fold := func(i int) string { return s.Tokens[words[i]].Fold }
	net := netWords[fold(at)]
	for i := at + 1; i < min(at+9, len(words)) && !net; i++ {
		if isDays(s, words, i) || i < at+5 && onceWords[fold(i)] {
			return at, true
		}
	}
	for i := at - 1; i >= max(at-10, 0); i-- {
		if isDays(s, words, i) && (!net || i >= at-2) {
			for i > 0 && nearWords[fold(i-1)] {
				i--
			}
			return i, true
		}
	}
	return 0, false
}

// isDays reports whether a number of days begins at word i of a sentence.
func isDays(s *layout.Sheet, words layout.Sentence, i int) bool {
	number := strings.Trim(s.Tokens[words[i]].Text, "().,")
	return len(number) <= 3 && layout.IsNumber(number) && i+1 < len(words) && dayWords[s.Tokens[words[i+1]].Fold]
}

// referenceIn reads what a sentence asks the payer to quote: its only number or code. That
// it is the number of the document proves it.
func referenceIn(r *evidence.Reading, n int, words layout.Sentence) (evidence.Option, bool) {
	s := r.Sheets[n]
	asks := false
	var found []evidence.Candidate
	for _, i := range words {
		asks = asks || askWords[s.Tokens[i].Fold]
		if c := evidence.AppendIdent(nil, s, i); len(c) > 0 && c[0].Fit >= 0.9 && !isCounted(s, i) {
			found = append(found, c[0])
		}
	}
	if !asks || len(found) != 1 {
		return evidence.Option{}, false
	}
	o := evidence.Option{Value: found[0].Value, Sheet: n, Span: found[0].Span, Strength: 0.85, Places: 1}
	o.Value = strings.TrimRight(o.Value, ".,")
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if f.Node.Pointer == "/number" && len(r.Options[i]) > 0 && extractors.Fold(r.Options[i][0].Value) == extractors.Fold(o.Value) {
			o.Strength, o.Proven = sureSentence, "the number of the document"
		}
	}
	return o, true
}

// isCounted reports whether a number counts what follows it, such as days.
func isCounted(s *layout.Sheet, i int) bool {
	return i+1 < len(s.Tokens) && (dayWords[s.Tokens[i+1].Fold] || s.Tokens[i+1].Text == "%") || strings.HasSuffix(s.Tokens[i].Text, "%")
}
