package task

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// claims states everything that was found, rows numbered by where they stand.
func (f *findings) claims(x *extraction) []extractors.Claim {
	all := slices.Clone(f.fields)
	for _, list := range slices.Sorted(maps.Keys(f.lists)) {
		all = append(all, x.rowClaims(list, arranged(f.lists[list]))...)
	}
	reader := modelReader
	if len(f.models) > 0 {
		reader += " (" + strings.Join(f.models, ", ") + ")"
	}
	for i := range all {
		all[i].Reader, all[i].Source = reader, pipeline.SourceModel
	}
	return append(all, f.remarks...)
}

// arranged puts rows in the order in which they stand on the document. Neighbouring windows
// show some rows twice: the later one shows them from their beginning, and wins. Rows that
// hold lists go on from window to window.
func arranged(rows []row) []row {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int {
		switch {
		case a.at.before(b.at):
			return -1
		case b.at.before(a.at):
			return 1
		}
		return 0
	})
	var all []row
	for _, r := range rows {
		switch i := shownBefore(all, &r); {
		case i >= 0 && len(r.leaves) >= len(all[i].leaves):
			all[i] = joined(r, all[i])
		case i >= 0:
			all[i] = joined(all[i], r)
		case len(all) > 0 && goesOn(&all[len(all)-1], &r):
			all[len(all)-1] = joined(all[len(all)-1], r)
		default:
			all = append(all, r)
		}
	}
	return all
}

// shownBefore finds the row that another window showed too, among the last ones: rows come in
// the order of their places.
func shownBefore(all []row, r *row) int {
	for i := len(all) - 1; i >= 0 && all[i].at == r.at; i-- {
		if twice(&all[i], r) {
			return i
		}
	}
	return -1
}

// twice reports whether two windows showed the same row.
func twice(a, b *row) bool {
	if a.window == b.window {
		return false
	}
	if a.at == (place{}) || b.at == (place{}) {
		return a.at == b.at && maps.EqualFunc(a.leaves, b.leaves, sameCell)
	}
	return a.at == b.at
}

func sameCell(a, b any) bool { return plainCell(a) == plainCell(b) }

// plainCell is a cell's value without its quote.
func plainCell(v any) any {
	if group, ok := v.(map[string]any); ok {
		return group["v"]
	}
	return v
}

// goesOn reports whether b is the rest of a, as the next window showed it.
func goesOn(a, b *row) bool {
	if len(a.lists) == 0 || len(b.lists) == 0 || a.window == b.window {
		return false
	}
	for pointer, v := range b.leaves {
		if w, ok := a.leaves[pointer]; ok && !sameCell(v, w) {
			return false
		}
	}
	return true
}

// joined is a with what only b has; neither changes.
func joined(a, b row) row {
	leaves, lists := maps.Clone(b.leaves), maps.Clone(b.lists)
	maps.Copy(leaves, a.leaves)
	for pointer, rows := range a.lists {
		lists[pointer] = slices.Concat(rows, b.lists[pointer])
	}
	a.leaves, a.lists = leaves, lists
	return a
}

// rowClaims states rows, each cell with the lines of its row as evidence.
func (x *extraction) rowClaims(list string, rows []row) []extractors.Claim {
	var all []extractors.Claim
	for i, r := range rows {
		next := place{}
		if i+1 < len(rows) {
			next = rows[i+1].at
		}
		lines := x.region(r.at, next)
		base := list + "/" + strconv.Itoa(i)
		for _, pointer := range slices.Sorted(maps.Keys(r.leaves)) {
			c := extractors.Claim{Pointer: base + pointer, Value: r.leaves[pointer]}
			e := lines
			if leaf, ok := c.Value.(map[string]any); ok {
				c.Value = leaf["v"]
				e.Quote, _ = leaf["q"].(string)
			}
			if e.Quote != "" || e.Box != nil {
				c.Evidence = []pipeline.Evidence{e}
			}
			all = append(all, c)
		}
		for _, pointer := range slices.Sorted(maps.Keys(r.lists)) {
			all = append(all, x.rowClaims(base+pointer, arranged(r.lists[pointer]))...)
		}
	}
	return all
}

// mostRowLines is how many lines a row can take.
const mostRowLines = 8

// region is where a row stands: from its line to the next row's.
func (x *extraction) region(at, next place) pipeline.Evidence {
	e := pipeline.Evidence{Page: at.page}
	for _, s := range x.pages {
		if s.page.Number != at.page || at.line < 1 || at.line > len(s.lines) {
			continue
		}
		end := min(at.line+mostRowLines-1, len(s.lines))
		if next.page == at.page && next.line > at.line {
			end = min(end, next.line-1)
		} else {
			end = s.restOf(at.line, end)
		}
		var box pipeline.Box
		for _, l := range s.lines[at.line-1 : max(end, at.line)] {
			box = box.Union(l.box)
		}
		e.Box = &box
	}
	return e
}

// restOf is the last line of a row that no other row follows: before the next line that looks
// like one.
func (s *sheet) restOf(line, end int) int {
	for n := line + 1; n <= end; n++ {
		if s.lines[n-1].tabular() {
			return n - 1
		}
	}
	return end
}
