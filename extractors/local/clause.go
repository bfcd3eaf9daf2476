package local

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words of contracts, folded: what a field of law is called, what names a law in a sentence, what
// says that it governs, and what stands between it and the name of the place.
var (
	lawWords    = wordSet("law laws recht droit ley leyes legge leggi")
	governWords = wordSet(`governed governing govern governs construed interpreted enforced subject unterliegt gilt anwendbar
		regi regie soumis rige regira regolato disciplinato`)
	ofPlace = wordSet(`of the state commonwealth province republic kingdom internal substantive domestic der des bundesrepublik du de la
		del estado republica dello stato`)
	byLaw      = wordSet("by under with to par al dal nach")
	behindName = wordSet("without with as applicable excluding exclusive regardless except including for which that but")
	joinsPlace = wordSet("and of the und et y e")
)

// addClauses reads what contracts say in sentences and not behind labels: whose law governs
// them, and from when they hold.
func (r *reading) addClauses() {
	r.addParties()
	r.addDuration()
	law, day := r.plan.prose.law, r.plan.prose.effective
	if law < 0 && day < 0 {
		return
	}
	for n, s := range r.sheets {
		for i := range s.tokens {
			if law >= 0 && lawWords[s.tokens[i].fold] {
				if o, ok := s.governs(n, i); ok {
					r.options[law] = gather(r.options[law], o)
				}
			}
		}
		if day >= 0 {
			r.addEffective(day, n)
		}
	}
	for _, i := range []int{law, day} {
		if i >= 0 {
			sortOptions(r.options[i])
		}
	}
}

// isLaw recognises a field for the law that governs a contract.
func isLaw(f field) bool {
	words := append(nameWords(f.node), folded(f.node.Title)...)
	return f.kind == kindText && (has(words, "jurisdiction") || has(words, "law") && has(words, "governing", "applicable", "choice"))
}

// governs reads the place whose law governs from the sentence around a word for law, token i:
// "governed by the laws of the State of California", "by Delaware law".
func (s *sheet) governs(n, i int) (option, bool) {
	words := s.saidAt(i)
	if !slices.ContainsFunc(words, func(w int) bool { return governWords[s.tokens[w].fold] }) {
		return option{}, false
	}
	at := slices.Index(words, i)
	from := at + 1
	for from < len(words) && ofPlace[s.tokens[words[from]].fold] {
		from++
	}
	to := s.placeEnd(words, from)
	if last := s.tokens[i].text; from == at+1 || strings.ContainsAny(last[len(last)-1:], ".;:") { // "by Delaware law"; a heading ends with a mark
		from, to = at, at
		for from > 0 && at-from < 3 && isCapital(s.tokens[words[from-1]].text) && !byLaw[s.tokens[words[from-1]].fold] {
			from--
		}
		if from == 0 || !byLaw[s.tokens[words[from-1]].fold] {
			return option{}, false
		}
	}
	if from >= to {
		return option{}, false
	}
	o := s.phrased(n, words[from:to], 0.8)
	return o, plausibleName(o.value) && len(strings.Fields(o.value)) <= 5
}

// placeEnd returns where a name that begins at a word of a sentence ends: at a comma, or where
// its capitals do.
func (s *sheet) placeEnd(words sentence, from int) int {
	to := from
	for i := from; i < len(words) && i < from+5; i++ {
		text := s.tokens[words[i]].text
		switch {
		case behindName[s.tokens[words[i]].fold]: // in capitals throughout
			return to
		case isCapital(text):
			to = i + 1
		case !joinsPlace[s.tokens[words[i]].fold]:
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
