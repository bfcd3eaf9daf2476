// Package stack tells what pages are, so that a stack can be cut into its documents: by their sheets and
// the words of the types, without reading any field.
//
// [Types] are the types to tell apart. [Types.Classify] weighs headings, typical words and labels of a
// whole document. [Types.Signs] looks at one page alone: its type if it says so, its own number
// (counter.go), whether it goes on with something or is an annex or a separator (carry.go), and the
// numbers and hosts that name whoever wrote it.
package stack

import (
	"context"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// A vocabulary is how documents of one type are recognised: their headings, typical words and
// the labels of their fields.
type vocabulary struct {
	doctype string
	titles  foldedSet
	words   foldedSet
	labels  *plan.Phrases
	plan    *plan.Plan
}

// Types are the types of documents to tell apart.
type Types []vocabulary

// NewTypes prepares the newest schema of each type that says how it is recognised.
func NewTypes(shipped []*schemas.Schema, planOf func(*schemas.Schema) *plan.Plan) Types {
	var all Types
	for _, s := range shipped {
		if len(s.Titles)+len(s.Words) == 0 {
			continue
		}
		p := planOf(s)
		v := vocabulary{doctype: s.DocType, titles: newFoldedSet(s.Titles), words: newFoldedSet(s.Words), labels: &p.Phrases, plan: p}
		if i := slices.IndexFunc(all, func(o vocabulary) bool { return o.doctype == s.DocType }); i >= 0 {
			all[i] = v
			continue
		}
		all = append(all, v)
	}
	return all
}

// A foldedSet holds texts as labels are looked up: folded and without spaces.
type foldedSet struct {
	has    map[string]bool
	starts *plan.Prefixes
}

func newFoldedSet(lists map[string][]string) foldedSet {
	set := foldedSet{has: map[string]bool{}, starts: &plan.Prefixes{}}
	for _, list := range lists {
		for _, text := range list {
			if f := strings.Join(plan.Folded(text), ""); len(f) > 2 {
				set.has[f] = true
				set.starts.Mark(f)
			}
		}
	}
	return set
}

// classifyPages is how many pages are looked at: a document says early what it is.
const classifyPages = 3

// Classify weighs headings most, then typical words and labels. The confidence grows with the
// evidence and with the distance to the next type. Its error is the context's.
func (t Types) Classify(ctx context.Context, d *pipeline.Document) (string, float64, error) {
	scores, languages := make([]float64, len(t)), extractors.Languages(d)
	for n, p := range d.Pages[:min(len(d.Pages), classifyPages)] {
		if err := ctx.Err(); err != nil {
			return "", 0, err
		}
		s := plan.LayOut(p)
		for i := range t {
			scores[i] += t[i].score(s, n == 0, languages)
		}
	}
	best, second := -1, 0.0
	for i, score := range scores {
		switch {
		case best < 0 || score > scores[best]:
			if best >= 0 {
				second = max(second, scores[best])
			}
			best = i
		default:
			second = max(second, score)
		}
	}
	if best < 0 || scores[best] < 1 {
		return extractors.Unknown, 0, nil
	}
	evidence := scores[best] / (scores[best] + 0.6)
	margin := (scores[best] - second) / scores[best]
	return t[best].doctype, evidence * (0.55 + 0.45*min(1, 2.5*margin)), nil
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
	headed := slices.ContainsFunc(t, func(v vocabulary) bool { return v.title(s, true) >= ownHeading })
	if !headed {
		return "" // as most pages: no need to weigh their words
	}
	languages := extractors.Languages(&pipeline.Document{Pages: []*pipeline.Page{p}})
	best, most, second := -1, 0.0, 0.0
	for i := range t {
		switch score := t[i].score(s, true, languages); {
		case score > most:
			best, most, second = i, score, most
		default:
			second = max(second, score)
		}
	}
	if most < ownEvidence || most < ownDistance*second || t[best].title(s, true) < ownHeading {
		return ""
	}
	return t[best].doctype
}

// score counts headings by their size and place, typical words and labels once each.
func (v *vocabulary) score(s *layout.Sheet, first bool, languages []string) float64 {
	title, words := v.title(s, first), v.said(s)
	return title + min(0.25*float64(len(words)), 2) + min(0.08*float64(len(findDistinct(v.labels, s, languages))), 1)
}

// title weighs the best heading of the type.
func (v *vocabulary) title(s *layout.Sheet, first bool) float64 {
	title := 0.0
	var key [256]byte // joined words: looking up string(run) copies nothing
	for _, seg := range s.Segs {
		run := key[:0]
		for i := seg.From; i < min(seg.From+plan.MaxLabelWords, seg.To); i++ {
			run = append(run, s.Tokens[i].Fold...)
			if !plan.Begins(v.titles.starts, run) {
				break
			}
			if v.titles.has[string(run)] {
				title = max(title, headingWeight(s, seg, i+1, first))
			}
		}
	}
	return title
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

// headingWeight is how much a title in this segment looks like the document's heading: large,
// in capitals, high on the first page, alone or followed by a number.
func headingWeight(s *layout.Sheet, seg layout.Span, end int, first bool) float64 {
	t := &s.Tokens[seg.From]
	weight := 0.6
	if !first {
		weight = 0.3
	}
	if t.Y0 < s.Height*0.4 {
		weight += 0.4
	}
	if t.Y1-t.Y0 > 1.25*s.Line || t.Text == strings.ToUpper(t.Text) {
		weight += 0.6
	}
	switch {
	case end == seg.To, s.Tokens[end].Digit, s.Tokens[end].Fold == "":
		weight += 0.6
	case seg.To-end > 5:
		return 0.2 // within a sentence
	}
	return weight
}

// findDistinct returns the fields whose labels are on the sheet.
func findDistinct(p *plan.Phrases, s *layout.Sheet, languages []string) map[int]bool {
	fields := map[int]bool{}
	for _, h := range p.FindHits(s, languages) {
		if h.Weight > 0.7 {
			fields[h.Field] = true
		}
	}
	return fields
}
