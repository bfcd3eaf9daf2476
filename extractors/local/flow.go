package local

// flowWords is how far a sentence of running text is followed from a word, in words.
const flowWords = 70

// flowAt returns the sentence around a token in running text, row after row over the whole width
// of the page: contracts indent first lines, so that edges tell nothing.
func (s *sheet) flowAt(i int) sentence {
	from, to := i, i
	for from > 0 && i-from < flowWords && !s.endsSentence(from-1) {
		from--
	}
	for to+1 < len(s.tokens) && to-i < flowWords && !s.endsSentence(to) {
		to++
	}
	all := make(sentence, 0, to-from+1)
	for w := from; w <= to; w++ {
		all = append(all, w)
	}
	return all
}

// runs reports whether a row is of running text: as wide as half of the page and unbroken.
func (s *sheet) runs(row int) bool {
	line := s.rows[row]
	x0, _, x1, _ := s.bounds(line)
	return x1-x0 > 0.5*s.width && s.segOf[line.from] == s.segOf[line.to-1]
}

// saidAt returns the sentence around a token: of running text where its row is such, else of the
// paragraph that its edge tells.
func (s *sheet) saidAt(i int) sentence {
	row := s.rowOf[i]
	if s.runs(row) || row > 0 && s.runs(row-1) || row+1 < len(s.rows) && s.runs(row+1) {
		return s.flowAt(i)
	}
	return s.sentenceAt(i)
}
