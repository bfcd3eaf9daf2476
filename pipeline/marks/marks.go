// Package marks finds what means something on a page by being there: boxes to tick and circles to
// choose from, set or not, signatures and stamps.
//
// It looks at the pixels that other steps have: those of a scan, or the page that was drawn
// because it shows more than text ([pipeline.Page.Shown]). A box is four straight sides of one
// length that go on nowhere; it is ticked when there is ink inside. A circle is one of several of a
// size, with words beside it. A signature is ink that is no text, close to words that ask for one;
// where these stand at a line with nothing but paper above, nobody has signed there.
// A stamp is a ring or a leaning frame around something, or a frame whose words are those of stamps.
package marks

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"docpipe/pipeline"
)

// version changes when the same page may come out otherwise.
const version = 5

// assumedDPI stands for resolutions that nobody knows: that of pages for OCR.
const assumedDPI = 250

// Step fills in p.Marks. It needs p.Words and p.Codes, so it runs after those who find them. A page
// without pixels has none.
func Step() pipeline.PageStep {
	return pipeline.PageStep{Name: "marks", Do: page, Key: func(*pipeline.Document) string { return fmt.Sprint(version) }}
}

func page(ctx context.Context, _ *pipeline.Document, p *pipeline.Page) error {
	px, toPage := p.Pixels, p.ToPage
	if px == nil && p.Shown != nil {
		px, toPage = p.Shown, pipeline.Scale(1/float64(p.Shown.Width), 1/float64(p.Shown.Height))
	}
	if px == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	img := newInk(px)
	if img == nil {
		return nil
	}
	p.Marks = nil
	p.Marks = append(p.Marks, options(img.checkBoxes(), p, toPage)...)
	p.Marks = append(p.Marks, circles(img.connected(int(leastCircle*img.mm)), img, p, toPage)...)
	signed := signatures(img, p, toPage)
	p.Marks = append(append(p.Marks, signed...), unsigned(img, p, toPage, signed)...)
	p.Marks = append(p.Marks, stamps(img, p, toPage)...)
	p.Marks = slices.DeleteFunc(p.Marks, func(m pipeline.Mark) bool { return ofCode(m, p.Codes) })
	slices.SortStableFunc(p.Marks, func(a, b pipeline.Mark) int { return cmp.Compare(a.Box[1], b.Box[1]) })
	p.Cheap = p.Cheap && len(p.Marks) == 0
	return nil
}

// ofCode reports whether a mark is a piece of a code: the corners of a QR code are square frames
// with something inside.
func ofCode(m pipeline.Mark, codes []pipeline.Code) bool {
	x, y := m.Box.CenterX(), m.Box.CenterY()
	return slices.ContainsFunc(codes, func(c pipeline.Code) bool {
		return x > c.Box[0] && x < c.Box[2] && y > c.Box[1] && y < c.Box[3]
	})
}

// lone is the confidence in a box that has none like it on the page: it may be a logo.
const lone = 0.6

// options keeps the boxes that are no letters of words, and trusts those that come in numbers.
func options(boxes []checkBox, p *pipeline.Page, toPage pipeline.Transform) []pipeline.Mark {
	boxes = slices.DeleteFunc(boxes, func(b checkBox) bool { return inWord(b.box(toPage), p.VisibleWords()) })
	var all []pipeline.Mark
	for i, b := range boxes {
		m := b.mark(toPage)
		alike := func(o checkBox) bool { return o != boxes[i] && sameSize(o, b) }
		if !slices.ContainsFunc(boxes, alike) {
			m.Confidence = min(m.Confidence, lone)
		}
		all = append(all, m)
	}
	return all
}

func sameSize(a, b checkBox) bool {
	x, y := a.right-a.left, b.right-b.left
	return 4*max(x, y) <= 5*min(x, y)+4
}

// inWord reports whether a box lies in a word that is wider than it.
func inWord(b pipeline.Box, words []pipeline.Word) bool {
	return slices.ContainsFunc(words, func(w pipeline.Word) bool {
		x, y := b.CenterX(), b.CenterY()
		return w.Confidence >= sureWord && w.Box.Width() > 1.6*b.Width() && x > w.Box[0] && x < w.Box[2] && y > w.Box[1] && y < w.Box[3]
	})
}

// A rect is a piece of an image in pixels, right and bottom outside.
type rect struct{ left, top, right, bottom int }

func (r rect) box(toPage pipeline.Transform) pipeline.Box {
	return toPage.Box(float64(r.left), float64(r.top), float64(r.right), float64(r.bottom)).Clamp()
}
