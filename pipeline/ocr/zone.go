package ocr

import (
	"context"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// Machine-readable zones of identity documents are read a second time: their typeface, their
// alphabet and the places of their characters are known, and Tesseract knows none of that. It
// takes runs of fillers for Ks and Cs, and loses whole lines.
//
// A line that looks like one of a zone is the seed. A grid of cells of equal width is laid over
// it, its neighbours are looked for above and below, and each cell is compared with the
// typeface ([printedGlyphs]) and then with the other cells of this zone. Tesseract reads the
// same lines with the zone's alphabet only. Where the two agree a character is as good as
// certain; where they do not, the word says both.

// mostZones is how many zones a page may carry.
const mostZones = 4

// A zoneRead is one line of a zone after both readers.
type zoneRead struct {
	grid grid
	word word
}

// zones reads the zones of img again, of which found was read, and puts their lines in the
// place of the words that were there.
func (o *OCR) zones(ctx context.Context, img *pipeline.Pixels, found []word, languages string) ([]word, error) {
	seeds := seedsOf(found)
	if len(seeds) == 0 {
		return found, nil
	}
	known, err := printedGlyphs()
	if err != nil {
		return nil, err
	}
	for range mostZones {
		if len(seeds) == 0 {
			break
		}
		lines := zoneAt(img, seeds[0], known)
		if len(lines) == 0 {
			seeds = seeds[1:]
			continue
		}
		read, err := o.readZone(ctx, img, lines, known, languages)
		if err != nil {
			return nil, err
		}
		found = replaced(found, read)
		seeds = slices.DeleteFunc(seeds[1:], func(b pipeline.Box) bool { return covered(lines, b) })
	}
	return found, nil
}

// How well lines fit the typeface: the seed and its neighbours.
const (
	seedFit     = 0.55
	neighbourBy = 0.8 // of the seed's fit
	sameFace    = 0.7 // of letters and digits: the typeface of zones, not one that is like it
)

// zoneAt finds the lines of the zone around a seed, from top to bottom; none when the seed is
// not print of the zone's typeface.
func zoneAt(img *pipeline.Pixels, seed pipeline.Box, known []glyph) []grid {
	first, fit := fitted(img, seed, known)
	if fit < seedFit {
		return nil
	}
	wanted := 2
	if first.n == 30 {
		wanted = 3
	}
	lines := []grid{first}
	for _, direction := range []float64{-1, 1} {
		at := first
		for len(lines) < wanted {
			next, ok := neighbour(img, at, direction, fit*neighbourBy, known)
			if !ok {
				break
			}
			lines, at = append(lines, next), next
		}
	}
	slices.SortFunc(lines, func(a, b grid) int { return int(a.top - b.top) })
	return shifted(img, lines, known)
}

// shifted moves all lines by a cell to the side where more of them fit: on one alone the edge of a
// card may look more like a 1 than its last character like itself.
func shifted(img *pipeline.Pixels, lines []grid, known []glyph) []grid {
	best, bestFit := lines, float32(0)
	for _, cells := range []float64{0, -1, 1} {
		next, fit := slices.Clone(lines), float32(0)
		for i := range next {
			next[i].left += cells * next[i].pitch
			fit += next[i].fits(img, known)
		}
		if fit > bestFit {
			best, bestFit = next, fit
		}
	}
	return best
}

// neighbour looks for the next line of a zone: the nearest place up to three heights away that
// fits better than those around it.
func neighbour(img *pipeline.Pixels, from grid, direction float64, least float32, known []glyph) (grid, bool) {
	best, bestFit := from, float32(0)
	for away := 0.8; away < 3; away += 0.05 {
		next := from
		next.top += direction * away * from.high
		fit := next.fits(img, known)
		if bestFit >= least*promising && fit < bestFit*beside {
			if found, foundFit := best.settled(img, known, fine); foundFit >= least {
				return found, true
			}
			bestFit = 0
		}
		if fit > bestFit {
			best, bestFit = next, fit
		}
	}
	if bestFit < least*promising {
		return best, false
	}
	best, bestFit = best.settled(img, known, fine)
	return best, bestFit >= least
}

// What makes a peak before it is settled: most of the fit of a line, and less of it beside.
const (
	promising = 0.75
	beside    = 0.95
)

// readZone has both readers read the lines.
func (o *OCR) readZone(ctx context.Context, img *pipeline.Pixels, lines []grid, known []glyph, languages string) ([]zoneRead, error) {
	texts, err := o.zoneTexts(ctx, img, lines, languages)
	if err != nil {
		return nil, err
	}
	cells := classified(img, lines, known)
	var all []zoneRead
	for i, g := range lines {
		all = append(all, zoneRead{grid: g, word: agreed(cells[i], texts[i], g.box(), lettersFit(img, &g, cells[i], known) >= sameFace)})
	}
	return all, nil
}

// zoneTexts has Tesseract read the piece of the page that holds the lines, with their alphabet
// only, and returns the text of each.
func (o *OCR) zoneTexts(ctx context.Context, img *pipeline.Pixels, lines []grid, languages string) ([]string, error) {
	var box pipeline.Box
	for i := range lines {
		box = box.Union(lines[i].box())
	}
	margin := lines[0].high / 2
	at := rect{
		max(0, int(box[0]-margin)), max(0, int(box[1]-margin)),
		min(img.Width, int(box[2]+margin)), min(img.Height, int(box[3]+margin)),
	}
	if at.right <= at.left || at.bottom <= at.top {
		return make([]string, len(lines)), nil
	}
	words, err := o.read(ctx, crop(img, at), languages, oneColumn, "tessedit_char_whitelist="+zoneAlphabet)
	if err != nil {
		return nil, err
	}
	words = moved(words, pipeline.Translate(float64(at.left), float64(at.top)))
	slices.SortStableFunc(words, func(a, b word) int { return int(a.box[0] - b.box[0]) })
	texts := make([]string, len(lines))
	for _, w := range words {
		for i, g := range lines {
			y := w.box.CenterY() - g.slope*(w.box.CenterX()-g.left)
			if y > g.top && y < g.top+g.high {
				texts[i] += strings.ReplaceAll(w.text, " ", "")
				break
			}
		}
	}
	return texts, nil
}

// zonesOf reads the zones of a page, which may stand on its head or lie on its side. A zone that
// reads well tells how the page stands, whatever was thought before.
func (o *OCR) zonesOf(ctx context.Context, p *pipeline.Page, found []word, languages string) ([]word, error) {
	if !slices.ContainsFunc(found, func(w word) bool { return strings.ContainsAny(w.text, "<>«") }) {
		return found, nil
	}
	if headDown(found) {
		turned, back := turn(p.Pixels, 2)
		again, err := o.readPage(ctx, turned, languages)
		if err != nil {
			return nil, err
		}
		if len(seedsOf(again)) > 0 {
			found, p.Turn = moved(again, back), (p.Turn+180)%360
		}
	}
	quarters := p.ImageTurn() / 90
	if quarters&1 == 1 && len(seedsOf(found)) > 0 {
		read, err := o.zones(ctx, p.Pixels, found, languages)
		if err == nil && !slices.Equal(read, found) {
			p.Turn = (p.Turn + 360 - 90*quarters) % 360
		}
		return read, err
	}
	if quarters == 0 {
		return o.zones(ctx, p.Pixels, found, languages)
	}
	turned, back := turn(p.Pixels, quarters)
	there, ok := back.Inverse()
	if !ok {
		return found, nil
	}
	found, err := o.zones(ctx, turned, moved(found, there), languages)
	return moved(found, back), err
}
