package extractors

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

// A long list that nothing proves is one thing to look at; a few values are a thing each.
func TestStageDoubts_rows(t *testing.T) {
	t.Parallel()
	rows := func(n int, confidence float64) Named {
		var claims []Claim
		for i := range n {
			claims = append(claims, value(fmt.Sprintf("/lines/%d/net", i), "5.00", confidence))
		}
		return says("local", claims...)
	}
	t.Run("many", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), rows(3000, 0.84))
		if diff := cmp.Diff(codesOf(e, "/lines"), []string{pipeline.ReasonLowConfidence}); diff != "" {
			t.Errorf("reasons of the list: %s", diff)
		}
		if len(codesOf(e, "/lines/0/net")) > 0 || *e.Fields["/lines/0/net"].Confidence != 0.84 {
			t.Errorf("first row has reasons %v and confidence %v, want none and 0.84", codesOf(e, "/lines/0/net"), *e.Fields["/lines/0/net"].Confidence)
		}
		for _, r := range e.Reasons {
			if r.Path == "/lines" && !strings.Contains(r.Detail, "3000 of 3000 in /net; the least sure is /lines/0/net with 0.840") {
				t.Errorf("detail %q", r.Detail)
			}
		}
	})
	t.Run("few", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), rows(3, 0.84))
		if len(codesOf(e, "/lines")) > 0 || len(codesOf(e, "/lines/2/net")) != 1 {
			t.Errorf("reasons %v, want one for each row", e.Reasons)
		}
	})
}
