package evidence

import (
	"math"
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A scope is the part of a sheet under the heading of one group of the schema: "Tenant" above the
// tenant's name, address and e-mail. Labels in it speak of that group.
type scope struct {
	group    string // pointer; "" for a heading that the schema does not know
	row      int    // of the heading
	to       int    // row after the scope
	x0, x1   float64
	headline layout.Span
}

// findScopes finds the headings of groups on a sheet, and where each scope ends.
func (r *Reading) findScopes(n int) []scope {
	if len(r.Plan.Scopes) == 0 {
		return nil
	}
	s := r.Sheets[n]
	heads := map[int]plan.Hit{} // by segment
	for _, h := range r.Plan.Headings.FindHits(s, r.Languages) {
		seg := s.SegOf[h.Span.From]
		if old, ok := heads[seg]; h.Said >= 0.6 && isAlone(s, h) && (!ok || h.Said > old.Said) {
			heads[seg] = h
		}
	}
	var all []scope
	for row := range s.Rows {
		before := len(all)
		for _, seg := range s.SegmentsOf(row) {
			if h, ok := heads[seg]; ok {
				all = append(all, newScope(s, r.Plan.Scopes[h.Field], h))
			}
		}
		switch found := len(all) - before; {
		case found == 0 && s.IsHeadline(row):
			all = append(all, newScope(s, "", plan.Hit{Span: s.Rows[row]}))
		case found > 0 && found < len(s.SegmentsOf(row)):
			all = all[:before] // a label with its value
		}
	}
	endScopes(s, all)
	return all
}

// isAlone reports whether a hit explains its whole segment, but for words of headings.
func isAlone(s *layout.Sheet, h plan.Hit) bool {
	seg := s.Segs[s.SegOf[h.Span.From]]
	first := s.LabelStart(seg) == h.Span.From || plan.HeadStart(s, seg) == h.Span.From
	return first && (h.Span.To == seg.To || h.Span.To == plan.HeadEnd(s, seg) || strings.Trim(s.Text(layout.Span{From: h.Span.To, To: seg.To}), ":-– ") == "")
}

func newScope(s *layout.Sheet, group string, h plan.Hit) scope {
	x0, _, x1, _ := s.Bounds(s.Segs[s.SegOf[h.Span.From]])
	return scope{group: group, row: s.RowOf[h.Span.From], x0: x0, x1: x1, headline: h.Span}
}

// endScopes lets each scope reach down to the next heading in its columns, and to the right as
// far as the next heading of its row.
func endScopes(s *layout.Sheet, all []scope) {
	for i := range all {
		a := &all[i]
		a.to, a.x0 = len(s.Rows), a.x0-2*s.Line
		right := math.Inf(1)
		for j := range all {
			if b := &all[j]; b.row == a.row && b.x0 > a.x1 {
				right = min(right, b.x0-2*s.Line)
			}
		}
		a.x1 = right
	}
	for i := range all {
		for j := range all {
			if a, b := &all[i], &all[j]; b.row > a.row && b.x0 < a.x1 && b.x1 > a.x0 {
				a.to = min(a.to, b.row)
			}
		}
	}
}

// scopeAt returns the group in whose scope a token lies, "" for none.
func (r *Reading) scopeAt(n, i int) string {
	s := r.Sheets[n]
	for _, sc := range r.scopes[n] {
		if row := s.RowOf[i]; row > sc.row && row < sc.to && s.Tokens[i].X0 >= sc.x0 && s.Tokens[i].X0 < sc.x1 {
			return sc.group
		}
	}
	return ""
}

// Shares of a label's weight that are left by the scope it stands in.
const (
	elsewhere = 0.25 // under the heading of another group
	outside   = 0.7  // under none, where its group has a heading
)

// inScope weighs a label of a field by the heading that it stands under.
func (r *Reading) inScope(n int, h plan.Hit, f *plan.Field) float64 {
	at := r.scopeAt(n, h.Span.From)
	switch {
	case at == "":
		if f.Group != "" && r.scoped[f.Group] {
			return h.Weight * outside
		}
		return h.Weight
	case at == f.Group:
		return h.Weight + 0.3*(1-h.Weight)
	case f.Group == "" && !r.sharedWith(n, h, at):
		return h.Weight
	case f.Group == "" || strings.HasPrefix(f.Group, at+"/"): // a group inside is somebody else
		return h.Weight * outside
	}
	return h.Weight * elsewhere
}

// sharedWith reports whether a label names a field of a group as well.
func (r *Reading) sharedWith(n int, h plan.Hit, group string) bool {
	return slices.ContainsFunc(r.Hits[n], func(o plan.Hit) bool {
		return o.Span == h.Span && r.Plan.Fields[o.Field].Group == group
	})
}
