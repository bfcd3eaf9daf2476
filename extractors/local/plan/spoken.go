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
	return elected(votes)
}

// elected is the language with the most votes, nil where they are few or another has as many.
func elected(votes []int) []string {
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

// SpokenIn tells the language of a document that has no sentences by the labels that the schema states
// for it: those that stand at the edges of its columns.
func (p *Plan) SpokenIn(sheets []*layout.Sheet) []string {
	votes := make([]int, len(lexiconLanguages))
	for _, s := range sheets {
		for _, seg := range s.Segs {
			p.Phrases.vote(votes, s, seg)
			for _, l := range p.Lists {
				l.Phrases.vote(votes, s, seg)
			}
		}
	}
	return elected(votes)
}

// vote counts the languages that have the longest label with which a segment begins.
func (p *Phrases) vote(votes []int, s *layout.Sheet, seg layout.Span) {
	named, _, _ := p.longestAt(s, seg, seg.From)
	for i, language := range lexiconLanguages {
		if slices.ContainsFunc(named, func(n phrase) bool { return n.weight >= weightLabel && strings.Contains(n.in, language) }) {
			votes[i]++
		}
	}
}
