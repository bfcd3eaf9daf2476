package layout

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"docpipe/extractors"
)

// Letterheads are set with spaces between their letters, "N O R D W I N D": a run of single letters at
// equal distances is words. Distances are in heights of the letters.
const (
	fewestSpaced = 4   // letters in a run
	spacedRun    = 2.5 // widest gap inside a run: that between its words
	spacedLetter = 1.2 // widest gap inside a word
	spacedWord   = 1.7 // a gap between words, in gaps between letters
)

// joinSpaced makes words of letters that print apart.
func (s *Sheet) joinSpaced() {
	joined := make([]Token, 0, len(s.Tokens))
	for r, row := range s.Rows {
		from := len(joined)
		for i := row.From; i < row.To; {
			end := s.spacedFrom(i, row.To)
			if end-i < fewestSpaced {
				joined, i = append(joined, s.Tokens[i]), i+1
				continue
			}
			joined = append(joined, s.wordsOf(Span{i, end})...)
			i = end
		}
		s.Rows[r] = Span{from, len(joined)}
	}
	s.Tokens = joined
}

// spacedFrom returns where a run of single letters that begins at a token ends.
func (s *Sheet) spacedFrom(i, end int) int {
	at := i
	for at < end && isLetter(s.Tokens[at].Text) && (at == i || s.gapBefore(at) <= spacedRun && s.gapBefore(at) > 0) {
		at++
	}
	return at
}

// isLetter reports whether text is one letter, or the mark that joins names.
func isLetter(text string) bool {
	letter, size := utf8.DecodeRuneInString(text)
	return size == len(text) && (unicode.IsLetter(letter) || letter == '&')
}

// gapBefore is the gap before a token, in heights of its letters.
func (s *Sheet) gapBefore(i int) float64 {
	a, b := &s.Tokens[i-1], &s.Tokens[i]
	return (b.X0 - a.X1) / max(b.Y1-b.Y0, a.Y1-a.Y0, 1)
}

// wordsOf cuts a run of letters at its wider gaps. Letters that stand too far apart, as marks in the
// columns of a form do, stay as they are.
func (s *Sheet) wordsOf(run Span) []Token {
	gaps := make([]float64, 0, run.To-run.From)
	for i := run.From + 1; i < run.To; i++ {
		gaps = append(gaps, s.gapBefore(i))
	}
	slices.Sort(gaps)
	usual := gaps[len(gaps)/2]
	if usual > spacedLetter {
		return s.Tokens[run.From:run.To]
	}
	words := []Token{s.Tokens[run.From]}
	for i := run.From + 1; i < run.To; i++ {
		if s.gapBefore(i) <= spacedWord*usual {
			words[len(words)-1].add(&s.Tokens[i])
			continue
		}
		words = append(words, s.Tokens[i])
		words[len(words)-1].goesOn = true
	}
	return words
}

// add joins a token to the one before it.
func (t *Token) add(o *Token) {
	t.Text += o.Text
	t.Fold = extractors.Fold(t.Text)
	t.box = t.box.Union(o.box)
	t.X1, t.Y0, t.Y1 = o.X1, min(t.Y0, o.Y0), max(t.Y1, o.Y1)
	t.Confidence = min(t.Confidence, o.Confidence)
	t.Letter = t.Letter || o.Letter
}
