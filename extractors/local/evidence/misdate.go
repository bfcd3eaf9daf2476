package evidence

import (
	"regexp"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// The ways in which recognition breaks a date of numbers. One sign between day, month and year is
// there still: digits alone are as likely a number.
var (
	lostSign    = regexp.MustCompile(`^([0-3]\d)(?:([01]\d)[/.-]|[/.-]([01]\d))((?:19|20)\d\d)$`)
	signAsDigit = regexp.MustCompile(`^([0-3]\d)(?:[17]([01]\d)[/.-]|[/.-]([01]\d)[17])((?:19|20)\d\d)$`)
	lettersIn   = regexp.MustCompile(`^[\dOolISBZ]{1,2}([/.-])[\dOolISBZ]{1,2}([/.-])(?:[\dOolISBZ]{2}){1,2}$`)
)

// MisreadDate reads a recognised word that is no date as it stands: "2504/2017", "25/0412017",
// "O4/05/2018".
func MisreadDate(t *layout.Token, order extractors.DayOrder) (readings []string) {
	if !t.OCR || !t.Digit {
		return nil
	}
	text := strings.Trim(t.Text, `"'“*:;,.|`)
	switch parts := firstMatch(text, lostSign, signAsDigit); {
	case parts != nil:
		text = parts[1] + "/" + parts[2] + parts[3] + "/" + parts[4]
	case lettersIn.MatchString(text) && 2*layout.CountDigits(text) >= len(text):
		text = DigitsFor.Replace(text)
	default:
		return nil
	}
	if dates := extractors.ScanDates([]string{text}, order); len(dates) == 1 {
		return dates[0].Readings
	}
	return nil
}

func firstMatch(text string, forms ...*regexp.Regexp) []string {
	for _, form := range forms {
		if parts := form.FindStringSubmatch(text); parts != nil {
			return parts
		}
	}
	return nil
}

// addMisreadDates adds the dates that recognition broke, where words of the line are none yet.
func addMisreadDates(all candidates, s *layout.Sheet, seg layout.Span, order extractors.DayOrder) {
	for i := seg.From; i < seg.To; i++ {
		if InDate(all[plan.Date], i) {
			continue
		}
		if readings := MisreadDate(&s.Tokens[i], order); len(readings) > 0 {
			all.add(plan.Date, Candidate{
				Span: layout.Span{From: i, To: i + 1}, Value: readings[0], Readings: readings[1:], Fit: 0.8, misread: "its form is that of a date",
			})
		}
	}
}

// DigitsFor are the digits that recognition takes for letters.
var DigitsFor = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", "S", "5", "B", "8", "Z", "2")
