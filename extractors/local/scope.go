package local

import (
	"math"
	"strings"

	"docpipe/schemas"
)

// A scope is the part of a sheet under the heading of one group of the schema: "Tenant" above the
// tenant's name, address and e-mail. Labels in it speak of that group.
type scope struct {
	group    string // pointer; "" for a heading that the schema does not know
	row      int    // of the heading
	to       int    // row after the scope
	x0, x1   float64
	headline span
}

// addGroup enters how the heading of a group may read.
func (p *plan) addGroup(n *schemas.Node) {
	if n.Name == "" || len(n.Labels) > 0 {
		return
	}
	index := len(p.scopes)
	p.scopes = append(p.scopes, n.Pointer)
	for _, name := range [][]string{folded(n.Title), nameWords(n)} {
		p.headings.add(index, name, weightTitle)
		if len(name) > 0 {
			p.headings.addWords(index, name, nil)
		}
	}
}

// findScopes finds the headings of groups on a sheet, and where each scope ends.
func (r *reading) findScopes(n int) []scope {
	if len(r.plan.scopes) == 0 {
		return nil
	}
	s := r.sheets[n]
	heads := map[int]hit{} // by segment
	for _, h := range r.plan.headings.findHits(s, r.languages) {
		seg := s.segOf[h.span.from]
		if old, ok := heads[seg]; h.weight >= 0.6 && s.isAlone(h) && (!ok || h.weight > old.weight) {
			heads[seg] = h
		}
	}
	var all []scope
	for row := range s.rows {
		before := len(all)
		for _, seg := range s.segmentsOf(row) {
			if h, ok := heads[seg]; ok {
				all = append(all, s.newScope(r.plan.scopes[h.field], h))
			}
		}
		switch found := len(all) - before; {
		case found == 0 && s.isHeadline(row):
			all = append(all, s.newScope("", hit{span: s.rows[row]}))
		case found > 0 && found < len(s.segmentsOf(row)):
			all = all[:before] // a label with its value
		}
	}
	s.endScopes(all)
	return all
}

// isAlone reports whether a hit explains its whole segment.
func (s *sheet) isAlone(h hit) bool {
	seg := s.segs[s.segOf[h.span.from]]
	return seg.from == h.span.from && (h.span.to == seg.to || strings.Trim(s.text(span{h.span.to, seg.to}), ":-– ") == "")
}

func (s *sheet) segmentsOf(row int) []int {
	var all []int
	for i := s.rows[row].from; i < s.rows[row].to; i = s.segs[s.segOf[i]].to {
		all = append(all, s.segOf[i])
	}
	return all
}

func (s *sheet) newScope(group string, h hit) scope {
	x0, _, x1, _ := s.bounds(h.span)
	return scope{group: group, row: s.rowOf[h.span.from], x0: x0, x1: x1, headline: h.span}
}

// longestHeadline is how many words a heading has at most.
const longestHeadline = 6

// isHeadline reports whether a row looks like a heading: a few words alone, farther from what
// stands above than from what stands below.
func (s *sheet) isHeadline(row int) bool {
	line := s.rows[row]
	if row+1 >= len(s.rows) || line.to-line.from > longestHeadline || s.segOf[line.from] != s.segOf[line.to-1] ||
		s.hasDigit(line) || strings.Contains(s.text(line), ":") {
		return false
	}
	_, y0, _, y1 := s.bounds(line)
	_, next, _, _ := s.bounds(s.rows[row+1])
	above := math.Inf(1)
	if row > 0 {
		_, _, _, a1 := s.bounds(s.rows[row-1])
		above = y0 - a1
	}
	return above > 0.9*s.line && above > 1.4*(next-y1)
}

// endScopes lets each scope reach down to the next heading in its columns, and to the right as
// far as the next heading of its row.
func (s *sheet) endScopes(all []scope) {
	for i := range all {
		a := &all[i]
		a.to, a.x0 = len(s.rows), a.x0-2*s.line
		right := math.Inf(1)
		for j := range all {
			if b := &all[j]; b.row == a.row && b.x0 > a.x1 {
				right = min(right, b.x0-2*s.line)
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
func (r *reading) scopeAt(n, i int) string {
	s := r.sheets[n]
	for _, sc := range r.scopes[n] {
		if row := s.rowOf[i]; row > sc.row && row < sc.to && s.tokens[i].x0 >= sc.x0 && s.tokens[i].x0 < sc.x1 {
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
func (r *reading) inScope(n int, h hit, f *field) float64 {
	at := r.scopeAt(n, h.span.from)
	switch {
	case at == "":
		if f.group != "" && r.scoped[f.group] {
			return h.weight * outside
		}
		return h.weight
	case at == f.group:
		return h.weight + 0.3*(1-h.weight)
	case f.group == "" || strings.HasPrefix(f.group, at+"/"): // a group inside is somebody else
		return h.weight * outside
	}
	return h.weight * elsewhere
}
