package local

import (
	"slices"
	"strings"
)

// leastSpoken is how many labels of a form must be of one language to tell it.
const leastSpoken = 3

// spokenIn tells the language of a form that has no sentences by its labels, nil where they do not.
func spokenIn(sheets []*sheet) []string {
	votes := make([]int, len(lexiconLanguages))
	for _, s := range sheets {
		for _, seg := range s.segs {
			label := span{seg.from, seg.from}
			for label.to < seg.to && label.to-label.from < maxLabelWords {
				label.to++
				if last := s.tokens[label.to-1].text; ends(last, ':') || isLeader(last) {
					break
				}
			}
			words().vote(votes, s.fold(label))
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
