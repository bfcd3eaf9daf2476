package marks

import (
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// asks are words, in lower case, that ask for a signature beside, above or below them.
var asks = wordSet(`signature signatures signed signatory unterschrift unterschriften unterzeichner signé signataire firma firmado
	firme firmato handtekening ondertekend assinatura assinado podpis podpisano`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// Signatures, in millimetres and shares.
const (
	searchUp     = 18.0 // above the words that ask
	searchDown   = 16.0 // below
	searchRight  = 75.0 // from where they begin
	leastWidth   = 12.0
	leastHeight  = 4.0
	leastStrokes = 0.015 // of the box around
	mostStrokes  = 0.30
	ruleLength   = 20.0 // a line to sign on
	sureWord     = 0.6  // confidence from which ink is that of a word
)

// signatures finds ink that is no text by the words that ask for it.
func signatures(img *ink, p *pipeline.Page, toPage pipeline.Transform) []pipeline.Mark {
	back, ok := toPage.Inverse()
	if !ok {
		return nil
	}
	var found []pipeline.Mark
	var text []rect
	for _, w := range p.VisibleWords() {
		if w.Confidence >= sureWord {
			text = append(text, grown(inPixels(back, w.Box), int(0.4*img.mm)))
		}
	}
	for _, w := range p.VisibleWords() {
		if !asksFor(w.Text) {
			continue
		}
		at := inPixels(back, w.Box)
		area := rect{
			max(0, at.left-int(5*img.mm)), max(0, at.top-int(searchUp*img.mm)),
			min(img.w, at.left+int(searchRight*img.mm)), min(img.h, at.bottom+int(searchDown*img.mm)),
		}
		if m, ok := img.signature(area, text, toPage); ok && !overlapping(found, m.Box) {
			found = append(found, m)
		}
	}
	return found
}

func asksFor(word string) bool { return asks[lettersOf(word)] }

// lettersOf is a word in lower case without what stands around it.
func lettersOf(word string) string {
	return strings.TrimFunc(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) })
}

func inPixels(back pipeline.Transform, b pipeline.Box) rect {
	in := back.Box(b[0], b[1], b[2], b[3])
	return rect{int(in[0]), int(in[1]), int(in[2]) + 1, int(in[3]) + 1}
}

func grown(r rect, by int) rect { return rect{r.left - by, r.top - by, r.right + by, r.bottom + by} }

func overlapping(found []pipeline.Mark, b pipeline.Box) bool {
	for _, m := range found {
		if m.Box.IoU(b) > 0 {
			return true
		}
	}
	return false
}

// signature looks for strokes in an area without its text and its rules. Strokes are one piece of
// ink, or pieces that nearly touch; the largest counts.
func (img *ink) signature(area rect, text []rect, toPage pipeline.Transform) (pipeline.Mark, bool) {
	left := img.without(area, text)
	gap := max(2, int(1.2*img.mm))
	best, share := rect{}, 0.0
	for _, r := range left.pieces(gap) {
		if r.right-r.left > best.right-best.left {
			best, share = r, left.share(r)
		}
	}
	w, h := float64(best.right-best.left)/img.mm, float64(best.bottom-best.top)/img.mm
	if w < leastWidth || h < leastHeight || w < h/2 || share < leastStrokes || share > mostStrokes {
		return pipeline.Mark{}, false
	}
	on := rect{best.left + area.left, best.top + area.top, best.right + area.left, best.bottom + area.top}
	return pipeline.Mark{Kind: pipeline.MarkSignature, Box: on.box(toPage), Set: true, Confidence: 0.8}, true
}

// without returns a piece of the image without what lies in rects and without long straight rules.
func (img *ink) without(area rect, text []rect) *ink {
	out := &ink{w: area.right - area.left, h: area.bottom - area.top, mm: img.mm}
	out.dark = make([]bool, max(0, out.w*out.h))
	for y := range out.h {
		copy(out.dark[y*out.w:(y+1)*out.w], img.dark[(y+area.top)*img.w+area.left:])
	}
	for _, r := range text {
		for y := max(0, r.top-area.top); y < min(out.h, r.bottom-area.top); y++ {
			for x := max(0, r.left-area.left); x < min(out.w, r.right-area.left); x++ {
				out.dark[y*out.w+x] = false
			}
		}
	}
	out.wipeRules(int(ruleLength * img.mm / 2))
	return out
}

// wipeRules takes away horizontal and vertical runs of at least long pixels.
func (img *ink) wipeRules(long int) {
	wipe := func(start, step, n int) {
		for i := 0; i < n; i++ {
			from := i
			for i < n && img.dark[start+i*step] {
				i++
			}
			if i-from >= long {
				for k := from; k < i; k++ {
					img.dark[start+k*step] = false
				}
			}
		}
	}
	for y := range img.h {
		wipe(y*img.w, 1, img.w)
	}
	for x := range img.w {
		wipe(x, img.w, img.h)
	}
}

// pieces returns the rectangles around ink that touches when it is widened by gap.
func (img *ink) pieces(gap int) []rect {
	cols, rows := (img.w+gap-1)/gap, (img.h+gap-1)/gap
	filled := make([]bool, cols*rows)
	for y := range img.h {
		for x := range img.w {
			if img.dark[y*img.w+x] {
				filled[y/gap*cols+x/gap] = true
			}
		}
	}
	var found []rect
	for i := range filled {
		if filled[i] {
			found = append(found, flood(filled, cols, rows, i, gap))
		}
	}
	return found
}

// flood empties the cells connected with cell i and returns the rectangle around them in pixels.
func flood(filled []bool, cols, rows, i, side int) rect {
	r := rect{cols, rows, 0, 0}
	todo := []int{i}
	filled[i] = false
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := at%cols, at/cols
		r = rect{min(r.left, x), min(r.top, y), max(r.right, x+1), max(r.bottom, y+1)}
		for ny := max(0, y-1); ny <= min(rows-1, y+1); ny++ {
			for nx := max(0, x-1); nx <= min(cols-1, x+1); nx++ {
				if next := ny*cols + nx; filled[next] {
					filled[next] = false
					todo = append(todo, next)
				}
			}
		}
	}
	return rect{r.left * side, r.top * side, r.right * side, r.bottom * side}
}
