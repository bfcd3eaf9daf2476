package pii

import (
	"regexp"

	"docpipe/pipeline"
)

// A search follows one number from line to line.
type search struct {
	broken
	page     *pipeline.Page
	all      []piece
	first    piece // with what stands before the number
	labelled bool
}

// groups are the letters and digits between separators.
var groups = regexp.MustCompile(`[\pL\d]+`)

// from returns the parts of the number that ends a piece and goes on below it, and the whole; none
// when there is none. What begins the number may be any of the groups.
func (s search) from(first piece) (parts []piece, value string) {
	m := s.tail.FindStringSubmatchIndex(first.text)
	if m == nil {
		return nil, ""
	}
	begins := groups.FindAllStringIndex(first.text[m[2]:m[3]], -1)
	end := m[2] + begins[len(begins)-1][1]
	s.first, s.labelled = first, s.label.MatchString(s.names(first, m[2], end))
	for _, g := range begins {
		part := first.cut(m[2]+g[0], end)
		if parts, value = s.goOn([]piece{part}, first, []string{part.text}); parts != nil {
			return parts, value
		}
	}
	return nil, ""
}

// names are the words that may name what begins in a piece: those of any number, and the whole
// line above, which may be wider than the column.
func (s search) names(first piece, start, end int) string {
	words := first.line.names(s.page)(first.start+start, first.start+end)
	for _, upper := range s.all {
		if below(upper.box, first.box) {
			words += "\n" + upper.text
		}
	}
	return words
}

// goOn looks for the end of the number below the piece that holds the last of parts, and where a
// whole line is of the number, below that. A number is broken between groups or within one, so
// that what was read so far is one of two texts.
func (s search) goOn(parts []piece, last piece, texts []string) ([]piece, string) {
	if len(parts) == mostLines {
		return nil, ""
	}
	for _, next := range s.all {
		if !below(last.box, next.box) {
			continue
		}
		head := s.head.FindString(next.text)
		for _, g := range groups.FindAllStringIndex(head, -1) {
			if goesOn.MatchString(next.text[g[1]:]) {
				continue
			}
			for _, value := range joined(texts, head[:g[1]]) {
				if s.is(value, s.labelled, len(parts)+1) && (s.labelled || !s.inColumn(next)) {
					return append(parts, next.cut(0, g[1])), value
				}
			}
		}
		if head != "" && head == next.text {
			if found, value := s.goOn(append(parts[:len(parts):len(parts)], next), next, joined(texts, head)); found != nil {
				return found, value
			}
		}
	}
	return nil, ""
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

// below reports whether a piece stands on the line below another, in its column.
func below(upper, lower pipeline.Box) bool {
	down, height := lower.CenterY()-upper.CenterY(), max(upper.Height(), lower.Height())
	return down > height/2 && down < 2.2*height && upper[0] < lower[2] && lower[0] < upper[2]
}
