package layout_test

import (
	"testing"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/pipeline"
)

// A value is printed over where another word lies on its letters, not where one touches it or says
// the same again.
func TestSheet_Overprinted(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		move float64 // of the second word to the left, in characters
		want bool
	}{
		"apart":       {"Board Invoice", 0, false},
		"touching":    {"Board Invoice", 1, false},
		"over it":     {"Board Invoice", 3, true},
		"twice: bold": {"Board Board", 5.9, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := layouttest.Page(tt.text)
			p.Words[1].Box = pipeline.Box{p.Words[1].Box[0] - tt.move*0.01, p.Words[1].Box[1], p.Words[1].Box[2] - tt.move*0.01, p.Words[1].Box[3]}
			s := layout.New(p, func(*layout.Sheet, layout.Span) bool { return false })
			if got := s.Overprinted(layout.Span{From: 0, To: 1}); got != tt.want {
				t.Errorf("Overprinted = %v, want %v", got, tt.want)
			}
		})
	}
}
