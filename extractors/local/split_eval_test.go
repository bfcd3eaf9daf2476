package local_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// A member is a labelled document that stacks are made of.
type member struct {
	set, id string
	pages   []*pipeline.Page
}

// TestEvalSplit counts documents that are torn apart, and boundaries found in stacks joined of
// labelled documents.
func TestEvalSplit(t *testing.T) {
	var all []member
	for _, set := range []string{"invoices", "templates", "adbuy", "nda"} {
		dir, records := evalSet(t, set)
		for _, rec := range records {
			all = append(all, member{set, rec.ID, load(t, dir, rec).Pages})
		}
	}
	t.Run("one", func(t *testing.T) { evalSingles(t, all) })
	for name, least := range map[string][3]float64{ // precision, recall, share of whole stacks
		"same": {0.99, 0.90, 0.75}, "mixed": {0.94, 0.58, 0.30},
	} {
		t.Run(name, func(t *testing.T) { evalStacks(t, all, name == "same", least) })
	}
}

// evalSingles demands that no document is torn apart, and that few are in doubt.
func evalSingles(t *testing.T, all []member) {
	for _, schema := range []string{extractors.Auto, "own.json"} {
		several, doubted := 0, 0
		for _, m := range all {
			if len(m.pages) < 2 {
				continue
			}
			several++
			d := splitEval(t, schema, m)
			if len(d.Pieces) > 0 {
				t.Errorf("%s, schema %s: torn into %v", m.id, schema, d.Pieces)
			}
			if len(d.Extraction.Reasons) > 0 {
				doubted++
			}
		}
		t.Logf("schema %s: of %d documents %d in doubt", schema, several, doubted)
		if doubted > several/50 {
			t.Errorf("schema %s: %d of %d documents are in doubt, want one in fifty", schema, doubted, several)
		}
	}
}

// evalStacks joins two to five documents, of one set or of all. The same document may be in a set
// under two names: copies of one number are one document.
func evalStacks(t *testing.T, all []member, same bool, least [3]float64) {
	random := rand.New(rand.NewPCG(1, 2))
	var right, found, real, whole, doubted, wrongUntold int
	const stacks = 150
	for range stacks {
		members := draw(random, all, same)
		d := splitEval(t, extractors.Auto, members...)
		want, got := starts(members), begun(d)
		real, found = real+len(want), found+len(got)
		for _, page := range want {
			if slices.Contains(got, page) {
				right++
			}
		}
		switch {
		case slices.Equal(want, got):
			whole++
		case len(d.Extraction.Reasons) > 0:
			doubted++
		default:
			wrongUntold++
		}
	}
	precision, recall := float64(right)/float64(max(found, 1)), float64(right)/float64(real)
	t.Logf("boundaries: precision %d/%d (%.3f), recall %d/%d (%.3f); whole stacks %d/%d, wrong and said so %d, wrong untold %d",
		right, found, precision, right, real, recall, whole, stacks, doubted, wrongUntold)
	if precision < least[0] || recall < least[1] || float64(whole)/stacks < least[2] {
		t.Errorf("precision, recall, whole = %.3f, %.3f, %.3f, want at least %v", precision, recall, float64(whole)/stacks, least)
	}
}

func draw(random *rand.Rand, all []member, same bool) []member {
	n := 2 + random.IntN(4)
	var drawn []member
	for len(drawn) < n {
		m := all[random.IntN(len(all))]
		switch {
		case slices.ContainsFunc(drawn, func(o member) bool { return o.id == m.id }):
		case same && (m.set == "nda" || len(drawn) > 0 && drawn[0].set != m.set):
		default:
			drawn = append(drawn, m)
		}
	}
	return drawn
}

// splitEval parts the pages of members, laid on each other.
func splitEval(t *testing.T, schema string, members ...member) *pipeline.Document {
	t.Helper()
	d := &pipeline.Document{Settings: pipeline.Settings{Schema: schema}, Files: make([]pipeline.File, 1)}
	for _, m := range members {
		for _, p := range m.pages {
			c := *p
			c.Number = len(d.Pages) + 1
			d.Pages = append(d.Pages, &c)
		}
	}
	nothing := pipeline.Stage{Name: "extract", Do: func(_ context.Context, d *pipeline.Document) error {
		d.Extraction = &pipeline.Extraction{}
		return nil
	}}
	if err := extractors.Split(localtest.Reader(), nothing).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// starts are the pages on which all members but the first begin.
func starts(members []member) (pages []int) {
	next := 1
	for i, m := range members {
		if i > 0 {
			pages = append(pages, next)
		}
		next += len(m.pages)
	}
	return pages
}

// begun are the pages on which all parts but the first begin.
func begun(d *pipeline.Document) (pages []int) {
	for i, p := range d.Pieces {
		if i > 0 {
			pages = append(pages, p.Pages[0])
		}
	}
	return pages
}
