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
	glyphs []glyph
}

// words joins glyphs, which stand in painting order, to runs. text is MuPDF's own reading of
// the page.
func joinGlyphs(glyphs []glyph, text string) []run {
	glyphs = withoutDoubles(glyphs)
	r := read(text)
	var runs []run
	var open bool
	for i := range glyphs {
		g := &glyphs[i]
		if strings.TrimSpace(plainText(g.text)) == "" {
			open = false
			continue
		}
		starts, found := r.next(glyphs, i)
		if len(runs) > 0 {
			runs[len(runs)-1].say(r.swallowed)
		}
		if open && !breaks(&runs[len(runs)-1], g, starts, found) {
			runs[len(runs)-1].add(*g)
			continue
		}
		runs = append(runs, newRun(*g))
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
	seen := make(map[place]bool, len(glyphs))
	return slices.DeleteFunc(slices.Clone(glyphs), func(g glyph) bool {
		unit := max(g.m.size()*0.12, 0.1)
		p := place{g.text, int(math.Round(g.m[4] / unit)), int(math.Round(g.m[5] / unit))}
		if seen[p] {
			return true
		}
		seen[p] = true
		return false
	})
}

func newRun(g glyph) run {
	r := run{angle: g.m.angle(), size: g.m.size()}
	r.sin, r.cos = math.Sincos(r.angle * math.Pi / 180)
	r.v = r.across(g.m[4], g.m[5])
	r.u0 = math.Inf(1)
	r.u1 = math.Inf(-1)
	r.add(g)
	return r
}

func (r *run) add(g glyph) {
	r.glyphs = append(r.glyphs, g)
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
func (r *run) extent(g glyph) (from, to float64) {
	if g.ink.empty() {
		u := r.along(g.m[4], g.m[5])
		return u, u
	}
	a, b := r.along(g.ink[0], g.ink[1]), r.along(g.ink[2], g.ink[3])
	c, d := r.along(g.ink[2], g.ink[1]), r.along(g.ink[0], g.ink[3])
	if quarter(r.angle) >= 0 {
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
	size := g.m.size()
	if math.Abs(g.m.angle()-r.angle) > 1 || size > 2.5*r.size || r.size > 2.5*size {
		return true
	}
	if math.Abs(r.across(g.m[4], g.m[5])-r.v) > 0.5*max(size, r.size) {
		return true
	}
	from, to := r.extent(*g)
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
			x, _ := r.extent(a)
			y, _ := r.extent(b)
			return -cmpFloat(x, y)
		})
	}
	var b strings.Builder
	for _, g := range r.glyphs {
		b.WriteString(strings.TrimSpace(plainText(g.text)))
	}
	r.text = b.String()
}

func mostlyRTL(glyphs []glyph) bool {
	n := 0
	for _, g := range glyphs {
		for _, c := range g.text {
			if unicode.In(c, unicode.Hebrew, unicode.Arabic, unicode.Syriac) {
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
