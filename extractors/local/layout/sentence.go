package layout

import "strings"

// A Sentence is what prints between two full stops, over the lines that it takes: token numbers
// in reading order.
type Sentence []int

// longestSentence in words: what is longer is no sentence of an invoice.
const longestSentence = 60

// SentenceAt returns the sentence around a token: back and on to full stops, within the lines
// of one left edge.
func (s *Sheet) SentenceAt(i int) Sentence {
	words := s.paragraphAt(i)
	at := 0
	for words[at] != i {
		at++
	}
	from, to := at, at
	for from > 0 && at-from < longestSentence && !s.EndsSentence(words[from-1]) {
		from--
	}
	for to+1 < len(words) && to-at < longestSentence && !s.EndsSentence(words[to]) {
		to++
	}
	return words[from : to+1]
}

// paragraphLines is how many lines above and below a line are read with it.
const paragraphLines = 3

// paragraphAt returns the words of a segment and of those right above and below it that share
// its left edge.
func (s *Sheet) paragraphAt(i int) Sentence {
	lines := []Span{s.Segs[s.SegOf[i]]}
	for up := s.RowOf[i] - 1; up >= 0 && len(lines) <= paragraphLines && !s.beginsLabelled(lines[0]); up-- {
		line, ok := s.adjoins(lines[0], up)
		if !ok {
			break
		}
		lines = append([]Span{line}, lines...)
	}
	for down := s.RowOf[i] + 1; down < len(s.Rows) && len(lines) <= 2*paragraphLines; down++ {
		line, ok := s.adjoins(lines[len(lines)-1], down)
		if !ok || s.beginsLabelled(line) {
			break
		}
		lines = append(lines, line)
	}
	var words Sentence
	for _, line := range lines {
		for w := line.From; w < line.To; w++ {
			words = append(words, w)
		}
	}
	return words
}

// labelWords is how many words a label has at most that begins a line of its own.
const labelWords = 3

// beginsLabelled reports whether a line begins with a label and a colon: it goes on with nothing above it.
func (s *Sheet) beginsLabelled(line Span) bool {
	for i := line.From; i < min(line.To-1, line.From+labelWords); i++ {
		if Ends(s.Tokens[i].Text, ':') {
			return true
		}
	}
	return false
}

// adjoins returns the segment of a neighbouring row that belongs to the same paragraph.
func (s *Sheet) adjoins(line Span, row int) (Span, bool) {
	next, ok := s.SegmentAt(row, s.Tokens[line.From].X0)
	if !ok {
		return Span{}, false
	}
	_, y0, _, y1 := s.Bounds(line)
	_, a0, _, a1 := s.Bounds(next)
	return next, max(a0-y1, y0-a1) < 0.8*s.Line
}

// EndsSentence reports whether a full stop behind a token ends a sentence: neither an
// abbreviation nor a number of order. A colon ends what introduces a list.
func (s *Sheet) EndsSentence(i int) bool {
	t := &s.Tokens[i]
	switch {
	case Ends(t.Text, '!') || Ends(t.Text, '?'):
		return true
	case !Ends(t.Text, '.'):
		return false
	}
	return len(t.Fold) > 3 && (t.Letter || strings.Count(t.Text, ".") == 1 && len(t.Fold) > 4) || len(t.Fold) > 2 && s.startsSentence(i+1)
}

// startsSentence reports whether a token of the next line begins with a capital.
func (s *Sheet) startsSentence(i int) bool {
	return i < len(s.Tokens) && s.RowOf[i] != s.RowOf[i-1] && s.Tokens[i].Text != strings.ToLower(s.Tokens[i].Text)
}

// Spans cuts a part of a sentence into runs of neighbouring tokens, one for each line.
func (w Sentence) Spans() []Span {
	var all []Span
	for _, i := range w {
		if n := len(all); n > 0 && all[n-1].To == i {
			all[n-1].To++
		} else {
			all = append(all, Span{i, i + 1})
		}
	}
	return all
}
