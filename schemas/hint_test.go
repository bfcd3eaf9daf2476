package schemas

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"list", "show", "retry", "limits.pages", "limits.page_time", "listen", "invoice"}
	for wrong, want := range map[string][]string{
		"lst":         {"list"},
		"listn":       {"list", "listen"},
		"limits.page": {"limits.pages", "limits.page_time"},
		"Invoce":      {"invoice"},
		"telemetry":   nil,
		"":            nil,
	} {
		if diff := cmp.Diff(want, Nearest(wrong, known)); diff != "" {
			t.Errorf("Nearest(%q) (-want +got):\n%s", wrong, diff)
		}
	}
}
