package ocr

import (
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// judge decides between the words of an invisible text layer and those that were read. The
// layer wins where a sample of it agrees with the page, because whoever made it had better
// software or the original; but never against a word that was read clearly, because the
// pixels are what a person sees.
func (o *OCR) judge(p *pipeline.Page, read []pipeline.Word) {
	trust := agreement(p.Layer, read)
	if trust >= o.cfg.LayerAgreement {
		take(p, corrected(p.Layer, read, p), pipeline.TextFromLayer)
		return
	}
	take(p, read, pipeline.TextFromOCR)
	if trust < mismatch && *p.Confidence >= 0.8 {
		p.Reasons = append(p.Reasons, pipeline.Reason{
			Code: pipeline.ReasonHiddenText, Page: p.Number,
			Detail: "the invisible text layer does not say what the page shows; the page was read instead",
		})
	}
}

// mismatch is the agreement below which a layer is not merely bad but about something else.
const mismatch = 0.5

// sure is the confidence from which a read word counts against the layer.
const sure = 0.85

// agreement is the share of words read with certainty that the layer has in the same place,
// times the share of the layer's words that lie on something that was read. Without anything
// to compare it is 0.
func agreement(layer, read []pipeline.Word) float64 {
	same, asked := 0, 0
	at := newPlaces(layer)
	for _, w := range read {
		if w.Confidence < sure || len(fold(w.Text)) < 2 {
			continue
		}
		asked++
		if at.has(w) {
			same++
		}
	}
	covered, claims := 0, 0
	seen := newPlaces(read)
	for _, w := range layer {
		if len(fold(w.Text)) < 2 {
			continue
		}
		claims++
		if len(seen.under(w.Box)) > 0 {
			covered++
		}
	}
	if asked == 0 || claims == 0 {
		return 0
	}
	return float64(same) / float64(asked) * min(1, float64(covered)/float64(claims)+0.05)
}

// corrected returns the layer's words where the page has their ink, since a layer's own font is
// not the one that is seen, and with what contradicts the page put right: a number that
// was clearly read otherwise is replaced, one that was doubtfully read otherwise becomes
// doubtful, and a word over bare paper is hidden.
func corrected(layer, read []pipeline.Word, p *pipeline.Page) []pipeline.Word {
	seen := newPlaces(read)
	words := make([]pipeline.Word, 0, len(layer))
	for _, w := range layer {
		w.Source = pipeline.TextFromLayer
		under := seen.under(w.Box)
		switch {
		case len(under) == 0:
			w.Hidden = w.Hidden || !inkUnder(p, w.Box)
		case len(under) == 1 && w.Box.IoU(under[0].Box) > 0.5 && digitsDiffer(w.Text, under[0].Text):
			w = contradicted(w, under[0])
		case len(under) == 1 && fold(w.Text) == fold(under[0].Text):
			w.Box = under[0].Box
		}
		words = append(words, w)
	}
	return words
}

func contradicted(w, read pipeline.Word) pipeline.Word {
	if read.Confidence < sure {
		w.Confidence = min(w.Confidence, 0.5)
		return w
	}
	w.Text, w.Confidence, w.Source = read.Text, read.Confidence, pipeline.TextFromOCR
	return w
}

func inkUnder(p *pipeline.Page, b pipeline.Box) bool {
	at, ok := pixelsOf(p, b, 0)
	if !ok {
		return false
	}
	low, high := byte(255), byte(0)
	for y := at.top; y < at.bottom; y++ {
		for _, v := range p.Pixels.Data[y*p.Pixels.Width+at.left : y*p.Pixels.Width+at.right] {
			low, high = min(low, v), max(high, v)
		}
	}
	return high > low && high-low >= edgeStep
}

// fold keeps letters and digits in lower case: what two readings of a word must share.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// digitsDiffer reports whether two readings disagree about a number. Differences in letters
// are left to the layer, which knows more words than we do.
func digitsDiffer(a, b string) bool {
	digits := func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}
	a, b = strings.Map(digits, a), strings.Map(digits, b)
	return a != "" && b != "" && a != b
}
