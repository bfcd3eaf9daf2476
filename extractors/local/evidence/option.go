package evidence

import (
	"cmp"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// An Option is one value that a field may have, with all that speaks for it.
type Option struct {
	Value    string            // as a claim states it
	Readings []string          // other ways to read the same place
	Amount   extractors.Amount // of a number
	Sheet    int               // index of its sheet
	Span     layout.Span       // where the strongest label points
	More     []layout.Span     // the lines that a text goes on in
	Strength float64           // 0..1: labels and places together
	Places   int               // labels that point at this value
	Proven   string            // what proves it besides its label: a sum, a check digit
	Exact    bool              // a check digit or an unmistakable form holds
	Currency string            // printed beside an amount
	Derived  bool              // it follows from what stands there
	Told     string            // what tells it where no label does, in words; "" where one does
	Guess    bool              // what tells it is weak
	Misread  string            // why the value is another than its print says; "" where it is as printed
	Side     extractors.Side   // of an account, printed behind an amount
}

// optionsOf gathers the values that labels of field i point at, the strongest first.
func (r *Reading) optionsOf(i int) []Option {
	f := &r.Plan.Fields[i]
	var all []Option
	for n, s := range r.Sheets {
		for _, h := range r.Hits[n] {
			if !r.means(s, h, i) || r.Skip[n][s.RowOf[h.Span.From]] {
				continue
			}
			h.Weight = r.inScope(n, h, f)
			if !r.Plan.Stated && plan.NamesNumber(s, h.Span, h.Zone) {
				h.Weight *= f.WithNumber()
			}
			if r.outranked(n, h) {
				h.Weight *= ofOutranked
			}
			if f.Role != plan.NoRole && contrary(s, h, f.Role) {
				h.Weight *= 0.2
			}
			if f.Primary && (bare(s, h.Span) || r.ofOtherPaper(s, h)) && !r.inHeading(n, s.RowOf[h.Span.From]) {
				h.Weight *= 0.35
			}
			for _, c := range r.near(n, h, f) {
				if r.isLabelOfOther(n, c, f) || !h.Allows(s, c.Span.From) || f.Kind == plan.Amount && r.isRate(n, c.Span) || f.Kind == plan.Phone && InDate(r.Found[n][plan.Date], c.Span.From) {
					continue
				}
				if f.Kind == plan.Amount && r.printsCents(n) && c.Amount.Scale == 0 && c.Currency == "" {
					c.Fit = min(c.Fit, unlikeMoney) // a count: amounts of this document have cents or a currency
				}
				if hasForm[f.Kind] || f.Kind == plan.Phone && layout.CountDigits(c.Value) >= 8 {
					c.Fit = max(c.Fit, 0.95) // its form and its label say the same
				}
				rel := relation(s, h, behind(h, h.Start(s, c.Span)))
				if f.Start || f.End {
					rel = inPeriod(s, h, c, f)
				}
				if f.Kind == plan.Amount && !r.Plan.Stated {
					rel = max(rel, pastCounts(s, h, c.Span))
				}
				if underOther(s, h, c.Span) {
					rel *= ofOther
				}
				if s.RowOf[c.Span.From] > s.RowOf[h.Span.From] && inProse(s, h) {
					rel = 0 // sentences go on below, and have no columns
				}
				strength := h.Weight * rel * (0.5 + 0.5*c.Fit)
				if c.order > 0 && (f.Start || f.End) && strength > 0 {
					strength = 1 - (1-strength)*ofPeriod // two dates of a period say what one alone does not
				}
				if strength > 0.12 {
					all = Gather(all, Option{
						Value: c.Value, Readings: c.Readings, Amount: c.Amount, Sheet: n, Span: c.Span, More: c.more,
						Strength: min(strength, 0.97), Places: 1, Exact: c.Exact, Currency: c.Currency, Misread: c.misread,
					})
				}
			}
		}
	}
	SortOptions(all)
	return all
}

// What is left of a label's weight for a field when it names another one so much better.
const (
	ofOutranked = 0.5
	outranks    = 0.2
)

// outranked reports whether a printed label names another field much better than this one: "Class" is the
// label of the class, and not of the rank in it. Where the schema states labels it says so itself.
func (r *Reading) outranked(n int, h plan.Hit) bool {
	return !r.Plan.Stated && slices.ContainsFunc(r.Hits[n], func(o plan.Hit) bool {
		return o.Field != h.Field && o.Span.From <= h.Span.From && o.Span.To >= h.Span.To && o.Weight >= h.Weight+outranks
	})
}

// ofOtherPaper reports whether a word before a date goes on with what its line says of another paper:
// "Invoice no. 718 dated 5 May".
func (r *Reading) ofOtherPaper(s *layout.Sheet, h plan.Hit) bool {
	return !r.Plan.Stated && h.Span.To-h.Span.From == 1 && slices.Contains(strings.Fields(plan.Connectors), s.Tokens[h.Span.From].Fold) &&
		s.HasDigit(layout.Span{From: s.Segs[s.SegOf[h.Span.From]].From, To: h.Span.From})
}

// isLabelOfOther reports whether a text is the label of another field and nothing else.
func (r *Reading) isLabelOfOther(n int, c Candidate, f *plan.Field) bool {
	if r.Plan.Stated || f.Kind != plan.Text && f.Kind != plan.Name {
		return false
	}
	bare := withoutArticle(r.Sheets[n], c.Span)
	return slices.ContainsFunc(r.Hits[n], func(h plan.Hit) bool {
		return (h.Span == c.Span || h.Span == bare) && h.Weight >= 0.6 && &r.Plan.Fields[h.Field] != f
	})
}

// articles stand before the words that name somebody's part: "le locataire".
var articles = layout.WordSet("the der die das le la les il lo gli el los las de het o a os as")

// withoutArticle is a span less the article that it begins with.
func withoutArticle(s *layout.Sheet, sp layout.Span) layout.Span {
	if sp.To-sp.From > 1 && articles[s.Tokens[sp.From].Fold] {
		sp.From++
	}
	return sp
}

// unlikeMoney is the fit of what is no amount beside amounts: no label alone makes it one.
const unlikeMoney = -0.4

// manyAmounts is how many amounts with cents or a currency show how a sheet prints money.
const manyAmounts = 3

// printsCents reports whether the amounts of a sheet show that they are money.
func (r *Reading) printsCents(n int) bool {
	if r.Plan.Stated && !r.Narrow() {
		return false
	}
	shown := 0
	for _, c := range r.Found[n][plan.Amount] {
		if c.Currency != "" || c.Amount.Scale == 2 {
			shown++
		}
	}
	return shown >= manyAmounts
}

// means reports whether a label names field i: a label of the total that says "without tax" names
// the net one.
func (r *Reading) means(s *layout.Sheet, h plan.Hit, i int) bool {
	return h.Field == i || r.Plan.Fields[i].Role == plan.Net && r.Plan.Fields[h.Field].Role == plan.Gross && contrary(s, h, plan.Gross)
}

// ofPeriod is how much of the doubt in a date for a period is left when it prints as a period.
const ofPeriod = 0.75

// hasForm are the kinds whose values nothing else looks like.
var hasForm = map[plan.Kind]bool{plan.BIC: true, plan.Email: true, plan.IBAN: true}

// behind is the part of a value that stands behind its label: "HRB 48213" is labelled HRB.
func behind(h plan.Hit, v layout.Span) layout.Span {
	if v.From < h.Span.To && v.To > h.Span.To && v.From >= h.Span.From {
		v.From = h.Span.To
	}
	return v
}

// inPeriod weighs a date for a field that begins or ends a period. A label in front of both
// dates serves the second as well.
func inPeriod(s *layout.Sheet, h plan.Hit, c Candidate, f *plan.Field) float64 {
	switch {
	case c.order == 1 && f.Start:
		return relation(s, h, c.Span)
	case c.order == 2 && f.End:
		return max(relation(s, h, c.first), relation(s, h, c.Span))
	case c.order != 0:
		return 0
	}
	if f.Group != "" || len(f.Node.Labels) == 0 && h.Weight >= plan.WeightComposed {
		return 0.95 * relation(s, h, c.Span) // "Valid from" needs no second date
	}
	return 0.7 * relation(s, h, c.Span)
}

// near returns the candidates that a label may point at.
func (r *Reading) near(n int, h plan.Hit, f *plan.Field) []Candidate {
	switch f.Kind {
	case plan.Enum:
		if printsChoices(r.Sheets[n], h, f.Choices) {
			return nil // which one holds only a box can tell
		}
		return textCandidates(r.Plan, r.Sheets[n], h, f)
	case plan.Text, plan.Name, plan.URL, plan.Time, plan.Country, plan.Bool, plan.Address:
		return textCandidates(r.Plan, r.Sheets[n], h, f)
	case plan.Ident:
		all := identCandidates(r.Sheets[n], h)
		if !countsPages(f) {
			all = withoutPageCounts(r.Sheets[n], all)
		}
		if r.Plan.Stated && !plan.IsOfPerson(f.Node) {
			return inDigits(r.Sheets[n], all)
		}
		if len(all) == 0 && !r.Plan.Stated {
			return codeIn(r.Plan, r.Sheets[n], h, f)
		}
		return formed(r.Sheets[n], all, f)
	case plan.Number:
		return r.numberCandidates(n, h, f)
	case plan.IBAN:
		return append(looseIBANs(r.Sheets[n], h), r.Found[n][plan.IBAN]...)
	case plan.VATID:
		return append(looseVATIDs(r.Sheets[n], h), r.Found[n][plan.VATID]...)
	}
	return r.Found[n][f.Kind]
}

// Gather adds an option to the others of the same value.
func Gather(all []Option, o Option) []Option {
	for i := range all {
		if all[i].Value != o.Value {
			continue
		}
		stronger := o.Strength > all[i].Strength
		total := 1 - (1-all[i].Strength)*(1-0.5*o.Strength)
		if stronger {
			total = 1 - (1-0.5*all[i].Strength)*(1-o.Strength)
			all[i].Sheet, all[i].Span, all[i].Readings, all[i].Amount, all[i].Misread = o.Sheet, o.Span, o.Readings, o.Amount, o.Misread
		}
		all[i].Strength = max(total, o.Strength)
		all[i].Places++
		return all
	}
	return append(all, o)
}

// SortOptions puts the strongest option first; equal ones stay in their order.
func SortOptions(all []Option) {
	slices.SortStableFunc(all, func(a, b Option) int { return cmp.Compare(b.Strength, a.Strength) })
}
