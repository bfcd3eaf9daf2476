package ocr

import (
	"context"
	"strings"
	"unicode"

	"docpipe/pipeline"
	"docpipe/pipeline/textline"
)

// A second opinion: words that Tesseract doubts are read once more by a network that looks at
// the line as a whole ([textline]). On photographs and receipts it is the better reader of the
// two; but it knows neither accents nor where words end, so Tesseract's words stay, and each
// takes the characters that lie on it.

// A line of words whose places in found are at.
type line struct {
	at  []int
	box pipeline.Box
}

// opinion returns found with doubtful words replaced by what the second reader is surer of.
func (o *OCR) opinion(ctx context.Context, img *pipeline.Pixels, found []word) ([]word, error) {
	lines := o.doubtfulLines(found)
	reader, err := textline.New()
	if err != nil {
		return nil, err
	}
	if err := o.sit(ctx); err != nil {
		return nil, err
	}
	defer func() { <-o.seats }()
	readings := make([][]hearing, len(found))
	for _, l := range lines {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		heard := shared(found, l, reader.Read(img, l.box))
		for k, i := range l.at {
			readings[i] = []hearing{{plainLetters(found[i].text), found[i].confidence}, heard[k]}
			found[i] = settled(found[i], heard[k])
		}
	}
	if err := closerLook(ctx, img, reader, found, readings); err != nil {
		return nil, err
	}
	return missed(ctx, img, reader, found)
}

// mostWork is how much of a page is read again, in heights of a line: some six seconds of one
// core. A dense page of faint print must not lose its time to a second opinion.
const mostWork = 900

// doubtfulLines returns what is worth reading again: of a page that was read badly all lines, if
// that is not too much, of another the runs of doubtful words.
func (o *OCR) doubtfulLines(found []word) []line {
	lines := linesOf(found, o.doubtful)
	if meanConfidence(found) < o.cfg.DoubtfulPage {
		if all := linesOf(found, func(word) bool { return true }); len(affordable(all)) == len(all) {
			return all
		}
	}
	return affordable(lines)
}

// affordable returns the lines from the top that take no more than mostWork.
func affordable(lines []line) []line {
	work := 0.0
	for i, l := range lines {
		if work += l.box.Width() / max(l.box.Height(), 1); work > mostWork {
			return lines[:i]
		}
	}
	return lines
}

// linesOf returns the runs of words in a line that are wanted.
func linesOf(found []word, wanted func(word) bool) []line {
	var lines []line
	for i, w := range found {
		if !wanted(w) {
			continue
		}
		if i == 0 || w.line != found[i-1].line || !wanted(found[i-1]) {
			lines = append(lines, line{})
		}
		l := &lines[len(lines)-1]
		l.at, l.box = append(l.at, i), l.box.Union(w.box)
	}
	return lines
}

func (o *OCR) doubtful(w word) bool {
	return w.confidence < o.cfg.DoubtfulWord && alphanumerics(w.text) > 0
}

func meanConfidence(found []word) float64 {
	sum := 0.0
	for _, w := range found {
		sum += w.confidence
	}
	return sum / float64(max(len(found), 1))
}

// A hearing is what the second reader reads where a word lies.
type hearing struct {
	text       string
	confidence float64
}

// shared gives each character of a line to the word that it lies on, or nearest to.
func shared(found []word, l line, chars []textline.Char) []hearing {
	heard := make([]hearing, len(l.at))
	for _, c := range chars {
		if c.Byte == ' ' {
			continue
		}
		k := nearest(found, l.at, c.At)
		if heard[k].text == "" || c.Confidence < heard[k].confidence {
			heard[k].confidence = c.Confidence
		}
		heard[k].text += string(rune(c.Byte))
	}
	return heard
}

func nearest(found []word, at []int, x float64) int {
	best, least := 0, 0.0
	for k, i := range at {
		b := found[i].box
		far := max(b[0]-x, x-b[2], 0)
		if k == 0 || far < least {
			best, least = k, far
		}
	}
	return best
}

// settled chooses between two readings of a word. Two that agree are surer than each; of two
// that do not, the surer one stands, and is less sure than it was.
func settled(w word, h hearing) word {
	switch {
	case h.text == "":
		return w
	case plainLetters(w.text) == h.text:
		w.confidence = 1 - (1-w.confidence)*(1-h.confidence)
	case h.confidence > w.confidence && !(foreign(w.text) && w.confidence > foreignTrust):
		w.text, w.confidence = h.text, h.confidence*(1-w.confidence/2)
	default:
		w.confidence *= 1 - h.confidence/2
	}
	return w
}

// foreignTrust is how sure Tesseract must be of a letter that the second reader cannot write.
const foreignTrust = 0.3

// foreign tells whether text has characters outside ASCII.
func foreign(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}
