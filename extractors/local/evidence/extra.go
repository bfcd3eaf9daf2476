package evidence

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// addUnlabelled adds what needs no label: account numbers have an unmistakable form, and the
// only date of a document is its date. Without a label it is weaker than any good one.
func (r *Reading) addUnlabelled(i int) {
	f := &r.Plan.Fields[i]
	switch {
	case f.Kind == plan.IBAN || f.Kind == plan.BIC:
		r.addAlone(i, f.Kind, 0.45)
	case f.Kind == plan.Email && r.ByIssuer(f):
		r.addAlone(i, plan.Email, 0.6)
	case f.Kind == plan.Phone && r.ByIssuer(f) && !plan.Has(plan.NameWords(f.Node), "fax"):
		r.addAlone(i, plan.Phone, 0.6)
	case f.Kind == plan.VATID:
		r.addAlone(i, plan.VATID, 0.35)
	case f.Kind == plan.Time && f.Party == "":
		r.addBesideDate(i)
	case f.Primary:
		r.addAlone(i, plan.Date, 0.3)
		r.addStanding(i)
	}
}

// addBesideDate offers the time of day that stands right behind the document's date.
func (r *Reading) addBesideDate(i int) {
	for j := range r.Plan.Fields {
		if !r.Plan.Fields[j].Primary || len(r.Options[j]) == 0 {
			continue
		}
		o := r.Options[j][0]
		s, at := r.Sheets[o.Sheet], o.Span.To
		if at >= len(s.Tokens) || s.RowOf[at] != s.RowOf[o.Span.From] {
			return
		}
		if value, ok := timeOf(&r.Plan.Fields[i], s.Tokens[at].Text); ok && len(r.Options[i]) == 0 {
			r.Options[i] = []Option{{Value: value, Sheet: o.Sheet, Span: layout.Span{From: at, To: at + 1}, Strength: 0.9}}
		}
	}
}

// ByIssuer reports whether a field is of the one who wrote the document.
func (r *Reading) ByIssuer(f *plan.Field) bool {
	for _, g := range r.Plan.Groups {
		if g.Node.Pointer == f.Party {
			return g.Issuer
		}
	}
	return false
}

// speaks reports whether a candidate needs no label to be what it is. A telephone number does that by
// its + or bracket, a BIC of letters alone beside its IBAN: "COMISION" has the form of one too.
func (r *Reading) speaks(n int, c Candidate, k plan.Kind) bool {
	s := r.Sheets[n]
	switch k {
	case plan.Phone:
		before := c.Span.From - 1
		fax := before >= 0 && s.RowOf[before] == s.RowOf[c.Span.From] && strings.Contains(s.Tokens[before].Fold, "fax")
		return c.Fit >= 0.9 && !fax
	case plan.BIC:
		row := s.RowOf[c.Span.From]
		return s.HasDigit(c.Span) || slices.ContainsFunc(r.Found[n][plan.IBAN], func(iban Candidate) bool {
			last := s.RowOf[iban.Span.From]
			return last-1 <= row && row <= last+1
		})
	}
	return true
}

// addAlone offers the candidates of a kind; the only value there is counts for more.
func (r *Reading) addAlone(i int, k plan.Kind, strength float64) {
	distinct := map[string]bool{}
	for n := range r.Sheets {
		for _, c := range r.Found[n][k] {
			if r.speaks(n, c, k) && !r.taken(i, c.Value, k) {
				distinct[c.Value] = true
			}
		}
	}
	if len(distinct) == 1 {
		strength += 0.3
	}
	for n := range r.Sheets {
		for _, c := range r.Found[n][k] {
			o := Option{Value: c.Value, Readings: c.Readings, Sheet: n, Span: c.Span, More: c.more, Strength: strength, Exact: c.Exact, Misread: c.misread}
			if !r.speaks(n, c, k) {
				continue
			}
			if c.Exact && k == plan.IBAN {
				o.Proven = "its check digits hold"
			}
			if !r.offered(i, o) && !r.taken(i, c.Value, k) {
				r.Options[i] = append(r.Options[i], o)
			}
		}
	}
	SortOptions(r.Options[i])
}

// offered reports whether a value is an option already, and adds what speaks for it: a poor label
// does not make it less likely.
func (r *Reading) offered(i int, same Option) bool {
	for j := range r.Options[i] {
		if o := &r.Options[i][j]; o.Value == same.Value {
			if o.Proven == "" {
				o.Proven = same.Proven
			}
			o.Strength = max(o.Strength, same.Strength)
			return true
		}
	}
	return false
}

// taken reports whether a label gives an identifier to another field of the same kind.
func (r *Reading) taken(i int, value string, k plan.Kind) bool {
	for j := range r.Options {
		if j == i || r.Plan.Fields[j].Kind != k || k == plan.Date {
			continue
		}
		if len(r.Options[j]) > 0 && r.Options[j][0].Value == value && r.Options[j][0].Places > 0 {
			return true
		}
	}
	return false
}

// inHeading reports whether a label stands in the row that names the document and its number:
// only there does a bare "of" or "vom" before a date mean the document's date.
func (r *Reading) inHeading(n, row int) bool {
	for _, h := range r.Hits[n] {
		f := &r.Plan.Fields[h.Field]
		if f.Node.Pointer == "/number" && r.Sheets[n].RowOf[h.Span.From] == row && h.Weight > 0.3 {
			return true
		}
	}
	return false
}

// bare reports whether a label is one short word such as "vom", "du" or "le".
func bare(s *layout.Sheet, sp layout.Span) bool {
	return sp.To-sp.From == 1 && len(s.Tokens[sp.From].Fold) < 4 && extractors.Fold(s.Tokens[sp.From].Text) != ""
}
