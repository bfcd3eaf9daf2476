package evidence

import (
	"strings"
	"time"

	"docpipe/extractors/local/plan"
)

// dateForms are the ways to write a date that a pattern of a schema may ask for.
var dateForms = []string{"02.01.2006", "02/01/2006", "02-01-2006", "01/02/2006", "01-02-2006", "2006/01/02", "20060102", "2.1.2006", "January 2, 2006", "2 January 2006"}

// asPattern writes a date as the pattern of its field wants it: as YYYY-MM-DD, as it is printed, or
// in the form that order, the way the document writes dates, makes likely. ok is false when none
// fits.
func asPattern(f *plan.Field, iso, printed string, monthFirst bool) (text string, ok bool) {
	printed = strings.Trim(printed, " ,;()")
	switch {
	case f.Pattern == nil || f.Pattern.MatchString(iso):
		return iso, true
	case f.Pattern.MatchString(printed):
		return printed, true
	}
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return "", false
	}
	for _, form := range dateForms {
		if strings.HasPrefix(form, "01") != monthFirst && strings.HasPrefix(form, "0") && len(form) > 8 {
			continue
		}
		if text := day.Format(form); f.Pattern.MatchString(text) {
			return text, true
		}
	}
	return "", false
}
