package ocr

import (
	"context"
	"regexp"
	"strings"
	"unicode"

	"docpipe/pipeline"
	"docpipe/pipeline/textline"
)

// A closer look: a word with digits that two readers still leave in doubt is read once more by
// itself, with several margins. In a line, high and narrow letters of a total are squeezed to
// the height of what stands beside them, and leaning lines are cut; alone the same network
// reads most of them.

// looks are the margins with which a word is read by itself, in heights of its letters, beyond
// what the network was taught with. The last is only taken where the others differ.
var looks = [...]float64{0.2, 0.08, 0}

// unsettled is the confidence below which a word is worth a closer look.
const unsettled = 0.75

// mostLooks is how much of a page is looked at more closely, in heights of a line: some three
// seconds of one core.
const mostLooks = 400

// closerLook reads the doubtful words of found by themselves. readings are what the readers before made of each.
func closerLook(ctx context.Context, img *pipeline.Pixels, reader *textline.Reader, found []word, readings [][]hearing) error {
	work := 0.0
	for _, i := range worthLook(found) {
		if len(readings[i]) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if work += 2 * (1 + found[i].box.Width()/max(found[i].box.Height(), 1)); work > mostLooks {
			return nil
		}
		found[i] = voted(found[i], lookedAt(img, reader, found[i].box, readings[i]))
	}
	return nil
}

// worthLook returns the words that may be dates, amounts or numbers and were misread, then those of
// which hardly anything was read.
func worthLook(found []word) []int {
	var numbers, others []int
	for i, w := range found {
		switch digits := strings.ContainsFunc(w.text, unicode.IsDigit); {
		case w.confidence >= unsettled || strings.ContainsAny(w.text, "<>«"): // of a zone, which has readers of its own
		case digits && len(w.text) > 1:
			numbers = append(numbers, i)
		case w.confidence < hardlyRead && alphanumerics(w.text) >= 4:
			others = append(others, i)
		}
	}
	return append(numbers, others...)
}

// hardlyRead is the confidence below which a word without a digit may have been a number.
const hardlyRead = 0.4

// lookedAt adds what the second reader sees of a word alone.
func lookedAt(img *pipeline.Pixels, reader *textline.Reader, box pipeline.Box, before []hearing) []hearing {
	all := before
	for k, margin := range looks {
		if k == len(looks)-1 && all[len(all)-1].text == all[len(all)-2].text {
			break
		}
		grown := margin * box.Height()
		chars := reader.Read(img, pipeline.Box{box[0] - grown, box[1] - grown, box[2] + grown, box[3] + grown})
		all = append(all, heardWord(chars))
	}
	return all
}

// heardWord is all characters as one word, as sure as the least sure.
func heardWord(chars []textline.Char) hearing {
	h := hearing{confidence: 1}
	for _, c := range chars {
		if c.Byte == ' ' {
			continue
		}
		h.text += string(rune(c.Byte))
		h.confidence = min(h.confidence, c.Confidence)
	}
	return h
}

// formed is how dates, times and amounts are printed: reading errors break such a form far more
// often than they make one.
var formed = regexp.MustCompile(`^(?:(?:[0-2]?\d|3[01])[/.-](?:[0-2]?\d|3[01])[/.-](?:\d\d|(?:19|20)\d\d)|(?:19|20)\d\d[/.-][01]\d[/.-][0-3]\d|\d{1,2}:\d\d(?::[0-5]\d)?(?:[AaPp][Mm])?|-?[A-Z$]{0,3}\d{1,3}(?:[.,]?\d{3})*[.,]\d\d)$`)

// ofForm is what a form adds to the weight of a reading.
const ofForm = 1.3

// ofLook is the share of a reading's own confidence that counts: readings of one network err alike.
const ofLook = 0.7

// outvoted is the most that a word is trusted which Tesseract read otherwise.
const outvoted = 0.85

// voted returns w as the readings say that together have most weight, as sure as they agree.
func voted(w word, readings []hearing) word {
	best, most := -1, 0.0
	for i, r := range readings {
		if weight := weightOf(readings, r.text); r.text != "" && weight > most {
			best, most = i, weight
		}
	}
	if best < 0 || foreign(w.text) && w.confidence > foreignTrust {
		return w
	}
	doubt, dissent := 1.0, 0.0
	for _, r := range readings {
		if r.text == readings[best].text {
			doubt *= 1 - ofLook*r.confidence
		} else if len(r.text) > 0 {
			dissent = max(dissent, r.confidence)
		}
	}
	sure := (1 - doubt) * (1 - dissent/4)
	if readings[best].text != readings[0].text {
		sure = min(sure, outvoted)
	}
	w.text, w.confidence = readings[best].text, sure
	return w
}

func weightOf(readings []hearing, text string) float64 {
	sum := 0.0
	for _, r := range readings {
		if r.text == text {
			sum += r.confidence
		}
	}
	if formed.MatchString(text) {
		sum *= ofForm
	}
	return sum
}
