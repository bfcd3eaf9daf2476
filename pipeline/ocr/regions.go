package ocr

import (
	"context"
	"math"

	"docpipe/pipeline"
)

// regions reads the parts of the page that its own words do not cover, and puts what it finds
// among them in reading order.
func (o *OCR) regions(ctx context.Context, p *pipeline.Page, languages string) error {
	words := p.Words
	for _, region := range p.Unread {
		at, ok := pixelsOf(p, region, 6)
		if !ok {
			continue
		}
		piece := crop(p.Pixels, at)
		found, err := o.read(ctx, piece, languages, regionMode(region))
		if err != nil {
			return err
		}
		if found, err = o.zones(ctx, piece, found, languages); err != nil {
			return err
		}
		found = moved(clean(found), pipeline.Translate(float64(at.left), float64(at.top)))
		words = merge(words, fresh(inFrame(found, p.ToPage), p.Words))
	}
	if len(words) == 0 {
		o.nothing(p)
		return nil
	}
	take(p, words, pipeline.TextFromMixed)
	return nil
}

// regionMode looks for blocks only where there is room for several.
func regionMode(region pipeline.Box) int {
	if region.Width()*region.Height() > 0.3 {
		return wholePage
	}
	return oneColumn
}

// pixelsOf returns the piece of the image that shows b, with a margin in pixels; false when
// the image does not show it.
func pixelsOf(p *pipeline.Page, b pipeline.Box, margin float64) (rect, bool) {
	toPixels, ok := p.ToPage.Inverse()
	if !ok {
		return rect{}, false
	}
	px := toPixels.Box(b[0], b[1], b[2], b[3])
	limit := func(v float64, n int) int { return int(min(max(v, 0), float64(n))) }
	at := rect{
		limit(math.Floor(px[0]-margin), p.Pixels.Width), limit(math.Floor(px[1]-margin), p.Pixels.Height),
		limit(math.Ceil(px[2]+margin), p.Pixels.Width), limit(math.Ceil(px[3]+margin), p.Pixels.Height),
	}
	return at, at.right > at.left && at.bottom > at.top
}

// fresh returns the read words that are not where the page has words of its own.
func fresh(read, own []pipeline.Word) []pipeline.Word {
	at := newPlaces(own)
	var words []pipeline.Word
	for _, w := range read {
		if len(at.under(w.Box)) == 0 {
			words = append(words, w)
		}
	}
	return words
}

// merge puts the words of a region before the first line that begins below the region's
// middle, and numbers blocks and lines anew.
func merge(words, region []pipeline.Word) []pipeline.Word {
	if len(region) == 0 {
		return words
	}
	var box pipeline.Box
	for _, w := range region {
		box = box.Union(w.Box)
	}
	at := len(words)
	for i, w := range words {
		if w.Box[1] > box.CenterY() && (i == 0 || words[i-1].Line != w.Line) {
			at = i
			break
		}
	}
	all := make([]pipeline.Word, 0, len(words)+len(region))
	all = append(append(append(all, words[:at]...), region...), words[at:]...)
	return numbered(all, at, at+len(region))
}

// numbered gives running numbers to the lines of words; those from first to end belong to
// another count than the rest. Blocks keep their words: a block that goes on after the
// region keeps its number.
func numbered(words []pipeline.Word, first, end int) []pipeline.Word {
	type key struct {
		inside bool
		number int
	}
	blocks, line, last := map[key]int{}, 0, key{number: -1}
	for i := range words {
		inside := i >= first && i < end
		block := key{inside, words[i].Block}
		if _, known := blocks[block]; !known {
			blocks[block] = len(blocks) + 1
		}
		if this := (key{inside, words[i].Line}); this != last {
			line, last = line+1, this
		}
		words[i].Block, words[i].Line = blocks[block], line
	}
	return words
}
