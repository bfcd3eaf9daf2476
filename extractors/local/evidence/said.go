package evidence

import (
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// What a sentence says needs no place: the label is a word of it, and the value the one of its kind
// that stands nearest behind, "the deductible agreed is EUR 300", else right before, "EUR 300 as a
// deductible".
const (
	saidBehind = 14   // words between a label and the value behind it
	saidBefore = 6    // words between a value and the label behind it
	saidLoss   = 0.03 // of the strength, for each word between
	saidTurned = 0.8  // what is left of it where the value stands before its label
	saidEnough = 0.45 // the strength of an option from which on no sentence is asked
)

// Weights from which a label may be one in a sentence; single words of a description need more.
const (
	leastSaid      = 0.5
	leastDescribed = 0.62
)

// A statement is one sentence of prose with the labels in it.
type statement struct {
	r     *Reading
	n     int // sheet
	words layout.Sentence
	at    map[int]int // position in the sentence by token
	hits  []plan.Hit
}

// addSaid reads the sentences for fields whose values have a form, and that no label of a form tells.
func (r *Reading) addSaid() {
	if r.Plan.Stated {
		return
	}
	for _, st := range r.statements() {
		for i := range r.Plan.Fields {
			f := &r.Plan.Fields[i]
			if !saidKinds[f.Kind] || f.List || i == r.Plan.Prose.Effective || len(r.Options[i]) > 0 && r.Options[i][0].Strength >= saidEnough {
				continue
			}
			for _, h := range st.hits {
				if h.Field != i || h.Said < leastFor(f) {
					continue
				}
				if o, ok := st.valueOf(h, f); ok {
					r.said = append(r.said, saidOption{i, o})
				}
			}
		}
	}
	r.addDated()
	for _, s := range r.said {
		r.Options[s.field] = Gather(r.Options[s.field], s.Option)
		SortOptions(r.Options[s.field])
	}
}

// A saidOption is what a sentence says of a field.
type saidOption struct {
	field int
	Option
}

// saidKinds are the kinds whose values are told by their form.
var saidKinds = map[plan.Kind]bool{plan.Amount: true, plan.Percent: true, plan.Number: true, plan.Date: true}

func leastFor(f *plan.Field) float64 {
	if f.Node.Description != "" {
		return leastDescribed
	}
	return leastSaid
}

// statements returns the sentences of prose that hold labels.
func (r *Reading) statements() []*statement {
	var all []*statement
	for n, s := range r.Sheets {
		byFirst := map[int]*statement{}
		for _, h := range r.Hits[n] {
			if r.Skip[n][s.RowOf[h.Span.From]] {
				continue
			}
			words := s.ProseAt(h.Span.From)
			if words == nil {
				continue
			}
			st := byFirst[words[0]]
			if st == nil {
				st = newStatement(r, n, words)
				byFirst[words[0]], all = st, append(all, st)
			}
			st.hits = append(st.hits, h)
		}
	}
	return all
}

func newStatement(r *Reading, n int, words layout.Sentence) *statement {
	st := &statement{r: r, n: n, words: words, at: make(map[int]int, len(words))}
	for k, i := range words {
		st.at[i] = k
	}
	return st
}

// valueOf returns the value that a label in the sentence speaks of: the nearest one behind it, or one
// right before it that no other label speaks of.
func (st *statement) valueOf(h plan.Hit, f *plan.Field) (Option, bool) {
	from, to := st.at[h.Span.From], st.at[h.Span.To-1]
	behind, before := st.nearest(f, to, +1, saidBehind), st.nearest(f, from, -1, saidBefore)
	counted := f.Kind == plan.Number && before != nil && before.away == 0 && !st.orders(before.c) && (behind == nil || behind.away > 2)
	switch {
	case counted || behind == nil && before != nil && !st.orders(before.c) && !st.spoken(before.c, h):
		return st.option(h, before, saidTurned), true
	case behind != nil:
		return st.option(h, behind, 1), true
	}
	return Option{}, false
}

// orders reports whether a number counts the parts of a text, "Article 4." or "4)", and nothing in it.
func (st *statement) orders(c Candidate) bool {
	last := st.r.Sheets[st.n].Tokens[c.Span.To-1].Text
	return layout.Ends(last, '.') || layout.Ends(last, ')') || layout.Ends(last, ':')
}

// A nearValue is a value in a sentence and how many words stand between it and a label.
type nearValue struct {
	c    Candidate
	away int
}

// nearest looks for a value of the field from position at on, step -1 or +1.
func (st *statement) nearest(f *plan.Field, at, step, most int) *nearValue {
	for away, k := 0, at+step; k >= 0 && k < len(st.words) && away <= most; away, k = away+1, k+step {
		if c, ok := st.valueAt(f, st.words[k]); ok {
			return &nearValue{c, away}
		}
	}
	return nil
}

// valueAt reads the value that token i is part of.
func (st *statement) valueAt(f *plan.Field, i int) (Candidate, bool) {
	r, s := st.r, st.r.Sheets[st.n]
	if !s.Tokens[i].Digit {
		return Candidate{}, false
	}
	if f.Kind == plan.Number {
		if InDate(r.Found[st.n][plan.Date], i) || inCode(s, i) {
			return Candidate{}, false
		}
		from := i
		if whole, ok := among(r.Found[st.n][plan.Amount], i); ok {
			from = whole.Span.From // "1 690,00"
		}
		c, ok := r.NumberAt(s, layout.Span{From: from, To: s.Segs[s.SegOf[i]].To}, f)
		return c, ok && c.Span.From == from
	}
	c, ok := among(r.Found[st.n][f.Kind], i)
	if !ok || f.Kind == plan.Amount && c.Currency == "" && c.Amount.Scale != 2 || f.Kind == plan.Percent && c.Fit < 1 {
		return Candidate{}, false
	}
	return c, true
}

func among(all []Candidate, i int) (Candidate, bool) {
	k := slices.IndexFunc(all, func(c Candidate) bool { return c.Span.From <= i && i < c.Span.To })
	if k < 0 {
		return Candidate{}, false
	}
	return all[k], true
}

// inCode reports whether a number is part of a longer code: other digits stand right beside it, but for
// those of a unit, "78,5 m²".
func inCode(s *layout.Sheet, i int) bool {
	beside := func(j int) bool {
		return j >= 0 && j < len(s.Tokens) && s.SegOf[j] == s.SegOf[i] && s.Tokens[j].Digit && !strings.ContainsAny(s.Tokens[j].Text, "²³") && !groupsThousands(s, max(i, j))
	}
	return s.Tokens[i].Letter && layout.CountDigits(s.Tokens[i].Text) > 3 || beside(i-1) || beside(i+1)
}

// spoken reports whether another label stands before a value and speaks of it.
func (st *statement) spoken(c Candidate, h plan.Hit) bool {
	at := st.at[c.Span.From]
	return slices.ContainsFunc(st.hits, func(o plan.Hit) bool {
		k := st.at[o.Span.To-1]
		return o.Field != h.Field && o.Said >= leastSaid && k < at && at-k <= saidBehind && st.r.Plan.Fields[o.Field].Kind == st.r.Plan.Fields[h.Field].Kind
	})
}

func (st *statement) option(h plan.Hit, v *nearValue, left float64) Option {
	return Option{Value: v.c.Value, Readings: v.c.Readings, Amount: v.c.Amount, Currency: v.c.Currency, Sheet: st.n, Span: v.c.Span,
		Places: 1, Strength: h.Said * (0.95 - saidLoss*float64(v.away)) * left}
}

// inProse reports whether a label is a word of a sentence, and not one that begins a line.
func inProse(s *layout.Sheet, h plan.Hit) bool {
	return h.Span.From > s.Segs[s.SegOf[h.Span.From]].From && !layout.Ends(s.Tokens[h.Zone.To-1].Text, ':') && s.Captions != nil && (s.Runs(s.RowOf[h.Span.From]) || s.ProseAt(h.Span.From) != nil)
}
