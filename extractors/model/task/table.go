package task

// tabular reports whether a line looks like a row: cells side by side, one of them with digits.
func (l *line) tabular() bool {
	if len(l.cells) < 2 {
		return false
	}
	for i := range l.cells {
		if l.cells[i].digits {
			return true
		}
	}
	return false
}

// What makes lines a table: this many that look like rows, with at most so many others between
// two of them.
const (
	tableRows  = 3
	tableGap   = 4
	headerRows = 3 // lines above a table that may name its columns
)

// tableLines returns the indices of lines that look like rows of tables.
func (s *sheet) tableLines() []int {
	var all, run []int
	flush := func() {
		if len(run) >= tableRows {
			all = append(all, run...)
		}
		run = nil
	}
	for i := range s.lines {
		if !s.lines[i].tabular() {
			continue
		}
		if len(run) > 0 && i-run[len(run)-1] > tableGap+1 {
			flush()
		}
		run = append(run, i)
	}
	flush()
	return all
}

// rows is how many lines of the window look like rows of tables.
func (w window) rows() int {
	n := 0
	for _, v := range w {
		for _, l := range v.lines() {
			if l.tabular() {
				n++
			}
		}
	}
	return n
}

// cutRows cuts pages into windows of at most this many rows. Neighbours share the last rows,
// and each begins with the lines above the first table, which name the columns.
func cutRows(pages []*sheet, most, overlap int) []window {
	c := cutter{most: most, overlap: overlap, header: columnNames(pages)}
	for _, s := range pages {
		c.page(s)
	}
	c.close()
	return c.all
}

// columnNames are the lines above the first table.
func columnNames(pages []*sheet) view {
	for _, s := range pages {
		if rows := s.tableLines(); len(rows) > 0 {
			return view{s, max(0, rows[0]-headerRows), rows[0]}
		}
	}
	return view{}
}

type cutter struct {
	most, overlap int
	header        view
	all           []window
	window        window
	starts        []view // of the last rows, where the next window begins
	rows          int
}

// page adds a page's lines, and closes a window before each row that is one too many.
func (c *cutter) page(s *sheet) {
	from := 0
	for i := range s.lines {
		if !s.lines[i].tabular() {
			continue
		}
		if c.rows == c.most {
			c.extend(view{s, from, i})
			c.next(s, i)
			from = i
		}
		c.rows++
		c.starts = append(c.starts, view{s, i, i})
		c.starts = c.starts[max(0, len(c.starts)-c.overlap):]
	}
	c.extend(view{s, from, len(s.lines)})
}

// extend adds lines to the window, to those of the same page where they go on.
func (c *cutter) extend(v view) {
	if v.from == v.to {
		return
	}
	if n := len(c.window); n > 0 && c.window[n-1].sheet == v.sheet && c.window[n-1].to == v.from {
		c.window[n-1].to = v.to
		return
	}
	c.window = append(c.window, v)
}

// next begins a window with the last rows of the one before, up to line i of s.
func (c *cutter) next(s *sheet, i int) {
	starts := c.starts
	c.close()
	if len(starts) == 0 {
		return
	}
	first := starts[0]
	if first.sheet != s {
		c.window = append(c.window, view{first.sheet, first.from, len(first.sheet.lines)})
		first = view{s, 0, 0}
	}
	c.extend(view{s, first.from, i})
	c.rows = len(starts)
}

func (c *cutter) close() {
	if c.rows > 0 {
		c.all = append(c.all, c.headed(c.window))
	}
	c.window, c.rows = nil, 0
}

// headed is a window that begins with the names of the columns.
func (c *cutter) headed(w window) window {
	if h := c.header; h.sheet != nil && h.from < h.to && (w[0].sheet != h.sheet || w[0].from > h.from) {
		if w[0].sheet == h.sheet && w[0].from < h.to {
			h.to = w[0].from
		}
		return append(window{h}, w...)
	}
	return w
}
