package extractors

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// DayOrder says which of day and month stands first in a date of numbers.
type DayOrder byte

// The orders of day and month.
const (
	OrderUnknown DayOrder = iota
	DayFirst
	MonthFirst
)

// A DateSpan is a date found in a row of words: words From to To-1 and what they can mean.
type DateSpan struct {
	From, To int
	Readings []string // YYYY-MM-DD, the likelier first; two when day and month can be either
}

// ScanDates finds the dates in the words of one line: "2026-05-02", "2.5.26", "May 2, 2026",
// "2. Mai 2026", "1er juillet 2015". Spans do not overlap, but for the two dates of a period that
// is one word: "05/19/20-05/22/20".
func ScanDates(words []string, order DayOrder) []DateSpan {
	var spans []DateSpan
	for i := 0; i < len(words); {
		if period := scanPeriod(words[i], order); period != nil {
			for _, readings := range period {
				spans = append(spans, DateSpan{From: i, To: i + 1, Readings: readings})
			}
			i++
			continue
		}
		n, readings := dateAt(words[i:], order)
		if n == 0 {
			i++
			continue
		}
		spans = append(spans, DateSpan{From: i, To: i + n, Readings: readings})
		i += n
	}
	return spans
}

// scanPeriod reads two dates of numbers with a stroke between them, nil for any other word.
func scanPeriod(word string, order DayOrder) [][]string {
	if len(word) < 11 || !strings.ContainsAny(word, "/.") {
		return nil
	}
	for _, stroke := range []string{"-", "–", "—"} {
		first, last, ok := strings.Cut(word, stroke)
		if !ok || first == "" || last == "" {
			continue
		}
		n, from := dateAt([]string{first}, order)
		m, to := dateAt([]string{last}, order)
		if n == 1 && m == 1 {
			return [][]string{from, to}
		}
	}
	return nil
}

// dateAt reads a date that begins with the first word and returns how many words it took.
func dateAt(words []string, order DayOrder) (int, []string) {
	if !maybeDate(words[0]) {
		return 0, nil
	}
	if readings := unmarked(words, order); len(readings) > 0 {
		return 1, readings
	}
	if readings := stamped(words[0]); len(readings) > 0 {
		return 1, readings
	}
	parts, ends := dateParts(words)
	if len(parts) < 3 {
		return 0, nil
	}
	readings := readParts(parts[:3], order)
	if len(readings) == 0 {
		return 0, nil
	}
	if strings.Contains(words[0], ".") && order != MonthFirst {
		readings = readings[:1] // dots are written between day, month and year only
	}
	return ends[2], readings
}

// unmarked reads eight digits before a time of day, as tills print dates: "25032018 13:11:54".
func unmarked(words []string, order DayOrder) []string {
	if len(words[0]) != 8 || len(words) < 2 || !isClock(words[1]) || strings.ContainsFunc(words[0], func(r rune) bool { return r < '0' || r > '9' }) {
		return nil
	}
	w := words[0]
	if day := oneDate(w[:4], number(w[4:6]), w[6:]); len(day) > 0 {
		return day
	}
	return readParts([]string{w[:2], w[2:4], w[4:]}, order)
}

// stamped reads year, month and day with the time of day behind a sign: "20180428/191204".
func stamped(word string) []string {
	if len(word) != 15 || !strings.ContainsAny(word[8:9], "/-_T ") || number(word[:4]) < 0 || number(word[4:8]) < 0 {
		return nil
	}
	hour, minute, second := number(word[9:11]), number(word[11:13]), number(word[13:])
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return nil
	}
	return oneDate(word[:4], number(word[4:6]), word[6:8])
}

// isClock reports whether a word is a time of day: "13:11", "1:11:54PM".
func isClock(word string) bool {
	hour, rest, ok := strings.Cut(word, ":")
	h := number(hour)
	return ok && len(hour) <= 2 && h >= 0 && h < 24 && len(rest) >= 2 && isDigit(rest[0]) && rest[0] < '6' && isDigit(rest[1])
}

// maybeDate is a cheap look before the work: a date begins with a digit or a month's name.
func maybeDate(word string) bool {
	w := strings.TrimLeft(word, "([\"'“-–—|")
	if w == "" {
		return false
	}
	return isDigit(w[0]) || monthOf(leadingLetters(w)) > 0
}

// dateParts cuts the first words into numbers and month names, at most three, and says after
// which word each part ends. Anything else ends the row.
func dateParts(words []string) (parts []string, ends []int) {
	for i, word := range words[:min(len(words), 7)] {
		pieces, ok := cutDateWord(word, i == 0)
		if !ok || len(pieces) > 3 {
			break
		}
		for _, p := range pieces {
			if len(parts) < 3 {
				parts, ends = append(parts, p), append(ends, i+1)
			} else if i+1 == ends[2] {
				return nil, nil // more numbers in the same word: no date
			}
		}
		if len(parts) == 3 {
			break
		}
		if i == 0 && len(pieces) == 2 && strings.ContainsAny(word, "./") && !endsOpen(word) && monthOf(pieces[1]) == 0 {
			return nil, nil // 12.50 is a number
		}
	}
	return parts, ends
}

func endsOpen(word string) bool {
	last := word[len(word)-1]
	return last == '.' || last == '/' || last == '-'
}

// cutDateWord cuts "02.05.2026" into its three numbers and "3rd" into 3. It refuses words that
// belong to no date.
func cutDateWord(word string, first bool) ([]string, bool) {
	word = strings.Trim(word, "()[]\"'“”;:")
	switch strings.ToLower(word) {
	case "of", "de", "del", "day", ",", ".", "/", "-", "the":
		return nil, !first
	}
	var pieces []string
	for _, piece := range strings.FieldsFunc(word, isDateSeparator) {
		number, letters := splitNumber(piece)
		switch {
		case number == "" && monthOf(letters) > 0:
			pieces = append(pieces, letters)
		case first && len(pieces) == 2 && yearAndHour(number) && (letters == "" || letters[0] == ':'): // 04-06-201815:53
			return append(pieces, number[:4]), true
		case number != "" && (letters == "" || isOrdinal(letters)):
			pieces = append(pieces, number)
		case number != "" && monthOf(letters) > 0:
			pieces = append(pieces, number, letters)
		case number != "" && strings.EqualFold(leadingLetters(letters), "t") && strings.Contains(letters, ":"):
			return append(pieces, number), true
		case first && len(pieces) == 2 && len(number) == 4 && leadingLetters(letters) != "": // 21/05/2018Time:
			return append(pieces, number), true
		default:
			return nil, false
		}
	}
	return pieces, len(pieces) > 0
}

// yearAndHour reports whether digits are a year of four with an hour glued to it.
func yearAndHour(digits string) bool {
	return len(digits) == 6 && (digits[:2] == "19" || digits[:2] == "20") && number(digits[4:]) < 24
}

func isDateSeparator(r rune) bool {
	return r == '.' || r == '/' || r == '-' || r == ',' || r == '–' || r == '−' || r == '‑' || r == '\u00a0'
}

func splitNumber(s string) (number, rest string) {
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i:]
}

func isOrdinal(s string) bool {
	switch strings.ToLower(s) {
	case "st", "nd", "rd", "th", "er", "º", "°", "ª", "ste", "de", "e":
		return true
	}
	return false
}

func leadingLetters(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		return s
	}
	return s[:i]
}

// readParts makes dates of three parts.
func readParts(p []string, order DayOrder) []string {
	switch {
	case monthOf(p[0]) > 0:
		return oneDate(p[2], monthOf(p[0]), p[1])
	case monthOf(p[1]) > 0 && len(p[0]) == 4:
		return oneDate(p[0], monthOf(p[1]), p[2])
	case monthOf(p[1]) > 0:
		return oneDate(p[2], monthOf(p[1]), p[0])
	case monthOf(p[2]) > 0:
		return nil
	case len(p[0]) == 4:
		return oneDate(p[0], number(p[1]), p[2])
	case len(p[2]) != 4 && len(p[2]) != 2 || len(p[0]) > 2 || len(p[1]) > 2:
		return nil
	}
	day := oneDate(p[2], number(p[1]), p[0])
	month := oneDate(p[2], number(p[0]), p[1])
	switch {
	case len(day) == 0 || p[0] == p[1]:
		return append(day, month[:min(len(month), 1-len(day))]...)
	case order == MonthFirst && len(month) == 1:
		return month
	case order == DayFirst:
		return day
	}
	return append(day, month...)
}

// pivotYear is the first two-digit year that means the century before.
const pivotYear = 70

// oneDate returns the date if there is such a day in a year that documents have.
func oneDate(year string, month int, day string) []string {
	y, d := number(year), number(day)
	if len(year) == 2 {
		y += 2000 - 100*(y/pivotYear)
	}
	if y < 1900 || y > 2100 || month < 1 || month > 12 || d < 1 || len(year) == 3 || len(year) == 1 {
		return nil
	}
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return nil
	}
	return []string{fmt.Sprintf("%04d-%02d-%02d", y, month, d)}
}

func number(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) || i > 3 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
