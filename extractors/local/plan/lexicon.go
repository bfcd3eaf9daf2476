package plan

import (
	_ "embed" // the words of forms
	"slices"
	"strings"
	"sync"
)

// What forms ask for and what they let people choose, and how eight languages say it: a thing a
// line.
var (
	//go:embed lexicon.txt
	lexiconText string
	//go:embed choices.txt
	choicesText string
)

// lexiconLanguages is the order of the columns of the lexicon.
var lexiconLanguages = []string{"en", "de", "fr", "es", "it", "nl", "pt", "pl"}

// A concept is one thing that forms ask for: the ways to say it by language, each as folded
// words.
type concept [8][][]string

// A lexicon finds concepts by how they are said, folded and without spaces.
type lexicon struct {
	english map[string][]*concept
	any     map[string][]*concept
}

// words are the labels of forms, answers what they let people choose; each is read once.
var (
	words   = sync.OnceValue(func() *lexicon { return readLexicon(lexiconText) })
	answers = sync.OnceValue(func() *lexicon { return readLexicon(choicesText) })
)

func readLexicon(text string) *lexicon {
	l := &lexicon{english: map[string][]*concept{}, any: map[string][]*concept{}}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		c := &concept{}
		for i, column := range strings.SplitN(line, "|", len(c)) {
			for phrase := range strings.SplitSeq(column, ",") {
				c[i] = append(c[i], Folded(phrase))
			}
			for _, phrase := range c[i] {
				key := strings.Join(phrase, "")
				if i == 0 {
					l.english[key] = append(l.english[key], c)
				}
				if !slices.Contains(l.any[key], c) {
					l.any[key] = append(l.any[key], c)
				}
			}
		}
	}
	return l
}

// find returns what a name made of these words may mean: as English first, since most schemas
// name their properties in it.
func (l *lexicon) find(name []string) []*concept {
	key := strings.Join(name, "")
	if found := l.english[key]; found != nil {
		return found
	}
	return l.any[key]
}

// inEnglish is the plainest English for a name in any language, the name itself where the
// lexicon does not have it.
func (l *lexicon) inEnglish(name []string) []string {
	if found := l.find(name); len(found) > 0 {
		return found[0][0][0]
	}
	return name
}
