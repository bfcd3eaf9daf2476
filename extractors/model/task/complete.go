package task

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// incomplete records that a list was provably not read whole.
func (f *findings) incomplete(list, detail string) {
	f.remarks = append(f.remarks, remark(pipeline.Reason{Code: pipeline.ReasonRowsIncomplete, Path: list, Detail: detail}))
}

// A count is the evidence for a list's completeness.
type count struct {
	rows    int
	missing []place // lines that look like rows, and that no answer gave
	gaps    int     // numbers that the rows' own numbering leaves out
	summed  bool    // a column adds up to an amount that is printed behind the list
}

// detail says what is missing, "" when nothing provably is. A sum that holds proves all rows.
func (c *count) detail() string {
	switch {
	case c.summed:
		return ""
	case len(c.missing) > 0:
		m := c.missing[0]
		return fmt.Sprintf("%d rows were read; %d more lines look like rows, the first on page %d, line %d", c.rows, len(c.missing), m.page, m.line)
	case c.gaps > 0:
		return fmt.Sprintf("%d rows were read; the rows' own numbers leave out %d", c.rows, c.gaps)
	}
	return ""
}

// count holds what was found of a list against the pages.
func (x *extraction) count(list string, found *findings) count {
	rows := flat(arranged(found.lists[list]))
	taken := map[place]bool{}
	for _, r := range rows {
		taken[r.at] = true
	}
	c := count{rows: len(rows), gaps: x.gaps(rows), missing: x.missing(taken)}
	c.summed = x.summed(rows, c.missing)
	return c
}

// missing are the lines that have what nearly every row has, and that no answer gave.
func (x *extraction) missing(taken map[place]bool) []place {
	core := x.coreColumns(taken)
	if len(core) < 2 {
		return nil
	}
	var all []place
	for _, s := range x.pages {
		for i := range s.lines {
			l := &s.lines[i]
			at := place{s.page.Number, l.number}
			if !taken[at] && l.tabular() && l.has(core) && !l.total() {
				all = append(all, at)
			}
		}
	}
	return all
}

// flat are the innermost rows: those of lists inside rows, where there are any.
func flat(rows []row) []row {
	var all []row
	for _, r := range rows {
		inner := false
		for _, list := range r.lists {
			all, inner = append(all, flat(arranged(list))...), true
		}
		if !inner {
			all = append(all, r)
		}
	}
	return all
}

// A column is where the cells of rows begin or end.
type column struct {
	edge  float64
	right bool // the right edge: numbers; else the left one
}

// aligned is how far edges of one column may differ, in fractions of the page's width; core is
// the share of rows that a column must run through.
const (
	aligned = 0.012
	core    = 0.9
)

func (c column) of(cell *cell) bool {
	d := cell.left - c.edge
	if c.right {
		d = cell.right - c.edge
	}
	return d < aligned && d > -aligned
}

// coreColumns are the columns that nearly every row has.
func (x *extraction) coreColumns(taken map[place]bool) []column {
	var lines []*line
	for _, s := range x.pages {
		for i := range s.lines {
			if l := &s.lines[i]; taken[place{s.page.Number, l.number}] && l.tabular() {
				lines = append(lines, l)
			}
		}
	}
	if len(lines) == 0 {
		return nil
	}
	var columns []column
	for _, l := range lines[:min(len(lines), 5)] { // a first row may be odd
		for i := range l.cells {
			for _, c := range []column{{l.cells[i].left, false}, {l.cells[i].right, true}} {
				if !slices.ContainsFunc(columns, func(o column) bool { return o.right == c.right && o.of(&l.cells[i]) }) && runsThrough(c, lines) {
					columns = append(columns, c)
				}
			}
		}
	}
	return columns
}

func runsThrough(c column, lines []*line) bool {
	n := 0
	for _, l := range lines {
		if slices.ContainsFunc(l.cells, func(cell cell) bool { return c.of(&cell) }) {
			n++
		}
	}
	return float64(n) >= core*float64(len(lines))
}

// has reports whether a line has a cell in each of these columns.
func (l *line) has(columns []column) bool {
	for _, c := range columns {
		if !slices.ContainsFunc(l.cells, func(cell cell) bool { return c.of(&cell) }) {
			return false
		}
	}
	return true
}

// totals begin lines that sum up, in the shipped languages.
var totals = []string{
	"total", "subtotal", "sum", "carried", "brought", "balance", "summe", "zwischensumme", "gesamt", "gesamtbetrag", "übertrag", "saldo",
	"soustotal", "sous", "report", "reporter", "suma", "saldo", "riporto", "totale", "totaal", "subtotaal", "razem", "ogółem",
}

// total reports whether a line sums up others.
func (l *line) total() bool {
	for i := range l.cells {
		for _, w := range l.cells[i].words {
			if slices.Contains(totals, strings.ToLower(strings.Trim(w.Text, ".:,-()"))) {
				return true
			}
		}
	}
	return false
}

// gaps counts the numbers that rows leave out which number themselves one by one.
func (x *extraction) gaps(rows []row) int {
	var numbers []int
	for _, r := range rows {
		if s := x.sheet(r.at.page); s != nil && r.at.line >= 1 && r.at.line <= len(s.lines) {
			if n, err := strconv.Atoi(strings.TrimRight(s.lines[r.at.line-1].cells[0].text(), ".)")); err == nil {
				numbers = append(numbers, n)
			}
		}
	}
	steps, left := 0, 0
	for i := 1; i < len(numbers); i++ {
		switch d := numbers[i] - numbers[i-1]; {
		case d == 1:
			steps++
		case d > 1 && d <= len(rows):
			left += d - 1
		}
	}
	if len(numbers)*10 < len(rows)*9 || steps*10 < len(numbers)*7 {
		return 0
	}
	return left
}

// summed reports whether a column's sum is printed behind all rows and all lines that look like
// one: a sum that is carried forward proves only what stands before it. Only columns of
// amounts with decimals count: small whole numbers are printed everywhere.
func (x *extraction) summed(rows []row, missing []place) bool {
	last := place{}
	for _, r := range rows {
		if last.before(r.at) {
			last = r.at
		}
	}
	if n := len(missing); n > 0 && last.before(missing[n-1]) {
		last = missing[n-1]
	}
	sums, filled := map[string]extractors.Ticks{}, map[string]int{}
	for _, r := range rows {
		for pointer, v := range r.leaves {
			if t, decimals := ticks(plainCell(v)); decimals {
				sums[pointer] += t
				filled[pointer]++
			}
		}
	}
	printed := map[extractors.Ticks]bool{}
	for _, s := range x.pages {
		for i := range s.lines {
			if l := &s.lines[i]; last.before(place{s.page.Number, l.number}) {
				l.amounts(printed)
			}
		}
	}
	for pointer, sum := range sums {
		if len(rows) > 1 && filled[pointer] == len(rows) && sum != 0 && printed[sum] {
			return true
		}
	}
	return false
}

func (l *line) amounts(into map[extractors.Ticks]bool) {
	for i := range l.cells {
		texts := []string{l.cells[i].text()}
		for _, w := range l.cells[i].words {
			texts = append(texts, w.Text)
		}
		for _, text := range texts {
			for _, a := range extractors.ReadAmount(text, 0) {
				into[a.Ticks] = true
			}
		}
	}
}

// ticks is a value's worth, and whether it is an amount with decimals.
func ticks(v any) (extractors.Ticks, bool) {
	var text string
	switch v := v.(type) {
	case string:
		text = v
	case json.Number:
		text = string(v)
	}
	if all := extractors.ReadAmount(text, '.'); len(all) > 0 {
		return all[0].Ticks, all[0].Scale > 0 || all[0].Ticks%extractors.TicksPerOne != 0
	}
	return 0, false
}
