package local_test

import (
	"bufio"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// What must be reached on generated documents, over all types and languages.
const (
	leastTypeRecall = 0.95
	leastTyped      = 0.95 // of the documents: their type is known and sure
	mostTypeFilled  = 0.006
)

// typeSeeds is how many documents are made of each layout and language.
func typeSeeds() uint64 {
	if testing.Short() {
		return 1
	}
	return 4
}

// part begins what a field may hold any part of.
const part = "part of "

// A typeTally counts over documents of one type and language.
type typeTally struct {
	tally
	rows, read, hit      int // printed, read and right
	docs, typed, doubted int
}

func (t *typeTally) plus(o typeTally) {
	t.tally.plus(o.tally)
	t.rows, t.read, t.hit = t.rows+o.rows, t.read+o.read, t.hit+o.hit
	t.docs, t.typed, t.doubted = t.docs+o.docs, t.typed+o.typed, t.doubted+o.doubted
}

func (t *typeTally) String() string {
	return fmt.Sprintf("recall %.3f of %4d, wrong %.3f, filled %.4f of %5d, rows F1 %.3f of %4d, type right %d of %d, doubtful %d",
		share(t.right, t.known), t.known, share(t.wrong, t.known), share(t.filled, t.absent), t.absent,
		2*share(t.hit, t.rows+t.read), t.rows, t.typed, t.docs, t.doubted)
}

// TestTypes reads generated documents of the shipped types in eight languages.
func TestTypes(t *testing.T) {
	t.Parallel()
	for _, set := range []string{"layouts"} {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			measureTypes(t, set)
		})
	}
}

func measureTypes(t *testing.T, set string) {
	layouts, words := readLayouts(t, set), readWords(t)
	var all typeTally
	byLanguage, byType := map[string]*typeTally{}, map[string]*typeTally{}
	for _, l := range layouts {
		for column, language := range typeLanguages {
			n := &typeTally{}
			for seed := range typeSeeds() {
				n.plus(measureType(t, l, language, words[column], seed))
			}
			t.Logf("%-26s %s %s", l.doctype+" "+l.name, language, n)
			sumUp(byLanguage, language, n)
			sumUp(byType, l.doctype, n)
			all.plus(*n)
		}
	}
	for _, sums := range []map[string]*typeTally{byLanguage, byType} {
		for _, name := range slices.Sorted(maps.Keys(sums)) {
			t.Logf("%-26s    %s", name, sums[name])
		}
	}
	t.Logf("%-26s    %s", "all", &all)
	if recall, filled := share(all.right, all.known), share(all.filled, all.absent); recall < leastTypeRecall || filled > mostTypeFilled {
		t.Errorf("recall %.3f, want at least %.2f; absent but filled %.4f, want at most %.2f", recall, leastTypeRecall, filled, mostTypeFilled)
	}
	if typed := share(all.typed, all.docs); typed < leastTyped {
		t.Errorf("the type of %.3f of the documents is known, want at least %.2f", typed, leastTyped)
	}
}

func sumUp(sums map[string]*typeTally, name string, n *typeTally) {
	if sums[name] == nil {
		sums[name] = &typeTally{}
	}
	sums[name].plus(*n)
}

type typeLayout struct {
	doctype, name string
	lines         []string
}

func typeLines(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "types", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

func readLayouts(t *testing.T, name string) []typeLayout {
	t.Helper()
	var all []typeLayout
	for _, line := range typeLines(t, name) {
		if rest, ok := strings.CutPrefix(line, "layout "); ok {
			doctype, name, _ := strings.Cut(rest, " ")
			all = append(all, typeLayout{doctype: doctype, name: name})
			continue
		}
		last := &all[len(all)-1]
		last.lines = append(last.lines, line)
	}
	return all
}

// readWords returns the words of each language by key.
func readWords(t *testing.T) []map[string][]string {
	t.Helper()
	all := make([]map[string][]string, len(typeLanguages))
	for i := range all {
		all[i] = map[string][]string{}
	}
	for _, line := range typeLines(t, "words") {
		columns := strings.Split(line, " | ")
		if len(columns) != len(all)+1 {
			t.Fatalf("%s has %d languages, want %d", columns[0], len(columns)-1, len(all))
		}
		for i := range all {
			for text := range strings.SplitSeq(columns[i+1], ";") {
				all[i][columns[0]] = append(all[i][columns[0]], strings.TrimSpace(text))
			}
		}
	}
	return all
}

// measureType makes a document, reads it and counts.
func measureType(t *testing.T, l typeLayout, language string, words map[string][]string, seed uint64) typeTally {
	t.Helper()
	s := newSample(maker{rand.New(rand.NewPCG(seed, uint64(len(l.doctype)*100+len(l.name)))), language}, l.doctype, words)
	s.fill()
	set := typeset(s, l.lines)
	schema := typeSchema(t, l.doctype)
	d := &pipeline.Document{Settings: pipeline.Settings{Schema: l.doctype}, Pages: set.pages}
	_, r := localtest.Shipped(t)
	got, confidence, err := r.Classify(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	n := typeTally{docs: 1}
	who := fmt.Sprintf("%s %s %s %d", l.doctype, l.name, language, seed)
	if sure := confidence >= extractors.DefaultConfig().SureDocType; got == l.doctype && sure {
		n.typed++
	} else if n.doubted++; !sure || got != l.doctype {
		miss(t, "%s is %s (%.2f)", who, got, confidence)
	}
	found := readForm(t, form{schema: schema}, d)
	n.plus(set.compare(t, who, schema, found))
	if os.Getenv("DOCPIPETEST_SHOW") == who {
		t.Log(show(set.pages))
	}
	return n
}

func typeSchema(t *testing.T, doctype string) *schemas.Schema {
	t.Helper()
	registry, _ := localtest.Shipped(t)
	s, err := registry.Get(doctype)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// show writes pages as lines of words.
func show(pages []*pipeline.Page) string {
	var b strings.Builder
	for _, p := range pages {
		y := -1.0
		for _, w := range p.Words {
			if w.Box[1] != y {
				fmt.Fprintf(&b, "\n%3.0f:", w.Box[1]*pageHeight)
				y = w.Box[1]
			}
			fmt.Fprintf(&b, " [%.0f]%s", w.Box[0]*pageWidth, w.Text)
		}
	}
	return b.String()
}
