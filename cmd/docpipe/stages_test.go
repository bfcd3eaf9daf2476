package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// owners says which parts of a Document, by their JSON names, a stage fills in. A stage of the
// route that is not here fails the test.
var owners = map[string][]string{
	"prepare": {"files", "pages"},
	"extract": {"extraction", "pieces"},
	"check":   {"checks", "findings"},
}

// TestStages holds the promise of pipeline.Stage: each fills in its own part of the Document,
// and run again, over its own outcome or over what it was first given, it comes to the same.
func TestStages(t *testing.T) {
	t.Parallel()
	run := newSamplesRun(t)
	for _, name := range []string{"invoice-en", "invoice-scan"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := run.open(t, name)
			defer d.Close()
			for _, s := range run.app.route() {
				checkStage(t, s, d)
			}
		})
	}
}

// open makes a sample ready for its first stage.
func (s *samplesRun) open(t *testing.T, name string) *pipeline.Document {
	t.Helper()
	samples := testdata.Samples()
	at := slices.IndexFunc(samples, func(s testdata.Sample) bool { return s.Name == name })
	if at < 0 {
		t.Fatalf("testdata has no sample %s", name)
	}
	var paths []string
	for _, file := range samples[at].Files {
		paths = append(paths, filepath.Join(s.dir, filepath.FromSlash(file)))
	}
	reader := inputReader{options: s.work.options, maxBytes: 100 << 20, password: samples[at].Password}
	d, err := reader.open(t.Context(), input{Source: name, Paths: paths})
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	d.Engine = s.app.engine(t.Context()) // as whoever runs the stages does
	return d
}

// checkStage runs s over d, again over the outcome, and again over a copy of what d was before,
// as a job that another worker takes over.
func checkStage(t *testing.T, s pipeline.Stage, d *pipeline.Document) {
	t.Helper()
	before, earlier := partsOf(t, d), copyOf(t, d)
	defer earlier.Close()
	runStage(t, s, d)
	once := partsOf(t, d)
	for part := range once {
		if !slices.Contains(owners[s.Name], part) && !cmp.Equal(before[part], once[part]) {
			t.Errorf("stage %s changed %s, which is not its own:\n%s", s.Name, part, cmp.Diff(before[part], once[part]))
		}
	}
	if !slices.ContainsFunc(owners[s.Name], func(part string) bool { return !cmp.Equal(before[part], once[part]) }) {
		t.Errorf("stage %s filled in nothing of %v", s.Name, owners[s.Name])
	}
	runStage(t, s, d)
	if diff := cmp.Diff(once, partsOf(t, d)); diff != "" {
		t.Errorf("stage %s over its own outcome (-once +again):\n%s", s.Name, diff)
	}
	runStage(t, s, earlier)
	if diff := cmp.Diff(once, partsOf(t, earlier)); diff != "" {
		t.Errorf("stage %s in another worker (-one +other):\n%s", s.Name, diff)
	}
}

func runStage(t *testing.T, s pipeline.Stage, d *pipeline.Document) {
	t.Helper()
	if err := s.Do(t.Context(), d); err != nil {
		t.Fatalf("stage %s: %v", s.Name, err)
	}
}

// partsOf takes a document apart by the names of its parts.
func partsOf(t *testing.T, d *pipeline.Document) map[string]any {
	t.Helper()
	parts := map[string]any{}
	if err := json.Unmarshal(marshal(t, d), &parts); err != nil {
		t.Fatal(err)
	}
	return parts
}

// copyOf is the document as it travels to another worker: what JSON does not carry is set again.
func copyOf(t *testing.T, d *pipeline.Document) *pipeline.Document {
	t.Helper()
	c := new(pipeline.Document)
	if err := json.Unmarshal(marshal(t, d), c); err != nil {
		t.Fatal(err)
	}
	c.Settings.Password = d.Settings.Password
	for i := range c.Files {
		c.Files[i].Open = d.Files[i].Open
	}
	return c
}

func marshal(t *testing.T, d *pipeline.Document) []byte {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
