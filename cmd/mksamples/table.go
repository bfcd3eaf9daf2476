package main

// A Column is one column of a table; amounts stand right.
type Column struct {
	Title string
	X, W  float64 // points
	Right bool
}

// A Grid is how a table looks.
type Grid struct {
	Head   Style
	Cell   Style
	Shade  Ink     // behind the header
	Row    float64 // height of a one-line row, points
	Rules  bool    // a hairline under each row
	Frames bool    // vertical lines too
}

// Table draws header and rows from y downwards and returns where it ends. Text too wide for
// its column wraps into further lines of the row.
func (p *Page) Table(y float64, columns []Column, g Grid, rows [][]string) float64 {
	first, last := columns[0], columns[len(columns)-1]
	left, right := first.X, last.X+last.W
	top := y
	p.Box(left, y, right-left, g.Row+2, g.Shade)
	for _, c := range columns {
		p.cell(c, y+g.Row*0.7, g.Head, c.Title)
	}
	y += g.Row + 2
	for _, row := range rows {
		y = p.row(y, columns, g, row)
		if g.Rules {
			p.Rule(left, right, y, 0.4, hair)
		}
	}
	if g.Frames {
		for _, c := range columns[1:] {
			p.Box(c.X, top, 0.4, y-top, hair)
		}
		p.Frame(left, top, right-left, y-top, 0.6, grey)
	}
	return y
}

// row draws one row and returns where the next one starts.
func (p *Page) row(y float64, columns []Column, g Grid, row []string) float64 {
	leading := g.Cell.Size * 1.25
	deepest := 1
	for i, c := range columns {
		lines := g.Cell.Wrap(row[i], c.W-8)
		for n, line := range lines {
			p.cell(c, y+g.Row*0.7+float64(n)*leading, g.Cell, line)
		}
		deepest = max(deepest, len(lines))
	}
	return y + g.Row + float64(deepest-1)*leading
}

func (p *Page) cell(c Column, y float64, st Style, s string) {
	if c.Right {
		p.Right(c.X+c.W-4, y, st, s)
		return
	}
	p.Left(c.X+4, y, st, s)
}
