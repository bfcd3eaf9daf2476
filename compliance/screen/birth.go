package screen

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Birth is what a list knows of somebody's birth: the years it lies in and, where it is
// known to the day, the date.
type Birth struct {
	From, To int
	Day      string // YYYY-MM-DD, empty when not known
}

// days are the forms in which lists write a date that is known to the day.
var days = []string{time.DateOnly, "02/01/2006", "2 Jan 2006", "2 January 2006", "Jan 2, 2006", "2006-01-02T15:04:05"}

var year = regexp.MustCompile(`\b(1[89]\d\d|20\d\d)\b`)

// ParseBirth reads the forms of the lists: 1971-04-28, 28/04/1971, 10 Dec 1948, circa 1948,
// 1948 to 1950, dd/mm/1950 and 00/00/1950. It reports false when there is no year.
func ParseBirth(text string) (Birth, bool) {
	text = strings.TrimSpace(text)
	for _, form := range days {
		if t, err := time.Parse(form, text); err == nil && t.Year() > 1 {
			return Birth{t.Year(), t.Year(), t.Format(time.DateOnly)}, true
		}
	}
	var b Birth
	for _, match := range year.FindAllString(text, -1) {
		y, err := strconv.Atoi(match)
		if err != nil {
			continue
		}
		if b.From == 0 || y < b.From {
			b.From = y
		}
		b.To = max(b.To, y)
	}
	if strings.Contains(strings.ToLower(text), "circa") && b.From > 0 {
		b.From, b.To = b.From-1, b.To+1
	}
	return b, b.From > 0
}

// How a date of birth compares.
const (
	agrees  = "agrees"
	differs = "differs"
)

// compareBirth says whether somebody born so can be the one that the list knows: the same day
// or, where a side knows only the year, a year in its range. Two days in one year are neither:
// lists guess the day. Nothing to compare is empty.
func compareBirth(asked Birth, known bool, listed []Birth) string {
	if !known || len(listed) == 0 {
		return ""
	}
	verdict := differs
	for _, b := range listed {
		exact := asked.Day != "" && b.Day != ""
		overlap := asked.From <= b.To && b.From <= asked.To
		switch {
		case exact && asked.Day == b.Day, !exact && overlap:
			return agrees
		case overlap:
			verdict = ""
		}
	}
	return verdict
}
