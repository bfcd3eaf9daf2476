package pii

import (
	"regexp"

	"docpipe/pipeline"
)

// A search follows one number from line to line.
type search struct {
	broken
	page   *pipeline.Page
	all    []piece
	first  piece // with what stands before the number
	begins int   // where in it the number may begin
	ends   int
}

// A whole is a number that was found, put together of its parts.
type whole struct {
	parts []piece // nil for none
	value string
	sure  bool // no column of figures goes on with others like it
}

// groups are the letters and digits between separators.
var groups = regexp.MustCompile(`[\pL\d]+`)

// from returns the number that ends a piece and goes on below it. What begins the number may be any of
// the groups.
func (s search) from(first piece) whole {
	m := s.tail.FindStringSubmatchIndex(first.text)
	if m == nil {
		return whole{}
	}
	begins := groups.FindAllStringIndex(first.text[m[2]:m[3]], -1)
	end := m[2] + begins[len(begins)-1][1]
	s.first, s.begins, s.ends = first, m[2], end
	for _, g := range begins {
		part := first.cut(m[2]+g[0], end)
		if found := s.goOn([]piece{part}, first, []string{part.text}); found.parts != nil {
			return found
		}
	}
	return whole{}
}

// goOn looks for the end of the number below the piece that holds the last of parts, and where a
// whole line is of the number, below that. A number is broken between groups or within one, so
// that what was read so far is one of two texts.
func (s search) goOn(parts []piece, last piece, texts []string) whole {
	if len(parts) == mostLines {
		return whole{}
	}
	for _, at := range last.under {
		next := s.all[at]
		head := s.head.FindString(next.text)
		for _, g := range groups.FindAllStringIndex(head, -1) {
			if goesOn.MatchString(next.text[g[1]:]) {
				continue
			}
			for _, value := range joined(texts, head[:g[1]]) {
				if proven, sure := s.proves(value, next, len(parts)+1); proven {
					return whole{append(parts, next.cut(0, g[1])), value, sure}
				}
			}
		}
		if head != "" && head == next.text {
			if found := s.goOn(append(parts[:len(parts):len(parts)], next), next, joined(texts, head)); found.parts != nil {
				return found
			}
		}
	}
	return whole{}
}

// proves reports whether parts that end in a piece are one number. A label is looked for last: most
// figures on a page are none, whatever stands above them. Four of a column of the last digits of cards
// may be one by chance: that is covered, and not sure.
func (s search) proves(value string, last piece, lines int) (proven, sure bool) {
	if !s.is(value, true, lines) {
		return false, false
	}
	sure = !s.inColumn(last)
	return sure && s.is(value, false, lines) || s.label.MatchString(s.names()), sure
}

// names are the words that may name the number: those of any number, and the whole line above, which
// may be wider than the column.
func (s search) names() string {
	words := s.first.line.names(s.page)(s.first.start+s.begins, s.first.start+s.ends)
	for _, upper := range s.all {
		if below(upper.box, s.first.box) {
			words += "\n" + upper.text
		}
	}
	return words
}

func joined(texts []string, head string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, text+" "+head, text+head)
	}
	return all
}

// goesOn is what no number stands before: more of its word, and decimals.
var goesOn = regexp.MustCompile(`^(?:[\pL\d]|[.,]\d)`)

// inColumn reports whether the number stands in a column of others like its parts, of which two
// would be joined by chance.
func (s search) inColumn(last piece) bool {
	for _, other := range s.all {
		if below(other.box, s.first.box) && form(other.text) == form(s.first.text) ||
			below(last.box, other.box) && form(other.text) == form(last.text) {
			return true
		}
	}
	return false
}

var digit = regexp.MustCompile(`\d`)

func form(text string) string { return digit.ReplaceAllString(text, "0") }

// nextLine is how far below a line the next one stands at most, in heights of the higher one.
const nextLine = 2.2

// below reports whether a piece stands on the line below another, in its column.
func below(upper, lower pipeline.Box) bool {
	down, height := lower.CenterY()-upper.CenterY(), max(upper.Height(), lower.Height())
	return down > height/2 && down < nextLine*height && upper[0] < lower[2] && lower[0] < upper[2]
}
