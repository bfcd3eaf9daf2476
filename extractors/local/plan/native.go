package plan

import (
	"slices"
	"strings"
)

// Weights of labels made of names that the lexicon does not have, in whatever language they are.
const (
	weightNative = 0.78 // its words with a preposition between them: "dépôt de garantie"
	weightStem   = 0.5  // a compound without what says the sort: "Schaden" for "Schadendatum"
)

// prepositions stand between the two words of a name in print, in the eight languages; the last are
// endings of its first word.
var prepositions = strings.Fields("of ofthe for in d de du dela des del della dell di do da der vom von zum zur für fur van vande op sur pour per por al au aux a z na do e en er es s n")

// addNative enters how print may say a name of words that the lexicon need not know: with a
// preposition between them, without the word that counts, or without the unit.
func (p *Phrases) addNative(index int, name []string) {
	for i := range name {
		name[i] = strings.Join(Folded(name[i]), "")
	}
	switch last := len(name) - 1; {
	case last == 0:
		if head, ok := headOf(name[0]); ok {
			p.add(index, []string{head}, weightStem)
		}
	case counts(name[0]):
		p.add(index, name[1:], weightPart)
	case endsPeriod(name[last]) && !headWords[name[0]]:
		p.add(index, name[:last], weightPart) // "Period" stands before both dates
		for _, c := range words().find(name[:last]) {
			p.addConcept(index, c, weightPart)
		}
	case isTimeUnit(name[last]):
		p.add(index, name[:last], weightNative)
	case last == 1:
		for _, between := range prepositions {
			p.add(index, []string{name[0], between, name[1]}, weightNative)
		}
	}
}

// counts reports whether a word says that a number of things is meant, in any language.
func counts(word string) bool {
	return slices.Contains([]string{"number", "count"}, strings.Join(words().inEnglish([]string{word}), ""))
}

// endsPeriod reports whether the last word of a name says which end of a period is meant.
func endsPeriod(word string) bool {
	return slices.Contains(partNames[Beginning], word) || slices.Contains(partNames[Ending], word)
}

// isTimeUnit reports whether a word is a unit of time in any language, one or more.
func isTimeUnit(word string) bool {
	for _, end := range []string{"", "s", "e", "n", "en", "es", "i"} {
		one, ok := strings.CutSuffix(word, end)
		if ok && slices.Contains([]string{"year", "month", "day", "week", "hour"}, strings.Join(words().inEnglish([]string{one}), "")) {
			return true
		}
	}
	return false
}

// leastHead is how many letters the head of a compound has at least.
const leastHead = 5

// headOf takes the word that says the sort off a German or Dutch compound: "Schaden" of "Schadendatum",
// "rente" of "rentepercentage".
func headOf(word string) (string, bool) {
	for cut := len(word) - 4; cut >= leastHead; cut-- {
		for _, c := range words().any[word[cut:]] {
			if sort := strings.Join(c[0][0], ""); generic[sort] != nil || sort == "rate" {
				return strings.TrimSuffix(word[:cut], "s"), true
			}
		}
	}
	return "", false
}
