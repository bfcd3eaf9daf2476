package layout

// flowWords is how far a sentence of running text is followed from a word, in words.
const flowWords = 70

// flowAt returns the sentence around a token in running text, row after row over the whole width
// of the page: contracts indent first lines, so that edges tell nothing.
func (s *Sheet) flowAt(i int) Sentence {
	from, to := i, i
	for from > 0 && i-from < flowWords && !s.EndsSentence(from-1) {
		from--
	}
	for to+1 < len(s.Tokens) && to-i < flowWords && !s.EndsSentence(to) {
		to++
	}
	all := make(Sentence, 0, to-from+1)
	for w := from; w <= to; w++ {
		all = append(all, w)
	}
	return all
}

// Runs reports whether a row is of running text: as wide as half of the page and unbroken.
func (s *Sheet) Runs(row int) bool {
	line := s.Rows[row]
	x0, _, x1, _ := s.Bounds(line)
	return x1-x0 > 0.5*s.Width && s.SegOf[line.From] == s.SegOf[line.To-1]
}

// SaidAt returns the sentence around a token: of running text where its row is such, else of the
// paragraph that its edge tells.
func (s *Sheet) SaidAt(i int) Sentence {
	row := s.RowOf[i]
	if s.Runs(row) || row > 0 && s.Runs(row-1) || row+1 < len(s.Rows) && s.Runs(row+1) {
		return s.flowAt(i)
	}
	return s.SentenceAt(i)
}
