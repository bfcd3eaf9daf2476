package raster

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// maxWords bounds what one page may claim.
const maxWords = 100_000

// words turns the painted glyphs into the page's words, marks those that nobody can see, and
// lists the regions that the layer says nothing of.
func (c *child) words(p *pageReply, d drawing, text string, r request) error {
	runs := joinGlyphs(d.glyphs, text)
	if len(runs) > maxWords {
		runs = runs[:maxWords]
	}
	runs, unclear := withoutBroken(runs)
	words, origin, turn := layout(runs, d.width, d.height)
	if err := c.markHidden(words, origin, d, r); err != nil {
		return err
	}
	p.Words, p.Turn = words, turn
	for _, box := range unclear {
		p.Unread = append(p.Unread, box.of(d.width, d.height))
	}
	p.Unread = append(p.Unread, pictures(d, words)...)
	if len(p.Unread) > 0 {
		p.TextFrom = pipeline.TextFromMixed
	}
	return nil
}

// withoutBroken takes away runs whose text nobody knows. Single glyphs are bullets and
// ornaments; longer runs are words, and their places come back for OCR.
func withoutBroken(runs []run) (clear []run, unclear []rect) {
	clear = slices.DeleteFunc(runs, func(r run) bool {
		n := 0
		for _, g := range r.glyphs {
			if broken(g.text) {
				n++
			}
		}
		if n > 1 && !r.ink.empty() {
			unclear = append(unclear, r.ink)
		}
		return n > 0 && 2*n >= len(r.glyphs)
	})
	return clear, unclear
}

// Images smaller than these shares of the page are ornaments and logos, and do not cost OCR.
const (
	pictureShare   = 0.15
	pictureOnEmpty = 0.03 // on a page with hardly a word
	fewWords       = 20
)

// pictures returns the images that may hold text of their own: large ones without words on.
func pictures(d drawing, words []pipeline.Word) []pipeline.Box {
	least := pictureShare
	if len(words) < fewWords {
		least = pictureOnEmpty
	}
	var found []pipeline.Box
	for _, i := range d.images {
		box := i.box.of(d.width, d.height)
		if box.Empty() || box.Width()*box.Height() < least || i.pixelsX < 50 || i.pixelsY < 20 {
			continue
		}
		if !slices.ContainsFunc(words, func(w pipeline.Word) bool { return inside(w.Box, box) }) {
			found = append(found, box)
		}
	}
	return found
}

// inside reports whether the middle of b lies in o.
func inside(b, o pipeline.Box) bool {
	x, y := b.CenterX(), b.CenterY()
	return x >= o[0] && x <= o[2] && y >= o[1] && y <= o[3]
}

func isSpace(text string) bool {
	if len(text) == 1 && text[0] > ' ' {
		return false
	}
	return strings.TrimSpace(plainText(text)) == ""
}
