package pii

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"docpipe/compliance/ident"
)

// A rule finds one kind of data.
type rule struct {
	class Class
	kind  string
	shape *regexp.Regexp // its first group is the value; without groups the whole match

	// digits are how many the shape has at least: a text with fewer is not searched.
	digits int

	// check tells whether a value of this shape is one; nil: the shape itself proves it.
	check func(value string) bool

	// words are those of which one must stand before the value; nil: it needs none. A value
	// whose check fails is found only beside such words, or labels.
	words *regexp.Regexp

	// labels let a value through whose check fails, when the check alone needs no words.
	labels *regexp.Regexp
}

// find returns the rule's spans in text. After a shape that is none it goes on within it: the
// number may begin one group later.
func (r rule) find(text string, near near) []Span {
	var found []Span
	if r.digits > 0 && len(digits(text)) < r.digits {
		return nil
	}
	for at := 0; at < len(text); {
		m := r.shape.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		start, end := m[0]+at, m[1]+at
		if len(m) > 2 && m[2] >= 0 {
			start, end = m[2]+at, m[3]+at
		}
		s, ok := r.judge(text, start, end, near)
		if !ok {
			at = start + group(text[start:end])
			continue
		}
		found = append(found, s)
		at = s.End
	}
	return found
}

// judge says whether the value at a place is one, and how sure that is. Of a value whose check
// fails the last groups are left out in turn: they may be the next word.
func (r rule) judge(text string, start, end int, near near) (Span, bool) {
	s := Span{Class: r.class, Kind: r.kind, Start: start, End: end}
	if !alone(text, start, end) {
		return s, false
	}
	for cut := end; cut > start && r.check != nil; cut = start + strings.LastIndexAny(text[start:cut], " -") {
		if s.Sure = r.check(text[start:cut]); s.Sure {
			s.End = cut
			break
		}
	}
	s.Sure = s.Sure || r.check == nil
	switch {
	case r.words != nil:
		return s, r.words.MatchString(near(start, end))
	case r.labels != nil && !s.Sure:
		return s, r.labels.MatchString(near(start, end))
	}
	return s, s.Sure
}

// group returns the length of the first group of letters and digits, at least 1.
func group(value string) int {
	n := strings.IndexFunc(value, func(r rune) bool { return !joins(r) })
	return max(n, 1)
}

// alone reports whether the value is no piece of a longer word or number.
func alone(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !joins(before) && !joins(after)
}

func joins(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// near returns the words that may name the value between start and end.
type near func(start, end int) string

// reach is how far before a value the words stand that name it, in bytes.
const reach = 90

// before looks for them on the value's line and on the line above, where forms have labels.
func before(text string) near {
	return func(start, _ int) string {
		from := max(0, start-reach)
		for from > 0 && !utf8.RuneStart(text[from]) {
			from--
		}
		words := text[from:start]
		if line := strings.LastIndexByte(words, '\n'); line >= 0 {
			return words[strings.LastIndexByte(words[:line], '\n')+1:]
		}
		return words
	}
}

// is makes a check of a kind of number that package ident knows.
func is(kind string) func(string) bool {
	return func(value string) bool {
		answer, err := ident.Check(kind, value)
		return err == nil && answer.Valid
	}
}

// words compiles words of any language: each stands alone or begins a compound.
func words(list ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + strings.Join(list, "|") + `)`)
}
