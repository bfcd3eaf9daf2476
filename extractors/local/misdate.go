package local

import (
	"regexp"
	"strings"

	"docpipe/extractors"
)

// The ways in which recognition breaks a date of numbers. One sign between day, month and year is
// there still: digits alone are as likely a number.
var (
	lostSign    = regexp.MustCompile(`^([0-3]\d)(?:([01]\d)[/.-]|[/.-]([01]\d))((?:19|20)\d\d)$`)
	signAsDigit = regexp.MustCompile(`^([0-3]\d)(?:[17]([01]\d)[/.-]|[/.-]([01]\d)[17])((?:19|20)\d\d)$`)
	lettersIn   = regexp.MustCompile(`^[\dOolISBZ]{1,2}([/.-])[\dOolISBZ]{1,2}([/.-])(?:[\dOolISBZ]{2}){1,2}$`)
)

// misreadDate reads a recognised word that is no date as it stands: "2504/2017", "25/0412017",
// "O4/05/2018".
func misreadDate(t *token, order extractors.DayOrder) (readings []string) {
	if !t.ocr || !t.digit {
		return nil
	}
	text := strings.Trim(t.text, `"'“*:;,.|`)
	switch parts := firstMatch(text, lostSign, signAsDigit); {
	case parts != nil:
		text = parts[1] + "/" + parts[2] + parts[3] + "/" + parts[4]
	case lettersIn.MatchString(text) && 2*countDigits(text) >= len(text):
		text = digitsFor.Replace(text)
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
func addMisreadDates(all candidates, s *sheet, seg span, order extractors.DayOrder) {
	for i := seg.from; i < seg.to; i++ {
		if inDate(all[kindDate], i) {
			continue
		}
		if readings := misreadDate(&s.tokens[i], order); len(readings) > 0 {
			all.add(kindDate, candidate{
				span: span{i, i + 1}, value: readings[0], readings: readings[1:], fit: 0.8, misread: "its form is that of a date",
			})
		}
	}
}
