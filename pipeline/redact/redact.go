// Package redact makes copies of pages from which places are gone for good.
//
// [Cover] paints over the pixels of a page, [Keep] drops the words that stood there, and a
// [Writer] makes a PDF of what is left: one image a page, under it the remaining words as
// invisible text for search and selection. Nothing is taken over from the original file, so
// there is nothing in the copy that could be uncovered: no text objects, layers, annotations,
// attachments, thumbnails, metadata or earlier revisions.
//
// What to cover is for the caller to say; a page that nobody could read is to be covered whole.
package redact

import (
	"docpipe/pipeline"
)

// Margins of a covered place: boxes of words lie close to the print.
const (
	margin      = 0.2 // of the height of the box
	leastMargin = 2   // pixels
)

// Cover paints boxes black, with a margin. Boxes are in the frame of the pixels.
func Cover(p *pipeline.Pixels, boxes []pipeline.Box) {
	for _, b := range boxes {
		dy := max(leastMargin, int(margin*b.Height()*float64(p.Height)+0.5))
		left, right := int(b[0]*float64(p.Width))-dy, int(b[2]*float64(p.Width)+1)+dy
		top, bottom := int(b[1]*float64(p.Height))-dy, int(b[3]*float64(p.Height)+1)+dy
		paint(p, clamp(left, p.Width), clamp(top, p.Height), clamp(right, p.Width), clamp(bottom, p.Height))
	}
}

func clamp(v, most int) int { return min(max(v, 0), most) }

func paint(p *pipeline.Pixels, left, top, right, bottom int) {
	for y := top; y < bottom; y++ {
		row := p.Data[y*p.Width*p.Channels:]
		clear(row[left*p.Channels : max(left, right)*p.Channels])
	}
}

// covered is the share of a word's box under a cover from which on the word is dropped.
const covered = 0.2

// Keep returns the words that a reader of the covered page still sees. A word without a place goes:
// nobody can tell what covers it.
func Keep(words []pipeline.Word, boxes []pipeline.Box) []pipeline.Word {
	var kept []pipeline.Word
	for _, w := range words {
		if !w.Hidden && !w.Box.Empty() && !under(w.Box, boxes) {
			kept = append(kept, w)
		}
	}
	return kept
}

func under(word pipeline.Box, boxes []pipeline.Box) bool {
	for _, b := range boxes {
		width, height := min(word[2], b[2])-max(word[0], b[0]), min(word[3], b[3])-max(word[1], b[1])
		if width > 0 && height > 0 && width*height >= covered*word.Width()*word.Height() {
			return true
		}
	}
	return false
}
