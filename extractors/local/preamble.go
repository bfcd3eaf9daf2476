package local

import "strings"

// Words of the first sentence of a contract, folded: what stands before its parties, and between
// them.
var (
	betweenWords = wordSet("between among zwischen entre tra fra tussen pomiedzy miedzy")
	andIn        = map[string]string{"en": "and", "de": "und", "fr": "et", "es": "y e", "it": "e ed", "nl": "en", "pt": "e", "pl": "a i oraz"}
	officeWords  = wordSet("offices office located address business residing resident headquarters sitz siege domicilio sede adres gevestigd")
)

// preambleWords is how far from "between" the parties of a contract are looked for, in words.
const preambleWords = 160

// addParties reads who makes a contract from its first sentence: "by and between A, a Delaware
// corporation ("Company"), and B". A letter of agreement has no such sentence: there it is the
// addressee, and the companies that it gives a name of their own.
func (r *reading) addParties() {
	field := r.plan.prose.parties
	if field < 0 {
		return
	}
	var best []option
	for n, s := range r.sheets[:min(len(r.sheets), 2)] {
		for i := range s.tokens {
			if !betweenWords[s.tokens[i].fold] || !s.introduces(i) {
				continue
			}
			names := s.partiesFrom(i+1, r.andWords())
			if len(names) > len(best) && (len(names) > 1 || s.hasForm(names[0])) {
				best = s.partyOptions(n, names, 0.85)
			}
		}
	}
	if len(best) == 0 && len(r.options[field]) == 0 {
		best = r.sheets[0].partyOptions(0, r.sheets[0].partiesOfLetter(), 0.65)
	}
	if len(best) > 0 {
		r.options[field] = best
	}
}

// andWords are the words for "and" in the languages of the document.
func (r *reading) andWords() map[string]bool {
	all := map[string]bool{}
	for _, language := range r.languages {
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
func (s *sheet) introduces(i int) bool {
	for j := max(0, i-40); j < i; j++ {
		switch s.tokens[j].fold {
		case "agreement", "contract", "made", "entered", "vertrag", "contrat", "contrato", "contratto", "overeenkomst", "umowa", "lease", "nda":
			return true
		}
	}
	return i < 40
}

// partiesFrom reads the names from a token on: each behind a comma or an "and", with what is said
// of one party skipped up to the next.
func (s *sheet) partiesFrom(i int, and map[string]bool) []span {
	var names []span
	for end := min(len(s.tokens), i+preambleWords); i < end; {
		name, ok := s.nameAt(i)
		if ok {
			names = append(names, name)
			i = name.to
		}
		next := s.nextParty(i, end, len(names) > 0, and)
		if next <= i && !ok || next < 0 {
			break
		}
		i = next
	}
	return s.without(names)
}

// nextParty returns where the next name may begin: behind an "and" that a bracket, a comma or the
// name itself comes before. It returns -1 where the sentence ends.
func (s *sheet) nextParty(i, end int, begun bool, and map[string]bool) int {
	depth, placed := 0, false
	for j := i; j < end; j++ {
		t := &s.tokens[j]
		placed = placed || officeWords[t.fold]
		if j > i && depth == 0 && begun && (and[t.fold] || closes(s.tokens[j-1].text)) && (!placed || s.closesBefore(j)) {
			to := j
			for to < end && (and[s.tokens[to].fold] || s.tokens[to].fold == "" || s.tokens[to].fold == "ii" || s.tokens[to].fold == "2") {
				to++
			}
			if _, ok := s.nameAt(to); ok {
				return to
			}
		}
		if j == i && and[t.fold] && begun {
			return j + 1
		}
		depth += strings.Count(t.text, "(") - strings.Count(t.text, ")")
		if depth <= 0 && s.endsSentence(j) && !formWords[t.fold] {
			return -1
		}
	}
	return -1
}

func closes(text string) bool { return strings.HasSuffix(text, "),") || strings.HasSuffix(text, ");") }

// closesBefore reports whether a bracket ends right before a token.
func (s *sheet) closesBefore(j int) bool {
	return j > 0 && strings.HasSuffix(strings.TrimRight(s.tokens[j-1].text, ",;."), ")")
}

// without drops names that come again, and what the contract calls its parties.
func (s *sheet) without(names []span) []span {
	var kept []span
	seen := map[string]bool{}
	for _, name := range names {
		if fold := s.fold(name); !seen[fold] && !s.isAlias(name) {
			seen[fold] = true
			kept = append(kept, name)
		}
	}
	return kept
}

// isAlias reports whether a name begins with a word that stands in quotes before it: the contract's
// own name for a party that was named already.
func (s *sheet) isAlias(name span) bool {
	first := s.tokens[name.from].fold
	for i := max(0, name.from-preambleWords); i < name.from; i++ {
		if t := &s.tokens[i]; t.fold == first && strings.ContainsAny(t.text, "“\"”„«") && s.tokens[name.from].text != t.text {
			return true
		}
	}
	return false
}

// partyOptions states names, each as an item of the list.
func (s *sheet) partyOptions(n int, names []span, strength float64) []option {
	var all []option
	for _, name := range names {
		words := make(sentence, 0, name.to-name.from)
		for i := name.from; i < name.to; i++ {
			words = append(words, i)
		}
		o := s.phrased(n, words, strength)
		if last := &s.tokens[name.to-1]; formWords[last.fold] && strings.HasSuffix(strings.TrimRight(last.text, ",;:"), ".") {
			o.value += "."
		}
		all = append(all, o)
	}
	return all
}
