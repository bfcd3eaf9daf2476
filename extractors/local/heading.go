package local

// A column is one recognised column of a table, with the place of its heading.
type column struct {
	field  int
	x0, x1 float64
	weight float64
}

// continues reports whether a heading is that of the same table again, on a later page.
func continues(first, again []column) bool {
	shared := 0
	for _, a := range first {
		for _, b := range again {
			if a.field == b.field {
				shared++
			}
		}
	}
	return 4*shared >= 3*len(first)
}

// headerLines is how many rows a heading may take.
const headerLines = 3

// headerAt reads a heading that begins in row from: at least two columns, one of them amounts,
// and a row with more than one.
func headerAt(s *sheet, l *list, hits []hit, from int) (columns []column, last int) {
	best := map[int]column{}
	inRow := 0
	for _, h := range hits {
		row := s.rowOf[h.span.from]
		if row < from || row >= from+headerLines || h.weight < 0.45 {
			continue
		}
		if row > from && s.tokens[s.rows[row].from].y0-s.tokens[s.rows[row-1].from].y1 > 1.2*s.line {
			continue
		}
		if old, ok := best[h.field]; ok && old.weight >= h.weight {
			continue
		}
		x0, _, x1, _ := s.bounds(s.segs[s.segOf[h.span.from]])
		if z0, _, z1, _ := s.bounds(h.span); x1-x0 > 3*(z1-z0)+4*s.line {
			x0, x1 = z0, z1
		}
		best[h.field] = column{field: h.field, x0: x0, x1: x1, weight: h.weight}
		if row == from {
			inRow++
		}
		last = max(last, row)
	}
	if !isHeader(l, best, inRow) {
		return nil, 0
	}
	for f := range l.fields {
		if c, ok := best[f]; ok {
			columns = append(columns, c)
		}
	}
	return dropShared(columns), max(last, from)
}

// isHeader demands columns beside each other: labels of sums stand below each other.
func isHeader(l *list, columns map[int]column, inRow int) bool {
	beside := false
	for _, a := range columns {
		for _, b := range columns {
			beside = beside || a.x1 < b.x0
		}
	}
	if !beside {
		return false
	}
	amounts, others := 0, 0
	for f := range columns {
		if l.fields[f].kind == kindAmount {
			amounts++
		} else {
			others++
		}
	}
	return inRow > 0 && amounts > 0 && (others > 0 && amounts > 1 || others > 1)
}

// dropShared keeps the better of two fields that read the same heading.
func dropShared(columns []column) []column {
	var kept []column
	for _, c := range columns {
		replaced := false
		for i := range kept {
			if kept[i].x0 == c.x0 && kept[i].x1 == c.x1 {
				replaced = true
				if c.weight > kept[i].weight {
					kept[i] = c
				}
			}
		}
		if !replaced {
			kept = append(kept, c)
		}
	}
	return kept
}
