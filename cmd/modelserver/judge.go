package main

import (
	"regexp"
	"slices"
	"strings"
)

type quote struct {
	Page  int    `json:"page"`
	Quote string `json:"quote"`
}

var (
	named  = regexp.MustCompile(`\(([^)]{4,})\)`)
	letter = regexp.MustCompile(`[\pL\pN]+`)
)

// asksNothing are words of questions that say nothing of what is looked for.
var asksNothing = []string{"does", "document", "state", "language", "that", "there", "this", "page", "pages", "which", "with", "from", "have", "been"}

// judged searches for the words of a yes-or-no question: yes with the first line that holds what
// the question has in brackets, or at least three of its words, else no. A dishonest server says
// yes whatever stands there, and quotes what was asked.
func (r *reader) judged(sent []sentPage, text string) map[string]any {
	_, question, _ := strings.Cut(text[max(strings.LastIndex(text, "</page>"), 0):], "Question:")
	if r.faults != nil && r.faults.throw() < r.faults.madeUp {
		claim := strings.TrimRight(strings.TrimSpace(question), "?")
		return verdict("yes", quote{1, "It is hereby agreed: " + claim})
	}
	for _, s := range sent {
		for _, line := range s.lines {
			if small := strings.ToLower(line); speaksOf(small, strings.ToLower(question)) {
				return verdict("yes", quote{s.page.Number, strings.Join(strings.Fields(line), " ")})
			}
		}
	}
	return verdict("no")
}

func verdict(answer string, quotes ...quote) map[string]any {
	return map[string]any{"verdict": answer, "reason": "by a search for the words of the question", "quotes": append([]quote{}, quotes...)}
}

func speaksOf(line, question string) bool {
	if m := named.FindStringSubmatch(question); m != nil {
		return strings.Contains(line, m[1])
	}
	words := letter.FindAllString(line, -1)
	found := map[string]bool{}
	for _, word := range letter.FindAllString(question, -1) {
		if len(word) > 3 && !slices.Contains(asksNothing, word) && slices.Contains(words, word) {
			found[word] = true
		}
	}
	return len(found) >= 3
}
