package raster

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A drawing is what MuPDF's SVG of a page says, without the outlines.
type drawing struct {
	width, height float64 // points
	glyphs        []glyph
	images        []painted
	paths         []painted
}

// A glyph is one drawn character. Places are in points of the shown page, y down.
type glyph struct {
	text    string
	x, y    float64 // where it begins on its baseline
	size    float64 // of the font, points
	angle   float64 // clockwise direction in which the text runs, degrees -180..180
	ink     rect    // around its outline; of no size for a space
	fill    paint
	clipped bool // outside of its clip
	order   int  // position in the order of painting
}

// A painted is an image, or a filled or stroked path.
type painted struct {
	box      rect
	fill     paint
	plain    bool // an upright rectangle, so that box is its exact shape
	order    int
	pixelsX  int // of an image
	pixelsY  int
	isStroke bool
	pieces   int    // closed shapes and strokes of a path
	masked   bool   // only parts of it are painted
	source   string // of an image: a data URL
}

// A paint is how bright something is painted, and how dense.
type paint struct {
	luminance float64 // 0 black .. 1 white
	opacity   float64 // 0..1
}

// scanner reads the SVG that MuPDF writes. That is a small, regular part of SVG, so tags are
// cut at '<' and '>' and nothing is built as a tree: ten times as quick as encoding/xml.
type scanner struct {
	d       drawing
	outline map[string]string // path data of glyphs by id
	inks    map[string]rect   // boxes of the outlines in the em square
	clips   map[string]rect
	clip    string // id of the clipPath being read
	defs    int    // depth inside elements that draw nothing themselves
	stack   []group
	order   int
	last    lastGlyph
}

// A group is the state that a <g> sets for what is inside.
type group struct {
	m       matrix
	clip    rect
	opacity float64
	masked  bool
}

func scanSVG(svg string) drawing {
	s := &scanner{
		outline: map[string]string{}, inks: map[string]rect{}, clips: map[string]rect{},
		stack: []group{{m: identity, clip: everything, opacity: 1}},
	}
	s.d.glyphs = make([]glyph, 0, strings.Count(svg, "data-text="))
	for {
		i := strings.IndexByte(svg, '<')
		if i < 0 {
			return s.d
		}
		svg = svg[i+1:]
		end := strings.IndexByte(svg, '>')
		if end < 0 {
			return s.d
		}
		s.tag(svg[:end])
		svg = svg[end+1:]
	}
}

func (s *scanner) top() *group { return &s.stack[len(s.stack)-1] }

func (s *scanner) tag(t string) {
	switch name := tagName(t); name {
	case "svg":
		s.d.width, s.d.height = attrFloat(t, "width"), attrFloat(t, "height")
	case "g":
		s.open(t)
	case "/g":
		if len(s.stack) > 1 {
			s.stack = s.stack[:len(s.stack)-1]
		}
	case "clipPath":
		s.clip = attr(t, "id")
	case "/clipPath":
		s.clip = ""
	case "mask", "pattern", "symbol":
		s.defs++
	case "/mask", "/pattern", "/symbol":
		s.defs--
	case "path", "use", "image", "text":
		s.shape(name, t)
	}
}

func tagName(t string) string {
	for i := 1; i < len(t); i++ {
		if c := t[i]; c == ' ' || c == '\n' || c == '/' {
			return t[:i]
		}
	}
	return t
}

func (s *scanner) open(t string) {
	g := *s.top()
	if v := attr(t, "transform"); v != "" {
		g.m = parseMatrix(v).then(g.m)
	}
	if v := attr(t, "clip-path"); v != "" {
		id := strings.TrimSuffix(strings.TrimPrefix(v, "url(#"), ")")
		if c, ok := s.clips[id]; ok {
			g.clip = g.clip.intersect(c)
		}
	}
	if v := attr(t, "opacity"); v != "" {
		g.opacity *= parseFloat(v)
	}
	if attr(t, "mask") != "" {
		g.masked = true
	}
	s.stack = append(s.stack, g)
}

func (s *scanner) shape(name, t string) {
	s.order++
	switch {
	case name == "path" && strings.HasPrefix(t, `path id="`):
		s.outline[attr(t, "id")] = attr(t, "d")
	case s.clip != "":
		s.addClip(t)
	case s.defs > 0:
	case name == "path":
		s.addPath(t)
	case name == "use":
		s.addGlyph(t)
	case name == "image":
		s.addImage(t)
	}
}

// addClip joins the shapes of one clipPath; their box stands for them.
func (s *scanner) addClip(t string) {
	box := everything
	if d := attr(t, "d"); d != "" {
		box = parseMatrix(attr(t, "transform")).box(pathBox(d))
	}
	if have, ok := s.clips[s.clip]; ok {
		box = box.union(have)
	}
	s.clips[s.clip] = box
}

func (s *scanner) addPath(t string) {
	g, d := s.top(), attr(t, "d")
	p := painted{fill: parsePaint(t, "fill", g.opacity), order: s.order, masked: g.masked}
	if attr(t, "fill") == "none" {
		p.isStroke = true
		p.fill = parsePaint(t, "stroke", g.opacity)
	}
	m := parseMatrix(attr(t, "transform")).then(g.m)
	p.box = m.box(pathBox(d)).intersect(g.clip)
	p.pieces = strings.Count(d, "M")
	p.plain = m.upright() && !strings.ContainsAny(d, "CcQqSsTtAa") && p.pieces == 1
	s.d.paths = append(s.d.paths, p)
}

// ink returns the box of a glyph's outline in the em square.
func (s *scanner) ink(id string) rect {
	box, ok := s.inks[id]
	if !ok {
		if d := s.outline[id]; d != "" {
			box = pathBox(d)
		}
		s.inks[id] = box
	}
	return box
}

func (s *scanner) addImage(t string) {
	g := s.top()
	w, h := attrFloat(t, "width"), attrFloat(t, "height")
	m := parseMatrix(attr(t, "transform")).then(g.m)
	s.d.images = append(s.d.images, painted{
		box: m.box(rect{0, 0, w, h}).intersect(g.clip), pixelsX: int(w), pixelsY: int(h),
		plain: m.upright(), order: s.order, fill: paint{opacity: g.opacity}, masked: g.masked, source: attr(t, "xlink:href"),
	})
}

// attr returns the value of an attribute in the text of a tag, "" without it.
func attr(t, name string) string {
	for from := 0; ; {
		i := strings.Index(t[from:], name)
		if i < 0 {
			return ""
		}
		i += from
		rest := t[i+len(name):]
		if i > 0 && t[i-1] == ' ' && strings.HasPrefix(rest, `="`) {
			rest = rest[2:]
			if end := strings.IndexByte(rest, '"'); end >= 0 {
				return rest[:end]
			}
			return ""
		}
		from = i + len(name)
	}
}

func attrFloat(t, name string) float64 { return parseFloat(attr(t, name)) }

// parseFloat returns 0 for what is no finite number.
func parseFloat(s string) float64 {
	if v, ok := parseShort(s); ok {
		return v
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// parsePaint reads the attribute name (fill or stroke); without it SVG paints black.
func parsePaint(t, name string, opacity float64) paint {
	p := paint{opacity: opacity}
	if v := attr(t, name+"-opacity"); v != "" {
		p.opacity *= parseFloat(v)
	}
	p.luminance = luminanceOf(attr(t, name))
	return p
}

// luminanceOf reads #rrggbb; black from anything else.
func luminanceOf(colour string) float64 {
	if len(colour) != 7 || colour[0] != '#' {
		return 0
	}
	n, _ := strconv.ParseUint(colour[1:], 16, 32)
	r, g, b := float64(n>>16&255), float64(n>>8&255), float64(n&255)
	return (0.299*r + 0.587*g + 0.114*b) / 255
}

// broken reports whether a glyph's text cannot be what a reader sees: no Unicode is known for
// it, or only a private one.
func broken(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r == utf8.RuneError || r < ' ' || r >= 0x7f && r < 0xa0 ||
		r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000
}
