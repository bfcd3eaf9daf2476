package plan

import (
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
)

// leastSpoken is how many labels of a form must be of one language to tell it.
const leastSpoken = 3

// SpokenIn tells the language of a form that has no sentences by its labels, nil where they do not.
func SpokenIn(sheets []*layout.Sheet) []string {
	votes := make([]int, len(lexiconLanguages))
	for _, s := range sheets {
		for _, seg := range s.Segs {
			label := layout.Span{From: seg.From, To: seg.From}
			for label.To < seg.To && label.To-label.From < MaxLabelWords {
				label.To++
				if last := s.Tokens[label.To-1].Text; layout.Ends(last, ':') || layout.IsLeader(last) {
					break
				}
			}
			words().vote(votes, s.Fold(label))
		}
	}
	best := 0
	for i := range votes {
		if votes[i] > votes[best] {
			best = i
		}
	}
	if votes[best] < leastSpoken || slices.ContainsFunc(votes[best+1:], func(v int) bool { return v == votes[best] }) {
		return nil
	}
	return []string{lexiconLanguages[best]}
}

// vote counts the languages that have a label.
func (l *lexicon) vote(votes []int, fold string) {
	for _, c := range l.any[fold] {
		for i, phrases := range c {
			if slices.ContainsFunc(phrases, func(p []string) bool { return strings.Join(p, "") == fold }) {
				votes[i]++
			}
		}
	}
}
