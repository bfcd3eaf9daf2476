package ocr

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"docpipe/pipeline"
)

// upright reads the page and, when that goes badly, finds out whether it reads better turned. One
// on which lines of a zone were made out stands upright, however doubtful the rest is.
// Boxes are pixels of p.Pixels either way: the image stays, p.Turn tells how it stands.
func (o *OCR) upright(ctx context.Context, p *pipeline.Page, languages string) ([]word, error) {
	if onHead(p.Pixels) {
		found, err := o.turnedRound(ctx, p, languages)
		if err != nil || found != nil {
			return found, err
		}
	}
	found, err := o.readPage(ctx, p.Pixels, languages)
	if err != nil {
		return nil, err
	}
	if !o.poor(found) || !inked(p.Pixels) || len(seedsOf(found)) > 0 {
		p.Turn = (p.Turn + runs(found)) % 360
		return o.opinion(ctx, p.Pixels, found)
	}
	quarters, err := o.betterTurn(ctx, p.Pixels, found, languages)
	if err != nil {
		return nil, err
	}
	if quarters == 0 {
		return o.opinion(ctx, p.Pixels, found)
	}
	turned, back := turn(p.Pixels, quarters)
	again, err := o.readPage(ctx, turned, languages)
	if err != nil {
		return nil, err
	}
	if legible(again) <= legible(found) {
		return o.opinion(ctx, p.Pixels, found)
	}
	p.Turn = (p.Turn + 90*quarters) % 360
	again, err = o.opinion(ctx, turned, again)
	return moved(again, back), err
}

// turnedRound reads a page that seems to stand on its head the other way round, if a piece of
// it reads well so: upside down a page takes twice its time, for nothing. Otherwise it returns
// nil.
func (o *OCR) turnedRound(ctx context.Context, p *pipeline.Page, languages string) ([]word, error) {
	piece, _ := turn(crop(p.Pixels, busiest(p.Pixels)), 2)
	words, err := o.read(ctx, piece, languages, oneColumn)
	if err != nil || o.poor(words) || legible(words) < minLegible {
		return nil, err
	}
	turned, back := turn(p.Pixels, 2)
	found, err := o.readPage(ctx, turned, languages)
	if err != nil || o.poor(found) {
		return nil, err
	}
	p.Turn = (p.Turn + 180) % 360
	found, err = o.opinion(ctx, turned, found)
	return moved(found, back), err
}

// mode takes receipts, which are long and narrow or narrow for their print, as one column: looking for
// blocks tears their lines apart.
func (o *OCR) mode(img *pipeline.Pixels) int {
	if float64(img.Height) >= o.cfg.NarrowAspect*float64(img.Width) || isSlip(img) {
		return oneColumn
	}
	return wholePage
}

// fewWords is how many an upright page of text has at least.
const fewWords = 6

func (o *OCR) poor(found []word) bool {
	if len(found) < fewWords {
		return true
	}
	sum := 0.0
	for _, w := range found {
		sum += w.confidence
	}
	return sum/float64(len(found)) < o.cfg.PoorConfidence
}

// betterTurn reads a piece of the page upside down and, if that is no better, turned to both
// sides. It returns the clockwise quarters that read best, 0 for none.
func (o *OCR) betterTurn(ctx context.Context, img *pipeline.Pixels, found []word, languages string) (int, error) {
	at := sample(img)
	base := legible(within(found, at))
	piece := crop(img, at)
	best, most := 0, 2*base+minLegible
	for _, quarters := range []int{2, 1, 3} {
		turned, _ := turn(piece, quarters)
		words, err := o.read(ctx, turned, languages, oneColumn)
		if err != nil {
			return 0, err
		}
		if n := legible(words); n > most {
			best, most = quarters, n
		}
		if quarters == 2 && best == 2 {
			break
		}
	}
	return best, nil
}

// smallPage is the size up to which a page is tried whole, in pixels. On a card the busiest piece
// may be all guilloche, and the whole is read in a moment.
const smallPage = 1_500_000

// sample is the piece of a page that is read to learn how it stands.
func sample(img *pipeline.Pixels) rect {
	if img.Width*img.Height <= smallPage {
		return rect{0, 0, img.Width, img.Height}
	}
	return busiest(img)
}

// minLegible letters more are needed before a page is turned: chance reads a few.
const minLegible = 12

// legible counts the letters and digits of words that were read with confidence. Not those of a
// pattern: dots, or the fillers of a zone on its side, are read as one letter again and again.
func legible(words []word) int {
	sum := 0
	for _, w := range words {
		if n := alphanumerics(w.text); n >= 2 && w.confidence >= 0.7 && !repeats(w.text) {
			sum += n
		}
	}
	return sum
}

// repeats reports whether a text is the same letter over and over.
func repeats(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.Trim(text, string(first)) == ""
}

func alphanumerics(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

func within(words []word, at rect) []word {
	var inside []word
	for _, w := range words {
		x, y := int(w.box.CenterX()), int(w.box.CenterY())
		if x >= at.left && x < at.right && y >= at.top && y < at.bottom {
			inside = append(inside, w)
		}
	}
	return inside
}

// moved returns words with their boxes taken through t.
func moved(words []word, t pipeline.Transform) []word {
	for i := range words {
		b := words[i].box
		words[i].box = t.Box(b[0], b[1], b[2], b[3])
	}
	return words
}
