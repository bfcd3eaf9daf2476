package ocr

import (
	"context"
	"slices"

	"docpipe/pipeline"
	"docpipe/pipeline/textline"
)

// Print that Tesseract passes over: it expects the lines of a block to be alike and drops what is
// much larger or stands far apart, which on a slip is the total. What has the shape of a line and
// no word on it is read by the second reader.

// mostMissed is how much of that is read, in heights of a line: some two seconds of one core.
const mostMissed = 250

// leastMissed is how sure the second reader must be of a word that Tesseract did not see at all.
const leastMissed = 0.6

// missed returns found with the words of passed over lines put in their places.
func missed(ctx context.Context, img *pipeline.Pixels, reader *textline.Reader, found []word) ([]word, error) {
	letters := printHeight(found)
	if letters == 0 {
		return found, nil
	}
	work := 0.0
	for _, box := range newInk(img, letters, found).lines() {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		if work += box.Width() / box.Height(); work > mostMissed {
			break
		}
		found = inserted(found, unseen(wordsIn(reader.Read(img, box), box), found))
	}
	return found, nil
}

// printHeight is the median height of words that were read well, 0 where there are few.
func printHeight(found []word) float64 {
	var heights []float64
	for _, w := range found {
		if w.confidence >= 0.6 && alphanumerics(w.text) >= 2 {
			heights = append(heights, w.box.Height())
		}
	}
	if len(heights) < fewWords {
		return 0
	}
	slices.Sort(heights)
	return heights[len(heights)/2]
}

// wordsIn cuts a line at its spaces. It is nothing unless most of it was read well.
func wordsIn(chars []textline.Char, box pipeline.Box) []word {
	var words []word
	sure, all := 0, 0
	for from := 0; from < len(chars); {
		to := from
		for to < len(chars) && chars[to].Byte != ' ' {
			to++
		}
		if h := heardWord(chars[from:to]); h.text != "" {
			n := alphanumerics(h.text)
			all += n
			if h.confidence >= leastMissed {
				sure += n
				words = append(words, word{text: h.text, confidence: h.confidence, box: wordBox(chars, from, to, box)})
			}
		}
		from = to + 1
	}
	if sure < 3 || 2*sure <= all {
		return nil
	}
	return words
}

// unseen returns the words that lie on none of found. On a tinted band the ground is print to the
// map of ink, and the words that were read on it would be read a second time.
func unseen(words, found []word) []word {
	return slices.DeleteFunc(words, func(w word) bool {
		return slices.ContainsFunc(found, func(f word) bool { return meet(w.box, f.box) })
	})
}

// meet says whether the middle of a box lies in the other.
func meet(a, b pipeline.Box) bool { return holdsMiddle(a, b) || holdsMiddle(b, a) }

func holdsMiddle(a, b pipeline.Box) bool {
	x, y := b.CenterX(), b.CenterY()
	return x > a[0] && x < a[2] && y > a[1] && y < a[3]
}

// wordBox is where the characters from to to-1 of a line lie: halfway to their neighbours.
func wordBox(chars []textline.Char, from, to int, line pipeline.Box) pipeline.Box {
	half := line.Height() / 4
	if to > from+1 {
		half = (chars[to-1].At - chars[from].At) / float64(to-from-1) / 2
	}
	return pipeline.Box{max(chars[from].At-half, line[0]), line[1], min(chars[to-1].At+half, line[2]), line[3]}
}

// inserted puts the words of one more line among found: behind the words of the line they stand
// beside, else before the first line that begins below.
func inserted(found, words []word) []word {
	if len(words) == 0 {
		return found
	}
	at, beside := placeFor(found, words[0].box)
	if beside {
		for i := range words {
			words[i].block, words[i].line = found[at-1].block, found[at-1].line
		}
		return slices.Insert(found, at, words...)
	}
	last := word{}
	if at > 0 {
		last = found[at-1]
	}
	for i := range words {
		words[i].block, words[i].line = max(last.block, 1), last.line+1
	}
	found = slices.Insert(found, at, words...)
	for i := at + len(words); i < len(found); i++ {
		found[i].line++
	}
	return found
}

// placeFor returns the index for a box, and whether it goes on the line of the word before.
func placeFor(found []word, box pipeline.Box) (at int, beside bool) {
	for i, w := range found {
		ends := i+1 == len(found) || found[i+1].line != w.line
		y := w.box.CenterY()
		if ends && w.box[2] <= box[0]+box.Height() && y > box[1] && y < box[3] && box.CenterY() > w.box[1] && box.CenterY() < w.box[3] {
			return i + 1, true
		}
	}
	for i, w := range found {
		if (i == 0 || found[i-1].line != w.line) && w.box.CenterY() > box.CenterY() {
			return i, false
		}
	}
	return len(found), false
}
