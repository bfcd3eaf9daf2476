// Package clause reads what sentences say without a label: contracts and the terms of payment.
//
// [Add] reads the parties of a contract from its first sentence (preamble.go), its signatures
// (signparty.go) or its letter (lettername.go), how long it lasts (duration.go), whose law governs it,
// and from when it holds (effective.go). [AddTerms] reads until when and how to pay, and what to quote (terms.go, dueday.go).
// [Signatories] reads who signs as what from the blocks at the end (signature.go).
//
// Each is told by the few words that all such sentences share, in eight languages, whoever writes them;
// what a sentence says ranks behind what a label says better.
package clause

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// Words of contracts, folded: what a field of law is called, what names a law in a sentence, what
// says that it governs, and what stands between it and the name of the place.
var (
	lawWords    = layout.WordSet("law laws recht droit ley leyes legge leggi")
	governWords = layout.WordSet(`governed governing govern governs construed interpreted enforced subject unterliegt gilt anwendbar
		regi regie soumis rige regira regolato disciplinato`)
	ofPlace = layout.WordSet(`of the state commonwealth province republic kingdom internal substantive domestic der des bundesrepublik du de la
		del estado republica dello stato`)
	byLaw      = layout.WordSet("by under with to par al dal nach")
	behindName = layout.WordSet("without with as applicable excluding exclusive regardless except including for which that but")
	joinsPlace = layout.WordSet("and of the und et y e")
)

// Add reads what contracts say in sentences and not behind labels: whose law governs
// them, and from when they hold.
func Add(r *evidence.Reading) {
	addParties(r)
	addDuration(r)
	law, day := r.Plan.Prose.Law, r.Plan.Prose.Effective
	if law < 0 && day < 0 {
		return
	}
	for n, s := range r.Sheets {
		for i := range s.Tokens {
			if law >= 0 && lawWords[s.Tokens[i].Fold] {
				if o, ok := governs(s, n, i); ok {
					r.Options[law] = evidence.Gather(r.Options[law], o)
				}
			}
		}
		if day >= 0 {
			addEffective(r, day, n)
		}
	}
	for _, i := range []int{law, day} {
		if i >= 0 {
			evidence.SortOptions(r.Options[i])
		}
	}
}

// governs reads the place whose law governs from the sentence around a word for law, token i:
// "governed by the laws of the State of California", "by Delaware law".
func governs(s *layout.Sheet, n, i int) (evidence.Option, bool) {
	words := s.SaidAt(i)
	if !slices.ContainsFunc(words, func(w int) bool { return governWords[s.Tokens[w].Fold] }) {
		return evidence.Option{}, false
	}
	at := slices.Index(words, i)
	from := at + 1
	for from < len(words) && ofPlace[s.Tokens[words[from]].Fold] {
		from++
	}
	to := placeEnd(s, words, from)
	if last := s.Tokens[i].Text; from == at+1 || strings.ContainsAny(last[len(last)-1:], ".;:") { // "by Delaware law"; a heading ends with a mark
		from, to = at, at
		for from > 0 && at-from < 3 && isCapital(s.Tokens[words[from-1]].Text) && !byLaw[s.Tokens[words[from-1]].Fold] {
			from--
		}
		if from == 0 || !byLaw[s.Tokens[words[from-1]].Fold] {
			return evidence.Option{}, false
		}
	}
	if from >= to {
		return evidence.Option{}, false
	}
	o := phrased(s, n, words[from:to], 0.8)
	return o, evidence.PlausibleName(o.Value) && len(strings.Fields(o.Value)) <= 5
}

// placeEnd returns where a name that begins at a word of a sentence ends: at a comma, or where
// its capitals do.
func placeEnd(s *layout.Sheet, words layout.Sentence, from int) int {
	to := from
	for i := from; i < len(words) && i < from+5; i++ {
		text := s.Tokens[words[i]].Text
		switch {
		case behindName[s.Tokens[words[i]].Fold]: // in capitals throughout
			return to
		case isCapital(text):
			to = i + 1
		case !joinsPlace[s.Tokens[words[i]].Fold]:
			return to
		}
		if strings.ContainsAny(text[len(text)-1:], ",.;:)") {
			return to
		}
	}
	return to
}

func isCapital(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "(\"'"))
	return unicode.IsUpper(first)
}
