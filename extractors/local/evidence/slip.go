package evidence

import (
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Narrow reports whether the page is a slip such as a receipt, where each row is one line.
func (r *Reading) Narrow() bool {
	s := r.Sheets[0]
	if s.Width < 0.62*s.Height {
		return true
	}
	if !s.Tokens[0].OCR {
		return false
	}
	width, height := s.Printed()
	return s.Width < 45*s.Line || width < 0.62*height && width < 45*s.Line || width < 36*s.Line
}

// LastAmount returns the amount at the end of a row, behind it at most the letter of a tax.
func (r *Reading) LastAmount(row layout.Span) (Candidate, bool) {
	s := r.Sheets[0]
	for _, c := range r.Found[0][plan.Amount] {
		if c.Span.From < row.From || c.Span.To > row.To || c.Amount.Scale != 2 {
			continue
		}
		if rest := row.To - c.Span.To; rest == 0 || rest == 1 && len(s.Tokens[row.To-1].Text) <= 3 {
			return c, true
		}
	}
	return Candidate{}, false
}

// IsPriced reports whether a line ends with a price.
func (r *Reading) IsPriced(row layout.Span) bool {
	_, ok := r.LastAmount(row)
	return ok
}
