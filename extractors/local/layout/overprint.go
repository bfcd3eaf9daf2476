package layout

// Shares of a word's height from which another word lies on it: upwards, and along the line.
const (
	overprintHigh = 0.5
	overprintWide = 0.5
)

// Overprinted reports whether words that are not of a span are printed over it, as where a form
// sets a long value into a short box: what stands there cannot be told for sure. The same word
// printed twice is bold.
func (s *Sheet) Overprinted(sp Span) bool {
	_, top, _, bottom := s.Bounds(sp)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if i >= sp.From && i < sp.To || t.Fold == "" || t.Y1 <= top || t.Y0 >= bottom {
			continue
		}
		for k := sp.From; k < sp.To; k++ {
			if v := &s.Tokens[k]; v.Fold != t.Fold && liesOn(t, v) {
				return true
			}
		}
	}
	return false
}

func liesOn(a, b *Token) bool {
	height := min(a.Y1-a.Y0, b.Y1-b.Y0)
	return min(a.Y1, b.Y1)-max(a.Y0, b.Y0) > overprintHigh*height && min(a.X1, b.X1)-max(a.X0, b.X0) > overprintWide*height
}
