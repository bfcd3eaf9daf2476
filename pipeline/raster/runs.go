package raster

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// A run is a word in the making: glyphs that follow each other along one baseline.
type run struct {
	text   string
	ink    rect // on the page
	angle  float64
	sin    float64 // of the angle
	cos    float64
	size   float64
	u0, u1 float64 // along the direction of the text
	v      float64 // its baseline, across it
	square bool    // the text runs along an edge of the page
	glyphs []glyph // a part of those of the page
}

// joinGlyphs joins glyphs, which stand in painting order, to runs. text is MuPDF's own reading
// of the page. The runs keep the glyphs, which are the caller's no more.
func joinGlyphs(glyphs []glyph, text string) []run {
	glyphs = withoutDoubles(glyphs)
	r := read(text)
	var runs []run
	var open bool
	for i := range glyphs {
		g := &glyphs[i]
		if isSpace(g.text) {
			open = false
			continue
		}
		starts, found := r.next(glyphs, i)
		if len(runs) > 0 {
			runs[len(runs)-1].say(r.swallowed)
		}
		if open && !breaks(&runs[len(runs)-1], g, starts, found) {
			runs[len(runs)-1].add(glyphs, i)
			continue
		}
		runs = append(runs, newRun(glyphs, i))
		open = true
	}
	if len(runs) > 0 {
		runs[len(runs)-1].say(r.rest())
	}
	for i := range runs {
		runs[i].finish()
	}
	return runs
}

// withoutDoubles drops glyphs painted again at almost the same place: poor man's bold.
func withoutDoubles(glyphs []glyph) []glyph {
	type place struct {
		text string
		x, y int
	}
	seen := make(map[place]struct{}, len(glyphs))
	kept := glyphs[:0]
	for i := range glyphs {
		g := &glyphs[i]
		unit := max(g.size*0.12, 0.1)
		p := place{g.text, int(math.Round(g.x / unit)), int(math.Round(g.y / unit))}
		before := len(seen)
		if seen[p] = struct{}{}; len(seen) > before {
			kept = append(kept, *g)
		}
	}
	return kept
}

// newRun begins a run with glyph i of all.
func newRun(all []glyph, i int) run {
	g := &all[i]
	r := run{angle: g.angle, size: g.size, square: quarter(g.angle) >= 0, glyphs: all[i:i]}
	r.sin, r.cos = math.Sincos(r.angle * math.Pi / 180)
	r.v = r.across(g.x, g.y)
	r.u0 = math.Inf(1)
	r.u1 = math.Inf(-1)
	r.add(all, i)
	return r
}

// add goes on with glyph i of all, which follows those that the run has.
func (r *run) add(all []glyph, i int) {
	g := &all[i]
	r.glyphs = all[i-len(r.glyphs) : i+1]
	r.ink = r.ink.union(g.ink)
	a, b := r.extent(g)
	r.u0, r.u1 = min(r.u0, a), max(r.u1, b)
}

// say adds letters to the newest glyph: those of a ligature after its first.
func (r *run) say(letters string) {
	if letters != "" {
		r.glyphs[len(r.glyphs)-1].text += letters
	}
}

// extent returns where g begins and ends along the run.
func (r *run) extent(g *glyph) (from, to float64) {
	if g.ink.empty() {
		u := r.along(g.x, g.y)
		return u, u
	}
	a, b := r.along(g.ink[0], g.ink[1]), r.along(g.ink[2], g.ink[3])
	c, d := r.along(g.ink[2], g.ink[1]), r.along(g.ink[0], g.ink[3])
	if r.square {
		return min(a, b), max(a, b)
	}
	// The upright box of an inclined letter is larger than the letter: take its middle half.
	low, high := min(a, b, c, d), max(a, b, c, d)
	quarterOf := (high - low) / 4
	return low + quarterOf, high - quarterOf
}

func (r *run) along(x, y float64) float64 {
	return x*r.cos + y*r.sin
}

func (r *run) across(x, y float64) float64 {
	return y*r.cos - x*r.sin
}

// breaks reports whether g begins a new word. The reading decides where it is sure; a jump on
// the page overrules it, since text order may run on where the page does not.
func breaks(r *run, g *glyph, starts, found bool) bool {
	size := g.size
	if math.Abs(g.angle-r.angle) > 1 || size > 2.5*r.size || r.size > 2.5*size {
		return true
	}
	if math.Abs(r.across(g.x, g.y)-r.v) > 0.5*max(size, r.size) {
		return true
	}
	from, to := r.extent(g)
	gap := max(from-r.u1, r.u0-to) // text may run leftwards
	if gap > 1.5*size || to < r.u0-0.8*size && from < r.u0-2*size {
		return true
	}
	if found {
		return starts
	}
	return gap > 0.2*size
}

// finish makes the text of the run, from left to right; right-to-left scripts the other way.
func (r *run) finish() {
	if mostlyRTL(r.glyphs) {
		slices.SortStableFunc(r.glyphs, func(a, b glyph) int {
			x, _ := r.extent(&a)
			y, _ := r.extent(&b)
			return -cmpFloat(x, y)
		})
	}
	var text [64]byte
	b := text[:0]
	for i := range r.glyphs {
		b = append(b, strings.TrimSpace(plainText(r.glyphs[i].text))...)
	}
	r.text = string(b)
}

func mostlyRTL(glyphs []glyph) bool {
	const first = '\u0590' // no letter before it is of such a script
	n := 0
	for i := range glyphs {
		for _, c := range glyphs[i].text {
			if c >= first && unicode.In(c, unicode.Hebrew, unicode.Arabic, unicode.Syriac) {
				n++
				break
			}
		}
	}
	return 2*n > len(glyphs)
}

// quarter returns 0, 90, 180 or 270 for text that runs that way within a degree, else -1.
func quarter(angle float64) int {
	for _, q := range []int{0, 90, 180, 270} {
		if math.Abs(math.Remainder(angle-float64(q), 360)) < 1 {
			return q
		}
	}
	return -1
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
