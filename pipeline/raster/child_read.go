package raster

import (
	"math"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// pageReply is what a child says of one page. The parent believes none of it unchecked.
type pageReply struct {
	Width, Height float64 // of the frame, in points for a PDF and pixels for an image
	Words         pipeline.Words
	Turn          int
	TextFrom      string
	Unread        []pipeline.Box
	Figures       []pipeline.Box // of a page with words of its own

	// Missing is how many letters the file claims and does not paint: invisible text. The
	// parent fetches them with another tool.
	Missing int

	Blank  bool // the pixels show nothing
	Dark   bool // and what they show is not paper
	Drawn  bool // something is painted, were it white on white
	Bitmap bitmap
}

// read returns the words of a page where its text layer can be trusted, and its pixels where
// not.
func (c *child) read(call *sandbox.Call, r request) (any, []byte, error) {
	if r.MediaType != mediaPDF {
		return c.readPicture(call.Input, r)
	}
	if err := c.open(call.Input, r.MediaType); err != nil {
		return nil, nil, err
	}
	size, err := c.size(call.Input, r.Index, r.MediaType)
	if err != nil {
		return nil, nil, err
	}
	p := &pageReply{Width: size[0], Height: size[1], TextFrom: pipeline.TextFromNone}
	if err := c.layer(p, r); err != nil {
		return nil, nil, err
	}
	if len(p.Unread) > 0 || p.Missing > 0 {
		if err := c.pixels(p, call.Input, r); err != nil {
			return nil, nil, err
		}
	}
	return p, p.Bitmap.data, nil
}

// readPicture returns the pixels of an image: all of it is for OCR.
func (c *child) readPicture(input []byte, r request) (any, []byte, error) {
	if hasPages(r.MediaType) {
		r.DPI = 0 // its own
	}
	p := &pageReply{TextFrom: pipeline.TextFromNone, Unread: wholePage(), Drawn: true}
	if err := c.pixels(p, input, r); err != nil {
		return nil, nil, err
	}
	p.Width, p.Height = float64(p.Bitmap.Width), float64(p.Bitmap.Height)
	return p, p.Bitmap.data, nil
}

func wholePage() []pipeline.Box { return []pipeline.Box{{0, 0, 1, 1}} }

// pixels renders the page and looks whether there is anything on it.
func (c *child) pixels(p *pageReply, input []byte, r request) (err error) {
	if p.Bitmap, err = c.bitmap(input, r); err != nil {
		return err
	}
	p.Blank, p.Dark = looksBlank(p.Bitmap)
	p.refine()
	if p.Blank && !p.Drawn {
		svg, err := c.doc.SVG(r.Index)
		if err != nil {
			return nil // the parent asks another tool what the page should show
		}
		d := scanSVG(svg)
		p.Drawn = len(d.images)+len(d.paths)+len(d.glyphs) > 0
	}
	return nil
}

// refine makes up for the fractions of points that MuPDF's bounds have lost, from the number
// of pixels that the page took.
func (p *pageReply) refine() {
	b := p.Bitmap
	if b.DPI <= 0 {
		return
	}
	for _, side := range []struct {
		points *float64
		pixels int
	}{{&p.Width, b.Width}, {&p.Height, b.Height}} {
		if math.Ceil(*side.points*b.DPI/72) < float64(side.pixels) && *side.points == math.Trunc(*side.points) {
			*side.points = min(float64(side.pixels)*72/b.DPI, *side.points+1)
		}
	}
}

// layer decides what the text layer of a page is worth.
func (c *child) layer(p *pageReply, r request) error {
	text, err := c.doc.Text(r.Index)
	if err != nil {
		p.Unread = wholePage()
		return nil
	}
	letters := countLetters(text)
	if letters == 0 && !hasBroken(text) || r.Scan {
		p.Missing, p.Unread = letters, wholePage()
		return nil
	}
	svg, err := c.doc.SVG(r.Index)
	if err != nil { // a fault in the page's content: perhaps a part of it can be rendered
		p.Missing, p.Unread = letters, wholePage()
		return nil
	}
	d := scanSVG(svg)
	p.Width, p.Height, p.Drawn = d.width, d.height, len(d.images)+len(d.paths)+len(d.glyphs) > 0
	p.judge(d, letters)
	if p.Unread == nil {
		p.TextFrom, p.Figures = pipeline.TextFromLayer, figures(d)
		return c.words(p, d, text, r)
	}
	return nil
}

// Shares that decide on a text layer.
const (
	enoughLetters = 0.95 // of the letters claimed are painted
	mostBroken    = 0.20 // of the glyphs may have no Unicode
	covering      = 0.50 // of the page under one image make it a scan
)

// judge looks for reasons not to trust the layer: then the whole page is for OCR.
func (p *pageReply) judge(d drawing, letters int) {
	painted, unclear, all := 0, 0, 0
	for _, g := range d.glyphs {
		painted += countLetters(plainText(g.text))
		if isSpace(g.text) {
			continue
		}
		all++
		if broken(g.text) {
			unclear++
		}
	}
	if float64(painted) < enoughLetters*float64(letters) {
		p.Missing = letters - painted
	}
	scanned := coverage(d) >= covering
	if scanned && coveredGlyphs(d) > all/2 {
		p.Missing, painted = letters, 0
	}
	switch {
	case p.Missing > 0 && scanned && painted < letters/2,
		float64(unclear) > mostBroken*float64(all),
		outlined(d, all):
		p.Unread = wholePage()
	}
}

// coverage is the share of the page that its largest image takes.
func coverage(d drawing) float64 {
	page := rect{0, 0, d.width, d.height}
	share := 0.0
	for _, i := range d.images {
		share = max(share, i.box.intersect(page).area()/page.area())
	}
	return share
}

// coveredGlyphs counts glyphs that an image is painted over later: the text under a scan.
func coveredGlyphs(d drawing) (n int) {
	for _, g := range d.glyphs {
		x, y := g.ink.center()
		for _, i := range d.images {
			if i.order > g.order && i.box.holds(x, y) {
				n++
				break
			}
		}
	}
	return n
}

// outlined reports whether the text of the page is drawn as shapes: hundreds of paths of the
// size of letters, and hardly a glyph.
func outlined(d drawing, glyphs int) bool {
	n := 0
	for _, p := range d.paths {
		if h := p.box.height(); !p.isStroke && !p.plain && h > 3 && h < 40 && p.box.width() < 60 {
			n++
		}
	}
	return n > 150 && n > 3*glyphs
}

func hasBroken(text string) bool {
	for _, c := range text {
		if c > ' ' && broken(string(c)) {
			return true
		}
	}
	return false
}
