package layout

import "strings"

// leastLower is how many words in lower case make a sentence of prose, and no line of a form.
const leastLower = 4

// ProseAt returns the sentence around a token where it is one of prose: in its paragraph of the text
// layer, or as far as lines go on. It returns nil for labels, headings and rows of tables.
func (s *Sheet) ProseAt(i int) Sentence {
	said, lower := s.ClauseAt(i), 0
	for _, w := range said {
		if t := &s.Tokens[w]; t.Letter && !t.Digit && t.Text == strings.ToLower(t.Text) {
			lower++
		}
	}
	if lower < leastLower {
		return nil
	}
	return said
}

// ClauseAt returns the sentence around a token, of prose or not.
func (s *Sheet) ClauseAt(i int) Sentence {
	if s.cells && !s.Tokens[i].OCR {
		return s.saidInCell(i)
	}
	return s.SaidAt(i)
}

// saidInCell is the sentence around a token within its block of the text layer.
func (s *Sheet) saidInCell(i int) Sentence {
	said := Sentence{i}
	for w := s.before(i); w >= 0 && len(said) < longestSentence && !s.endsSaid(w); w = s.before(w) {
		said = append(Sentence{w}, said...)
	}
	for w := i; len(said) < 2*longestSentence && !s.endsSaid(w); {
		next := s.after(w)
		if next < 0 {
			break
		}
		said, w = append(said, next), next
	}
	return said
}

// endsSaid reports whether a sentence ends with a token: also one that ends with a number or a
// unit, "2026. This", "78 m². This".
func (s *Sheet) endsSaid(i int) bool {
	if s.EndsSentence(i) {
		return true
	}
	t, next := &s.Tokens[i], s.after(i)
	return Ends(t.Text, '.') && t.Digit && (len(t.Fold) > 2 || strings.ContainsAny(t.Text, "²³")) && next >= 0 && !s.Tokens[next].Digit && HasCapital(s.Tokens[next].Text)
}

// rowsAway is how many rows the next line of a paragraph is away at most: others stand beside it.
const rowsAway = 3

// before is the word of the same block before token i, -1 for none.
func (s *Sheet) before(i int) int {
	for w := i - 1; w >= 0 && s.RowOf[i]-s.RowOf[w] <= rowsAway; w-- {
		if s.SameCell(w, i) {
			return w
		}
	}
	return -1
}

// after is the word of the same block behind token i, -1 for none.
func (s *Sheet) after(i int) int {
	for w := i + 1; w < len(s.Tokens) && s.RowOf[w]-s.RowOf[i] <= rowsAway; w++ {
		if s.SameCell(w, i) {
			return w
		}
	}
	return -1
}
