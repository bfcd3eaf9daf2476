package evidence

import (
	"strconv"
	"strings"
	"time"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A Window is the time that a document is about: its period where it prints one, else the
// months before the last day that it names. Entries of an account are printed without their
// year, which the statement says once.
type Window struct {
	from, To time.Time           // its first and last day
	order    extractors.DayOrder // of day and month in its dates
}

// Reach of a window in days: what was booked since the last yearly statement, and how far an
// entry may lie beside the period that it is listed under.
const (
	withoutPeriod = 330
	besideWindow  = 45
)

const day = 24 * time.Hour

// findWindow returns the zero window for a document that prints no whole date.
func (r *Reading) findWindow() Window {
	order := r.Style.Order
	if order == extractors.OrderUnknown {
		order = r.seenShortOrder()
	}
	var last time.Time
	for n := range r.Sheets {
		dates := r.Found[n][plan.Date]
		for i, c := range dates {
			at, err := time.Parse(time.DateOnly, c.Value)
			if err != nil {
				continue
			}
			if c.order == 2 && i > 0 && dates[i-1].order == 1 {
				if from, err := time.Parse(time.DateOnly, dates[i-1].Value); err == nil {
					return Window{from, at, order}
				}
			}
			if at.After(last) {
				last = at
			}
		}
	}
	if last.IsZero() {
		return Window{}
	}
	return Window{last.Add(-withoutPeriod * day), last, order}
}

// seenShortOrder looks for days without a year, at the beginning of rows, that read one way only.
func (r *Reading) seenShortOrder() extractors.DayOrder {
	first, second := false, false // a number that is no month
	for _, s := range r.Sheets {
		for _, row := range s.Rows {
			words := s.Words(layout.Span{From: row.From, To: row.From + 1})
			if a, b, ok := strings.Cut(words[0], "/"); ok && IsShortDate(words) && layout.IsNumber(a) && layout.IsNumber(b) {
				first, second = first || layout.Atoi(a) > 12, second || layout.Atoi(b) > 12
			}
		}
	}
	switch {
	case first && !second:
		return extractors.DayFirst
	case second && !first:
		return extractors.MonthFirst
	}
	return extractors.OrderUnknown
}

// Days returns the days that a print of day and month may mean, each in the year that brings it
// into the window: two where both years do, or where either number can be the month.
func (w Window) Days(words []string) []string {
	nearest, found := time.Duration(besideWindow*day), []string(nil)
	for year := w.from.Year() - 1; year <= w.To.Year()+1; year++ {
		for _, value := range readIn(words, year, w.order) {
			at, err := time.Parse(time.DateOnly, value)
			if err != nil {
				continue
			}
			off := max(w.from.Sub(at), at.Sub(w.To), 0)
			if off < nearest {
				nearest, found = off, nil
			}
			if off == nearest {
				found = append(found, value)
			}
		}
	}
	return found
}

// readIn reads "01.03.", "1/3", "12 Mar" or "Mar 12" as a day of a year. Beside dots the day
// stands first.
func readIn(words []string, year int, order extractors.DayOrder) []string {
	whole := append([]string(nil), words...)
	last := &whole[len(whole)-1]
	sign := " "
	if at := strings.IndexAny(*last, "./-"); at >= 0 && len(words) == 1 {
		sign = (*last)[at : at+1]
	}
	*last = strings.TrimRight(*last, ",./-") + sign + strconv.Itoa(year)
	spans := extractors.ScanDates(strings.Fields(strings.Join(whole, " ")), order)
	if len(spans) != 1 || spans[0].From != 0 {
		return nil
	}
	return spans[0].Readings
}

// IsShortDate reports whether words look like a day and its month, and like nothing else: an
// amount of 1.20 does not, nor does a fraction.
func IsShortDate(words []string) bool {
	text := strings.Join(words, "")
	digits := layout.CountDigits(text)
	if len(words) == 1 && digits == len(text) || digits == 0 || digits > 4 || len(text) > 14 {
		return false
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("./-,", r) })
	numbers := len(parts) == 2 && layout.IsNumber(parts[0]) && layout.IsNumber(parts[1])
	return digits < len(text) && (!numbers || len(words) == 1 && len(parts[1]) == 2)
}
