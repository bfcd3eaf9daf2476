package marks

import (
	"slices"

	"docpipe/pipeline"
)

// Places to sign, in millimetres and shares.
const (
	captionUnder = 9.0   // from a line to the words under it
	captionLine  = 2.0   // from the foot of the words to the line that begins behind them
	roomToSign   = 7.0   // above the line
	overLine     = 0.8   // of that, next to the line, which may be thick or lean
	emptyRoom    = 0.001 // of the room that is dust
	mostCaption  = 8     // words; more of them are a sentence that tells of a signature
)

// unsigned finds the lines to sign on that nobody has signed: a rule over the words that ask for a
// signature, or behind them, with nothing but paper above.
func unsigned(img *ink, p *pipeline.Page, toPage pipeline.Transform, signed []pipeline.Mark) []pipeline.Mark {
	back, ok := toPage.Inverse()
	if !ok {
		return nil
	}
	words := p.VisibleWords()
	var at []rect
	for _, w := range words {
		at = append(at, inPixels(back, w.Box))
	}
	var found []pipeline.Mark
	for i, w := range words {
		if !asksFor(w.Text) || inSentence(at, i) || namesCompany(w.Text, words) {
			continue
		}
		room, ok := img.roomAbove(at[i])
		if !ok || img.share(room) > emptyRoom {
			continue
		}
		m := pipeline.Mark{Kind: pipeline.MarkUnsigned, Box: room.box(toPage), Confidence: 0.8}
		inRoom := func(o pipeline.Word) bool { return o.Box.IoU(m.Box) > 0 }
		if !overlapping(signed, m.Box) && !overlapping(found, m.Box) && !slices.ContainsFunc(words, inRoom) {
			found = append(found, m)
		}
	}
	return found
}

// inSentence reports whether a word is one of many that follow on each other in its line: below a rule
// and an empty line may begin a paragraph as well.
func inSentence(words []rect, at int) bool {
	n := 1
	for i := at; i > 0 && follows(words[i-1], words[i]); i-- {
		n++
	}
	for i := at; i+1 < len(words) && follows(words[i], words[i+1]); i++ {
		n++
	}
	return n > mostCaption
}

func follows(left, right rect) bool {
	middle, high := (right.top+right.bottom)/2, max(left.bottom-left.top, right.bottom-right.top)
	return left.top < middle && middle < left.bottom && left.left < right.left && right.left-left.right < 2*high
}

// southern are words of Spanish and Italian pages that no German, Dutch or Polish page has.
var southern = wordSet("del della dello delle degli il gli y fecha luogo lugar nombre nome cognome")

// namesCompany reports whether a word is one for a company on this page: where firma is no signature,
// its line on a form may be empty for many reasons.
func namesCompany(word string, words []pipeline.Word) bool {
	return lettersOf(word) == "firma" && !slices.ContainsFunc(words, func(w pipeline.Word) bool { return southern[lettersOf(w.Text)] })
}

// roomAbove is the room above the line that words are the caption of; false where no line is.
func (img *ink) roomAbove(caption rect) (rect, bool) {
	for y := caption.bottom + int(captionLine*img.mm); y > max(1, caption.top-int(captionUnder*img.mm)); y-- {
		from, to := img.rule(caption.left-int(5*img.mm), min(img.w, caption.left+int(searchRight*img.mm)), y)
		if under := y < caption.top; to-from < int(ruleLength*img.mm) || !under && from < caption.right {
			continue
		}
		foot := y - max(2, int(overLine*img.mm))
		room := rect{from, foot - int(roomToSign*img.mm), to, foot}
		return room, room.top >= 0
	}
	return rect{}, false
}

// rule is the longest run of ink from left to right on a row or those beside it, for it may lean.
func (img *ink) rule(left, right, y int) (from, to int) {
	for x := max(0, left); x < right; x++ {
		begin := x
		for x < right && (img.at(x, y) || img.at(x, y-1) || img.at(x, y+1)) {
			x++
		}
		if x-begin > to-from {
			from, to = begin, x
		}
	}
	return from, to
}
