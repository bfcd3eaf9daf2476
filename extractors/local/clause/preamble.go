package clause

import (
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// Words of the first sentence of a contract, folded: what stands before its parties, and between
// them.
var (
	betweenWords = layout.WordSet("between among zwischen entre tra fra tussen pomiedzy miedzy")
	andIn        = map[string]string{"en": "and", "de": "und", "fr": "et", "es": "y e", "it": "e ed", "nl": "en", "pt": "e", "pl": "a i oraz"}
	officeWords  = layout.WordSet("offices office located address business residing resident headquarters sitz siege domicilio sede adres gevestigd")
)

// preambleWords is how far from "between" the parties of a contract are looked for, in words.
const preambleWords = 160

// addParties reads who makes a contract from its first sentence: "by and between A, a Delaware
// corporation ("Company"), and B". A letter of agreement has no such sentence: there it is
// those who sign it, and the companies that it gives a name of their own.
func addParties(r *evidence.Reading) {
	field, signing := r.Plan.Prose.Parties, r.Plan.Prose.Signers
	if field < 0 && signing < 0 {
		return
	}
	signed := signatures(r)
	if signing >= 0 && len(r.Options[signing]) == 0 {
		_, r.Options[signing] = signers(r, signed)
	}
	if field < 0 {
		return
	}
	var best []evidence.Option
	for n, s := range r.Sheets[:min(len(r.Sheets), 2)] {
		for i := range s.Tokens {
			if (!betweenWords[s.Tokens[i].Fold] || !introduces(s, i)) && !enteredBy(s, i) {
				continue
			}
			names := partiesFrom(s, i+1, andWords(r))
			if len(names) > len(best) && (len(names) > 1 || hasForm(s, names[0])) {
				best = partyOptions(s, n, names, 0.85)
			}
		}
	}
	if len(best) < 2 && len(r.Options[field]) == 0 {
		best = withSigning(r, best, signingParties(r, signed))
	}
	if len(best) > 0 {
		r.Options[field] = best
	}
}

// withSigning adds those who sign to the one whom the first sentence names. A letter of agreement
// is between those who sign it; where one signs, also between those whom it names.
func withSigning(r *evidence.Reading, named, signing []evidence.Option) []evidence.Option {
	if len(named) == 0 && len(signing) < 2 {
		named = partyOptions(r.Sheets[0], 0, partiesOfLetter(r.Sheets[0]), 0.65)
	}
	for _, o := range signing {
		if !isAmong(named, o) {
			named = append(named, o)
		}
	}
	return named
}

// andWords are the words for "and" in the languages of the document.
func andWords(r *evidence.Reading) map[string]bool {
	all := map[string]bool{}
	for _, language := range r.Languages {
		for word := range strings.FieldsSeq(andIn[language]) {
			all[word] = true
		}
	}
	if len(all) == 0 {
		all["and"] = true
	}
	return all
}

// introduces reports whether a word for "between" belongs to a contract's first sentence: it names
// the contract, or says that it is made.
func introduces(s *layout.Sheet, i int) bool {
	for j := max(0, i-40); j < i; j++ {
		switch s.Tokens[j].Fold {
		case "agreement", "contract", "made", "entered", "vertrag", "contrat", "contrato", "contratto", "overeenkomst", "umowa", "lease", "nda":
			return true
		}
	}
	return i < 40
}

// wordsToBy is how far "by" stands behind "entered into" when the parties follow it.
const wordsToBy = 14

// enteredBy reports whether a "by" names who makes the contract: "is entered into this 2nd day of
// May by Harbour Light, Inc. and Porto Verde".
func enteredBy(s *layout.Sheet, i int) bool {
	if s.Tokens[i].Fold != "by" || i+1 >= len(s.Tokens) || !layout.HasCapital(s.Tokens[i+1].Text) {
		return false
	}
	for j := i - 1; j > max(0, i-wordsToBy) && !s.EndsSentence(j); j-- {
		if fold := s.Tokens[j].Fold; fold == "entered" || fold == "made" {
			name, ok := nameAt(s, i+1)
			return ok && hasForm(s, name)
		}
	}
	return false
}

// partiesFrom reads the names from a token on: each behind a comma or an "and", with what is said
// of one party skipped up to the next.
func partiesFrom(s *layout.Sheet, i int, and map[string]bool) []layout.Span {
	var names []layout.Span
	for end := min(len(s.Tokens), i+preambleWords); i < end; {
		name, ok := nameAt(s, i)
		if ok {
			names = append(names, name)
			i = name.To
		}
		next := nextParty(s, i, end, len(names) > 0, and)
		if next <= i && !ok || next < 0 {
			break
		}
		i = next
	}
	return without(s, names)
}

// nextParty returns where the next name may begin: behind an "and" that a bracket, a comma or the
// name itself comes before. It returns -1 where the sentence ends.
func nextParty(s *layout.Sheet, i, end int, begun bool, and map[string]bool) int {
	depth, placed := 0, false
	for j := i; j < end; j++ {
		t := &s.Tokens[j]
		placed = placed || officeWords[t.Fold]
		if j > i && depth == 0 && begun && (and[t.Fold] || closes(s.Tokens[j-1].Text)) && (!placed || closesBefore(s, j)) {
			to := j
			for to < end && (and[s.Tokens[to].Fold] || s.Tokens[to].Fold == "" || s.Tokens[to].Fold == "ii" || s.Tokens[to].Fold == "2") {
				to++
			}
			if _, ok := nameAt(s, to); ok {
				return to
			}
		}
		if j == i && and[t.Fold] && begun {
			return j + 1
		}
		depth += strings.Count(t.Text, "(") - strings.Count(t.Text, ")")
		if depth <= 0 && s.EndsSentence(j) && !formWords[t.Fold] {
			return -1
		}
	}
	return -1
}

func closes(text string) bool { return strings.HasSuffix(text, "),") || strings.HasSuffix(text, ");") }

// closesBefore reports whether a bracket ends right before a token.
func closesBefore(s *layout.Sheet, j int) bool {
	return j > 0 && strings.HasSuffix(strings.TrimRight(s.Tokens[j-1].Text, ",;."), ")")
}

// without drops names that come again, and what the contract calls its parties.
func without(s *layout.Sheet, names []layout.Span) []layout.Span {
	var kept []layout.Span
	seen := map[string]bool{}
	for _, name := range names {
		if fold := s.Fold(name); !seen[fold] && !isAlias(s, name) {
			seen[fold] = true
			kept = append(kept, name)
		}
	}
	return kept
}

// isAlias reports whether a name begins with a word that stands in quotes before it: the contract's
// own name for a party that was named already.
func isAlias(s *layout.Sheet, name layout.Span) bool {
	first := s.Tokens[name.From].Fold
	for i := max(0, name.From-preambleWords); i < name.From; i++ {
		if t := &s.Tokens[i]; t.Fold == first && strings.ContainsAny(t.Text, "“\"”„«") && s.Tokens[name.From].Text != t.Text {
			return true
		}
	}
	return false
}

// partyOptions states names, each as an item of the list.
func partyOptions(s *layout.Sheet, n int, names []layout.Span, strength float64) []evidence.Option {
	var all []evidence.Option
	for _, name := range names {
		words := make(layout.Sentence, 0, name.To-name.From)
		for i := name.From; i < name.To; i++ {
			words = append(words, i)
		}
		o := phrased(s, n, words, strength)
		if last := &s.Tokens[name.To-1]; formWords[last.Fold] && strings.HasSuffix(strings.TrimRight(last.Text, ",;:"), ".") {
			o.Value += "."
		}
		all = append(all, o)
	}
	return all
}
