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
)

// unsigned finds the lines to sign on that nobody has signed: a rule over the words that ask for a
// signature, or behind them, with nothing but paper above.
func unsigned(img *ink, p *pipeline.Page, toPage pipeline.Transform, signed []pipeline.Mark) []pipeline.Mark {
	back, ok := toPage.Inverse()
	if !ok {
		return nil
	}
	var found []pipeline.Mark
	for _, w := range p.VisibleWords() {
		if !asksFor(w.Text) {
			continue
		}
		room, ok := img.roomAbove(inPixels(back, w.Box))
		if !ok || img.share(room) > emptyRoom {
			continue
		}
		m := pipeline.Mark{Kind: pipeline.MarkUnsigned, Box: room.box(toPage), Confidence: 0.8}
		inRoom := func(o pipeline.Word) bool { return o.Box.IoU(m.Box) > 0 }
		if !overlapping(signed, m.Box) && !overlapping(found, m.Box) && !slices.ContainsFunc(p.VisibleWords(), inRoom) {
			found = append(found, m)
		}
	}
	return found
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
