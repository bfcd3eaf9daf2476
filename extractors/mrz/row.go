package mrz

import (
	"strings"

	"docpipe/pipeline"
)

// A row is a run of words that could be one line of a zone.
type row struct {
	text       string // in the zone's alphabet
	raw        string // as its words say it
	second     string // another reading of it, "" for none
	box        pipeline.Box
	upright    pipeline.Box // as on the page turned upright
	confidence float64      // the lowest of its words
}

// Rows shorter than this are no line of a zone, whatever is lost at their ends.
const (
	fewest = 24
	most   = 50
)

// rowsOf finds the rows of a page, from top to bottom.
func rowsOf(p *pipeline.Page) []row {
	var rows []row
	words := p.VisibleWords()
	for from := 0; from < len(words); {
		to := from + 1
		for to < len(words) && joins(p, &words[to-1], &words[to]) {
			to++
		}
		if r, ok := newRow(p, words[from:to]); ok {
			rows = append(rows, r)
		}
		from = to
	}
	return rows
}

// joins reports whether b goes on with the line of a: no gap is wider than three characters.
func joins(p *pipeline.Page, a, b *pipeline.Word) bool {
	if a.Line != b.Line {
		return false
	}
	left, right := upright(a.Box, p.Turn), upright(b.Box, p.Turn)
	wide := (left.Width() + right.Width()) / float64(max(1, len(a.Text)+len(b.Text)))
	return right[0]-left[2] < 3*wide
}

func newRow(p *pipeline.Page, words []pipeline.Word) (row, bool) {
	r := row{confidence: 1}
	if len(words) == 1 {
		r.second = words[0].Second
	}
	var raw strings.Builder
	for _, w := range words {
		raw.WriteString(w.Text)
		r.box = r.box.Union(w.Box)
		r.confidence = min(r.confidence, w.Confidence)
	}
	r.raw, r.upright = raw.String(), upright(r.box, p.Turn)
	var strange int
	r.text, strange = zoneText(r.raw)
	if len(r.text) < fewest || len(r.text) > most || 8*strange > len(r.text) {
		return row{}, false
	}
	return r, strings.Count(r.text, "<") > 0 || len(words) == 1
}

// alike maps what OCR writes for characters of the zone.
var alike = strings.NewReplacer("«", "<<", "‹", "<", "»", "<<", "©", "C", "€", "C", "£", "E", "|", "I", "]", "I", "[", "I", "!", "I",
	"(", "<", "{", "<", "É", "E", "È", "E", "Ä", "A", "Ö", "O", "Ü", "U", "$", "S", "°", "O", " ", "")

// zoneText brings text to the alphabet of the zone: capitals, digits, fillers. It counts what
// was neither, and drops it.
func zoneText(raw string) (text string, strange int) {
	var b strings.Builder
	for _, c := range alike.Replace(raw) {
		switch {
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == filler:
			b.WriteRune(c)
		case c >= 'a' && c <= 'z':
			b.WriteRune(c - 'a' + 'A')
			strange++
		default:
			strange++
		}
	}
	return b.String(), strange
}

// below reports whether b is the next line of the zone after a: it begins at the same margin
// and is no further than a few heights away.
func below(a, b row) bool {
	high := max(a.upright.Height(), b.upright.Height())
	wide := max(a.upright.Width(), b.upright.Width())
	down := b.upright.CenterY() - a.upright.CenterY()
	left := a.upright[0] - b.upright[0]
	return down > 0.3*high && down < 5*high && left < wide/5 && left > -wide/5
}

// upright turns a box as the page is turned to be read.
func upright(b pipeline.Box, turn int) pipeline.Box {
	switch turn {
	case 90:
		return pipeline.Box{1 - b[3], b[0], 1 - b[1], b[2]}
	case 180:
		return pipeline.Box{1 - b[2], 1 - b[3], 1 - b[0], 1 - b[1]}
	case 270:
		return pipeline.Box{b[1], 1 - b[2], b[3], 1 - b[0]}
	}
	return b
}

// part is the box of some of n characters of equal width in a row.
func (r *row) part(from, to, n, turn int) pipeline.Box {
	u, each := r.upright, r.upright.Width()/float64(n)
	return upright(pipeline.Box{u[0] + each*float64(from), u[1], u[0] + each*float64(to), u[3]}, 360-turn)
}
