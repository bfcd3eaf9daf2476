package raster

import (
	"html"
	"math"
	"strings"
)

// A lastGlyph is what the glyph before had: those of one line share font, size and colour, and
// a page has thousands.
type lastGlyph struct {
	linear      string // the text of its matrix up to the place
	m           matrix
	onPage      matrix // after the groups around it
	size, angle float64
	colour      string
	luminance   float64
}

// useTag holds the attributes of a <use>.
type useTag struct{ text, outline, transform, fill, opacity string }

// readUse walks once through the attributes: name="value", parted by spaces.
func readUse(t string) (u useTag) {
	for {
		i := strings.IndexByte(t, '"')
		if i < 1 {
			return u
		}
		name, rest := t[:i-1], t[i+1:]
		end := strings.IndexByte(rest, '"')
		if end < 0 {
			return u
		}
		value := rest[:end]
		t = rest[end+1:]
		switch name[strings.LastIndexByte(name, ' ')+1:] {
		case "data-text":
			u.text = value
		case "xlink:href":
			u.outline = strings.TrimPrefix(value, "#")
		case "transform":
			u.transform = value
		case "fill":
			u.fill = value
		case "fill-opacity":
			u.opacity = value
		}
	}
}

func (s *scanner) addGlyph(t string) {
	u := readUse(t)
	if u.text == "" {
		return
	}
	g := s.top()
	m := s.matrix(u.transform).then(g.m)
	ink := m.box(s.ink(u.outline))
	if strings.IndexByte(u.text, '&') >= 0 {
		u.text = html.UnescapeString(u.text)
	}
	s.turnTo(m)
	s.d.glyphs = append(s.d.glyphs, glyph{
		text: u.text, x: m[4], y: m[5], size: s.last.size, angle: s.last.angle, ink: ink, fill: s.fill(u, g.opacity),
		clipped: !ink.empty() && ink.intersect(g.clip).empty(), order: s.order,
	})
}

// matrix is parseMatrix, which reads only the place when the rest stands as in the last glyph.
func (s *scanner) matrix(t string) matrix {
	l := &s.last
	if place, same := strings.CutPrefix(t, l.linear); same && l.linear != "" {
		x, rest, ok := strings.Cut(place, ",")
		if y, closed := strings.CutSuffix(rest, ")"); ok && closed {
			l.m[4], l.m[5] = parseFloat(x), parseFloat(y)
			return l.m
		}
	}
	m := parseMatrix(t)
	if at := placeOf(t); at > 0 && m != identity { // the identity stands for what is no matrix too
		l.linear, l.m = t[:at], m
	}
	return m
}

// placeOf returns where the last two of the six numbers of a matrix begin, 0 without them.
func placeOf(t string) int {
	at := 0
	for range 4 {
		i := strings.IndexByte(t[at:], ',')
		if i < 0 {
			return 0
		}
		at += i + 1
	}
	return at
}

// turnTo brings size and angle up to date.
func (s *scanner) turnTo(m matrix) {
	if l := &s.last; !sameTurn(m, l.onPage) {
		l.onPage, l.size, l.angle = m, m.size(), m.angle()
	}
}

// sameTurn reports whether two maps differ in the place only. The sign of a zero counts: it
// tells 180 degrees from -180.
func sameTurn(a, b matrix) bool {
	for i := range 4 {
		if math.Float64bits(a[i]) != math.Float64bits(b[i]) {
			return false
		}
	}
	return true
}

func (s *scanner) fill(u useTag, opacity float64) paint {
	if u.opacity != "" {
		opacity *= parseFloat(u.opacity)
	}
	if u.fill != s.last.colour {
		s.last.colour, s.last.luminance = u.fill, luminanceOf(u.fill)
	}
	return paint{luminance: s.last.luminance, opacity: opacity}
}
