package pipeline

import "strings"

// Lines returns the words that a reader of the page sees, line by line in reading order.
func (p *Page) Lines() [][]Word {
	var lines [][]Word
	for i, w := range p.VisibleWords() {
		last := len(lines) - 1
		if i == 0 || lines[last][0].Line != w.Line || lines[last][0].Block != w.Block {
			lines = append(lines, []Word{w})
			continue
		}
		lines[last] = append(lines[last], w)
	}
	return lines
}

// Text returns the page as plain text: a line for each line of words, an empty line between
// blocks.
func (p *Page) Text() string {
	var b strings.Builder
	block := 0
	for i, line := range p.Lines() {
		if i > 0 && line[0].Block != block {
			b.WriteByte('\n')
		}
		block = line[0].Block
		for j, w := range line {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Text returns all pages as plain text, parted by form feeds as pdftotext does.
func (d *Document) Text() string {
	var b strings.Builder
	for i, p := range d.Pages {
		if i > 0 {
			b.WriteByte('\f')
		}
		b.WriteString(p.Text())
	}
	return b.String()
}
