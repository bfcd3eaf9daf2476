package task

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"docpipe/pipeline"
)

// A window is what one call is shown: pages or parts of pages, in order.
type window []view

// A view is lines from to to-1 of a page.
type view struct {
	sheet    *sheet
	from, to int
}

// lines are those that are shown.
func (v view) lines() []line { return v.sheet.lines[v.from:v.to] }

// sheets lays out every page of d that was read. Pages without words are kept for their image.
func sheets(d *pipeline.Document) []*sheet {
	var all []*sheet
	for _, p := range d.Pages {
		if p.State == pipeline.PageRead {
			all = append(all, newSheet(p))
		}
	}
	return all
}

// windows cuts pages into windows of at most this many.
func windows(pages []*sheet, most int) []window {
	var all []window
	for from := 0; from < len(pages); from += most {
		var w window
		for _, s := range pages[from:min(from+most, len(pages))] {
			w = append(w, view{s, 0, len(s.lines)})
		}
		all = append(all, w)
	}
	return all
}

// scanned reports whether a page's words were recognised from its image: then the image says
// more. A text layer says what the page says, at a third of the price.
func (w window) scanned() bool {
	return slices.ContainsFunc(w, func(v view) bool { return v.sheet.page.TextFrom != pipeline.TextFromLayer })
}

// pictured reports whether a view is worth its page's image: not a few lines of it.
func (v view) pictured() bool { return 3*(v.to-v.from) >= len(v.sheet.lines) }

func (w window) pictured() int {
	n := 0
	for _, v := range w {
		if v.pictured() {
			n++
		}
	}
	return n
}

// divisible reports whether halves can be made.
func (w window) divisible() bool {
	return len(w) > 1 || len(w) == 1 && w[0].to-w[0].from > 1
}

// halves cuts a window into two: between pages, or within its only page.
func (w window) halves() (window, window) {
	if n := len(w) / 2; n > 0 {
		return w[:n], w[n:]
	}
	v := w[0]
	middle := (v.from + v.to) / 2
	return window{{v.sheet, v.from, middle}}, window{{v.sheet, middle, v.to}}
}

// tagged is the view as the model gets it.
func (v view) tagged(numbered bool) string {
	return fmt.Sprintf("<page number=\"%d\">\n%s</page>", v.sheet.page.Number, v.text(numbered))
}

// text is the view's lines, each on a line of its own with its number where asked for.
func (v view) text(numbered bool) string {
	var b strings.Builder
	lines := v.lines()
	for i := range lines {
		if numbered {
			fmt.Fprintf(&b, "%d:%d|", v.sheet.page.Number, lines[i].number)
		}
		if i > 0 && lines[i].top-lines[i-1].bottom > lines[i].bottom-lines[i].top {
			if !numbered {
				b.WriteByte('\n')
			}
		}
		lines[i].write(&b)
		b.WriteByte('\n')
	}
	return b.String()
}

// columns is how many characters a page is wide.
const columns = 100

// write puts each cell at its place across the page, as far as the cells before it leave room.
func (l *line) write(b *strings.Builder) {
	at := 0
	for i := range l.cells {
		pad := int(l.cells[i].left*columns) - at
		if i > 0 {
			pad = max(pad, 2)
		}
		if pad > 0 {
			b.WriteString(strings.Repeat(" ", min(pad, columns)))
			at += pad
		}
		text := l.cells[i].text()
		b.WriteString(text)
		at += utf8.RuneCountInString(text)
	}
}
