package layout_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/pipeline"
)

// A scan that was turned and straightened is read in the frame of its prepared image; its
// evidence stays where the page shows it.
func TestSheetPrepared(t *testing.T) {
	t.Parallel()
	for _, degrees := range []float64{2.3, -3, 92.3, 180, 268} {
		p := layouttest.InvoicePage()
		p.TextFrom = pipeline.TextFromOCR
		want := segmentsOf(lay(p))
		shown := skew(p, degrees)
		s := lay(p)
		if diff := cmp.Diff(want, segmentsOf(s)); diff != "" {
			t.Errorf("skewed by %.1f (-want +got):\n%s", degrees, diff)
		}
		if box := s.Evidence(layout.Span{From: 0, To: 1}).Box; *box != shown[s.Tokens[0].Text] {
			t.Errorf("skewed by %.1f: evidence at %v, want %v", degrees, *box, shown[s.Tokens[0].Text])
		}
	}
}

// skew turns an upright page of 600 by 800 points clockwise, as a scanner would show it, and
// returns the first place of each word.
func skew(p *pipeline.Page, degrees float64) map[string]pipeline.Box {
	const side = 1000.0
	turn := pipeline.Translate(-p.Width/2, -p.Height/2).Then(pipeline.Rotate(degrees)).Then(pipeline.Translate(side/2, side/2)).Then(pipeline.Scale(1/side, 1/side))
	shown := map[string]pipeline.Box{}
	for i := range p.Words {
		b := p.Words[i].Box
		p.Words[i].Box = turn.Box(b[0]*p.Width, b[1]*p.Height, b[2]*p.Width, b[3]*p.Height)
		if _, seen := shown[p.Words[i].Text]; !seen {
			shown[p.Words[i].Text] = p.Words[i].Box
		}
	}
	p.Width, p.Height, p.ToPage = side, side, turn
	p.Turn = (360 - int(math.Round(degrees/90))*90) % 360
	return shown
}
