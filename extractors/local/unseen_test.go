package local_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// A tally counts over documents of schemas that the reader has never seen.
type tally struct{ known, right, wrong, absent, filled int }

func (t *tally) plus(o tally) {
	t.known += o.known
	t.right += o.right
	t.wrong += o.wrong
	t.absent += o.absent
	t.filled += o.filled
}

// The least that must be reached on generated documents, over all kinds.
const (
	leastRecall = 0.94
	mostFilled  = 0.01
	seeds       = 20
)

func TestUnseen(t *testing.T) {
	t.Parallel()
	var all tally
	for _, f := range forms(t) {
		for _, p := range f.prints {
			var kind tally
			for seed := range uint64(seeds) {
				d, truth := setForm(f, p, seed)
				kind.plus(count(t, f, p, seed, truth, readForm(t, f, d)))
			}
			all.plus(kind)
			t.Logf("%-12s %s recall %.3f of %d, wrong %d, filled %d of %d", f.name, p.language,
				share(kind.right, kind.known), kind.known, kind.wrong, kind.filled, kind.absent)
		}
	}
	recall, filled := share(all.right, all.known), share(all.filled, all.absent)
	t.Logf("recall %.3f, wrong %.3f, absent but filled %.3f", recall, share(all.wrong, all.known), filled)
	if recall < leastRecall || filled > mostFilled {
		t.Errorf("recall %.3f, want at least %.2f; absent but filled %.3f, want at most %.2f", recall, leastRecall, filled, mostFilled)
	}
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// readForm runs the whole stage and returns what was found by pointer.
func readForm(t *testing.T, f form, d *pipeline.Document) map[string]string {
	t.Helper()
	_, r := localtest.Shipped(t)
	stage := extractors.Stage(extractors.DefaultConfig(), only{f.schema}, r, nil, extractors.Named{Name: "local", Extractor: r})
	if err := stage.Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	flatten(d.Extraction.Data, "", found)
	return found
}

// count compares what was found with the truth.
func count(t *testing.T, f form, p printed, seed uint64, truth, found map[string]string) tally {
	t.Helper()
	var n tally
	for pointer, want := range truth {
		got := found[pointer]
		switch {
		case want == "" && got == "" && holds(found, pointer):
			n.absent, n.filled = n.absent+1, n.filled+1
			miss(t, "%s %s %d %s: a list, want nothing", f.name, p.language, seed, pointer)
		case want == "":
			n.absent++
			if got != "" {
				n.filled++
				miss(t, "%s %s %d %s = %q, want nothing", f.name, p.language, seed, pointer, got)
			}
		case alike(got, want):
			n.known, n.right = n.known+1, n.right+1
		default:
			n.known++
			if got != "" {
				n.wrong++
			}
			miss(t, "%s %s %d %s = %q, want %q", f.name, p.language, seed, pointer, got, want)
		}
	}
	for pointer, got := range found {
		if _, ok := truth[pointer]; !ok {
			n.wrong++
			miss(t, "%s %s %d %s = %q, not printed", f.name, p.language, seed, pointer, got)
		}
	}
	return n
}

func miss(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("DOCPIPETEST_MISSES") != "" {
		t.Logf(format, args...)
	}
}

func holds(found map[string]string, pointer string) bool {
	for p := range found {
		if strings.HasPrefix(p, pointer+"/") {
			return true
		}
	}
	return false
}

// alike compares numbers by their worth and all else without case, spaces and marks.
func alike(got, want string) bool {
	if extractors.Fold(got) == extractors.Fold(want) {
		return got != ""
	}
	a, b := extractors.ReadAmount(got, '.'), extractors.ReadAmount(want, '.')
	return len(a) > 0 && len(b) > 0 && a[0].Ticks == b[0].Ticks
}

// flatten lists the leaves of data by pointer.
func flatten(v any, at string, all map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			flatten(item, at+"/"+name, all)
		}
	case []any:
		for i, item := range v {
			flatten(item, at+"/"+string(rune('0'+i)), all)
		}
	case string:
		all[at] = v
	case json.Number:
		all[at] = string(v)
	case bool:
		all[at] = map[bool]string{true: "true", false: "false"}[v]
	}
}

// only is a registry of one schema.
type only struct{ schema *schemas.Schema }

func (o only) Schema(context.Context, string, string) (*schemas.Schema, error) { return o.schema, nil }
