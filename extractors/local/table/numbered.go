package table

import (
	"strconv"
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
)

// withoutNumbers takes the numbers off the texts of a column in which each row begins with its own:
// "1. Mathematics", "2. English". They count the rows, and say nothing of what a row is about.
func withoutNumbers(r *evidence.Reading, l *plan.List, rows []tableRow) []tableRow {
	if len(rows) < 2 {
		return rows
	}
	for f := range l.Fields {
		if l.Fields[f].Kind != plan.Text && l.Fields[f].Kind != plan.Name || !counted(r, rows, f) {
			continue
		}
		for i := range rows {
			o := rows[i].values[f]
			_, o.Value, _ = strings.Cut(o.Value, " ")
			o.Span.From++
			rows[i].values[f] = o
		}
	}
	return rows
}

// counted reports whether the first word of field f in each row is the number of the row, and not all.
func counted(r *evidence.Reading, rows []tableRow, f int) bool {
	for i, row := range rows {
		o, ok := row.values[f]
		if !ok || o.Span.To-o.Span.From < 2 {
			return false
		}
		first := r.Sheets[o.Sheet].Tokens[o.Span.From].Text
		if strings.TrimRight(first, ".)") != strconv.Itoa(i+1) || !strings.HasPrefix(o.Value, first+" ") {
			return false
		}
	}
	return true
}
