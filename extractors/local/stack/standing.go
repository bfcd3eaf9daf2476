package stack

import (
	"context"
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// classifyPages is how many pages are looked at: a document says early what it is.
const classifyPages = 3

// Classify weighs headings most, then typical words and labels. The confidence grows with the
// evidence and with the distance to the next type, in headings or in all. Its error is the
// context's.
func (t Types) Classify(ctx context.Context, d *pipeline.Document) (string, float64, error) {
	all, languages := make([]standing, len(t)), extractors.Languages(d)
	for n, p := range d.Pages[:min(len(d.Pages), classifyPages)] {
		if err := ctx.Err(); err != nil {
			return "", 0, err
		}
		for i, st := range t.standings(plan.LayOut(p), n == 0, languages) {
			all[i].title = max(all[i].title, st.title)
			all[i].score += st.score + st.number
		}
	}
	best := first(all)
	if best < 0 || all[best].score < 1 {
		return extractors.Unknown, 0, nil
	}
	return t[best].doctype, all[best].confidence(besides(all, best)), nil
}

// A standing is how much speaks for a type: the best of its headings, all together, and besides it a
// number that is called after the type, which later pages of a document repeat.
type standing struct{ title, score, number float64 }

// Numbers of the confidence in a type.
const (
	halfEvidence  = 0.45 // the score at which the evidence counts half
	leastDistance = 0.55 // what a type as likely as the next one keeps
)

// confidence compares the best type with the others. A heading that no other type has nearly as
// much of tells types apart that share their words and labels.
func (st standing) confidence(others []standing) float64 {
	second := standing{}
	for _, o := range others {
		second.title, second.score = max(second.title, o.title), max(second.score, o.score)
	}
	distance := (st.score - second.score) / st.score
	if st.title >= ownHeading {
		distance = max(distance, (st.title-second.title)/st.title)
	}
	return st.score / (st.score + halfEvidence) * (leastDistance + (1-leastDistance)*min(1, 2.5*distance))
}

// first is the index of the best standing, -1 for none.
func first(all []standing) int {
	best := -1
	for i := range all {
		if best < 0 || all[i].score > all[best].score {
			best = i
		}
	}
	return best
}

func besides(all []standing, i int) []standing {
	return slices.Concat(all[:i], all[i+1:])
}

// What makes a page say what it is: a heading, evidence of a page's own worth, and a distance
// to the next type.
const (
	ownHeading  = 1.0
	ownEvidence = 1.9
	ownDistance = 1.5
)

// typeOf says what a page is when one looks at it alone, "" where it does not say so.
func (t Types) typeOf(p *pipeline.Page, s *layout.Sheet) string {
	if slices.Max(append(t.headings(s, true), 0)) < ownHeading {
		return "" // as most pages: no need to weigh their words
	}
	all := t.standings(s, true, extractors.Languages(&pipeline.Document{Pages: []*pipeline.Page{p}}))
	best := first(all)
	for _, o := range besides(all, best) {
		if all[best].score < ownDistance*o.score {
			return ""
		}
	}
	if all[best].score < ownEvidence || all[best].title < ownHeading {
		return ""
	}
	return t[best].doctype
}

// likeliest returns the type that the words of a page are most like, -1 when they are like none.
func (t Types) likeliest(p *pipeline.Page) int {
	all := t.standings(plan.LayOut(p), true, extractors.Languages(&pipeline.Document{Pages: []*pipeline.Page{p}}))
	if best := first(all); best >= 0 && all[best].score > 1 {
		return best
	}
	return -1
}

// standings counts headings by their size and place, typical words and labels once each.
func (t Types) standings(s *layout.Sheet, first bool, languages []string) []standing {
	titles := t.headings(s, first)
	hits := make([][]plan.Hit, len(t))
	for i := range t {
		hits[i] = t[i].labels.FindHits(s, languages)
	}
	numbered := t.numbered(s, hits)
	all := make([]standing, len(t))
	for i := range t {
		words := min(0.25*float64(len(t[i].said(s))), 2) + min(0.08*float64(countDistinct(hits[i])), 1)
		all[i] = standing{title: titles[i], score: titles[i] + words}
		if numbered[i] {
			all[i].number = ownNumber
		}
	}
	return all
}

// said returns the typical words of the type that a sheet holds.
func (v *vocabulary) said(s *layout.Sheet) map[string]bool {
	words := map[string]bool{}
	var key [256]byte
	for _, seg := range s.Segs {
		for i := seg.From; i < seg.To; i++ {
			run := key[:0]
			for j := i; j < min(i+4, seg.To); j++ {
				run = append(run, s.Tokens[j].Fold...)
				if !plan.Begins(v.words.starts, run) {
					break
				}
				if v.words.has[string(run)] {
					words[string(run)] = true
				}
			}
		}
	}
	return words
}

// countDistinct counts the fields whose labels are on the sheet.
func countDistinct(hits []plan.Hit) int {
	fields := map[int]bool{}
	for _, h := range hits {
		if h.Weight > 0.7 {
			fields[h.Field] = true
		}
	}
	return len(fields)
}
