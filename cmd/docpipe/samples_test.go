package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// samplesRun reads samples with one set of engines, as extract does.
type samplesRun struct {
	app  *app
	work *workspace
	dir  string // of the unpacked samples
}

func newSamplesRun(t *testing.T) *samplesRun {
	t.Helper()
	needTools(t)
	c := defaultConfig()
	o := &batchOptions{schema: "auto", models: modelFlags{strategy: "local"}, split: "auto", jobs: 1, format: "jsonl", out: t.TempDir()}
	work, err := openWorkspace(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), appOptions{config: o.fill(c), sandbox: "best-effort", artefacts: work.artefacts})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close(); work.close() })
	return &samplesRun{app: a, work: work, dir: unpacked(t)}
}

// needTools fails on a machine of CI that lacks a program, and skips elsewhere.
func needTools(t *testing.T) {
	t.Helper()
	missing := missingTools()
	switch {
	case len(missing) == 0:
	case os.Getenv("CI") != "":
		t.Fatalf("not installed: %s", joinWords(missing))
	default:
		t.Skipf("not installed: %s", joinWords(missing))
	}
}

// unpacked writes the embedded samples to a folder.
func unpacked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, testdata.Files); err != nil {
		t.Fatal(err)
	}
	return dir
}

// read sends a sample the whole way.
func (s *samplesRun) read(ctx context.Context, sample testdata.Sample, password string) (*pipeline.Document, *pipeline.Result) {
	var paths []string
	for _, name := range sample.Files {
		paths = append(paths, filepath.Join(s.dir, filepath.FromSlash(name)))
	}
	reader := inputReader{options: s.work.options, maxBytes: 100 << 20, password: password}
	d, failure := reader.open(ctx, input{Source: sample.Name, Paths: paths})
	if failure == nil {
		failure = s.app.route().Run(ctx, d)
	}
	return d, pipeline.NewResult(d, 1, failure)
}

// TestSamples compares every sample with its want.json. What is known to be wrong stands in
// knownGaps with its reason; a gap that is closed must leave the table.
func TestSamples(t *testing.T) {
	t.Parallel()
	run := newSamplesRun(t)
	var geometry sync.Map
	t.Run("read", func(t *testing.T) {
		for _, sample := range testdata.Samples() {
			t.Run(sample.Name, func(t *testing.T) {
				t.Parallel()
				want, err := sample.Expect()
				if err != nil {
					t.Fatal(err)
				}
				d, r := run.read(t.Context(), sample, sample.Password)
				geometry.Store(sample.Name, d)
				got := append(differences(want, r), differentParts(want.Parts, d)...)
				report(t, sample.Name, got)
				doubtful(t, got, r)
			})
		}
	})
	for _, name := range []string{"invoice-en", "invoice-scan", "searchable-scan", "photo", "receipt-exif"} {
		t.Run("geometry/"+name, func(t *testing.T) {
			d, read := geometry.Load(name)
			if !read {
				t.Skip("not read: the sample was not among those that -run chose")
			}
			checkGeometry(t, name, d.(*pipeline.Document))
		})
	}
}

func TestPasswordOfSample(t *testing.T) {
	t.Parallel()
	run := newSamplesRun(t)
	for _, sample := range testdata.Samples() {
		want, err := sample.Expect()
		if err != nil {
			t.Fatal(err)
		}
		if want.NoPassword == "" {
			continue
		}
		for password, code := range map[string]string{"": want.NoPassword, "not the password": want.Wrong} {
			_, r := run.read(t.Context(), sample, password)
			if got := errorCode(r); got != code || r.Status != pipeline.Failed {
				t.Errorf("%s with password %q: %s, error %q, want failed with %q", sample.Name, password, r.Status, got, code)
			}
		}
	}
}

// report compares the differences with the known gaps.
func report(t *testing.T, sample string, got []difference) {
	t.Helper()
	met := map[string]bool{}
	for _, d := range got {
		gap := gapFor(sample, d.at)
		if gap == "" {
			t.Errorf("%s: %s", d.at, d.detail)
		}
		met[gap] = true
	}
	for gap := range knownGaps[sample] {
		if !met[gap] {
			t.Errorf("the known gap %q is closed: take it out of knownGaps", gap)
		}
	}
}

// gapFor returns the known gap that covers a difference, "" if there is none.
func gapFor(sample, at string) string {
	for gap := range knownGaps[sample] {
		if matched, _ := path.Match(gap, at); matched {
			return gap
		}
		if strings.HasPrefix(at, gap+"/") {
			return gap
		}
	}
	return ""
}

// A difference is one place where a result is not what its sample wants.
type difference struct{ at, detail string }

type differenceList []difference

func (l *differenceList) add(at, format string, args ...any) {
	*l = append(*l, difference{at, fmt.Sprintf(format, args...)})
}

// same notes a difference between two printed values.
func (l *differenceList) same(at string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		l.add(at, "got %v, want %v", got, want)
	}
}

func differences(want testdata.Want, r *pipeline.Result) []difference {
	var l differenceList
	l.same("error", errorCode(r), want.Error)
	l.same("page_count", r.Document.PageCount, want.PageCount)
	if !slices.Contains(want.Status, string(r.Status)) {
		l.add("status", "got %s because of %v, want one of %v", r.Status, r.Reasons, want.Status)
	}
	if want.Doctype != "" {
		l.same("doctype", r.DocType, want.Doctype)
	}
	if want.Schema != "" {
		l.same("schema", r.Schema, want.Schema)
	}
	if len(want.Languages) > 0 {
		l.same("languages", r.Document.Languages, want.Languages)
	}
	l.pages(want.Pages, r.Pages)
	l.data("data", wanted(want.Data), r.Data)
	l.states(want.States, r.Fields)
	l.findings(want.Findings, r.Findings)
	for _, code := range want.Reasons {
		if !slices.ContainsFunc(r.Reasons, func(r pipeline.Reason) bool { return r.Code == code }) {
			l.add("reasons/"+code, "missing, got %v", r.Reasons)
		}
	}
	l.parts(want.Parts, r.Parts)
	return l
}

func errorCode(r *pipeline.Result) string {
	if r.Error == nil {
		return ""
	}
	return r.Error.Code
}

func wanted(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(err) // Samples has decoded the file around it
	}
	return v
}

func (l *differenceList) pages(want []testdata.WantPage, got []pipeline.ResultPage) {
	if len(want) > 0 && len(want) != len(got) {
		l.add("pages", "got %d pages, want %d", len(got), len(want))
		return
	}
	for i, w := range want {
		at := fmt.Sprintf("pages/%d/", i+1)
		l.same(at+"state", got[i].State, w.State)
		l.same(at+"turn", got[i].Turn, w.Turn)
		if w.TextFrom != "" {
			l.same(at+"text_from", got[i].TextFrom, w.TextFrom)
		}
	}
}

// data demands every wanted value, and as many rows as wanted; what the page says besides is
// no mistake.
func (l *differenceList) data(at string, want, got any) {
	switch w := want.(type) {
	case nil:
	case map[string]any:
		g, _ := got.(map[string]any)
		for _, key := range sortedKeys(w) {
			l.data(at+"/"+key, w[key], g[key])
		}
	case []any:
		g, _ := got.([]any)
		if len(g) != len(w) {
			l.add(at, "got %d rows, want %d: %v", len(g), len(w), g)
			return
		}
		for i := range w {
			l.data(fmt.Sprintf("%s/%d", at, i), w[i], g[i])
		}
	default:
		l.same(at, got, want)
	}
}

func (l *differenceList) states(want map[string]string, got map[string]pipeline.Field) {
	for pointer, state := range want {
		l.same("states"+pointer, got[pointer].State, state)
	}
}

func (l *differenceList) findings(want []string, got []pipeline.Finding) {
	for _, rule := range want {
		if !slices.ContainsFunc(got, func(f pipeline.Finding) bool { return f.Rule.ID == rule && f.Verdict == pipeline.Fail }) {
			l.add("findings/"+rule, "does not fail")
		}
	}
}

// differentParts compares the data of a stack's parts.
func differentParts(want []testdata.WantPart, d *pipeline.Document) []difference {
	var l differenceList
	for i, o := range d.PartOutcomes() {
		if i < len(want) {
			l.data(fmt.Sprintf("parts/%d/data", i), wanted(want[i].Data), o.Result.Data)
		}
	}
	return l
}

func (l *differenceList) parts(want []testdata.WantPart, got []pipeline.Part) {
	if len(want) != len(got) {
		l.add("parts", "got %d parts, want %d", len(got), len(want))
		return
	}
	for i, w := range want {
		l.same(fmt.Sprintf("parts/%d/doctype", i), got[i].DocType, w.Doctype)
		l.same(fmt.Sprintf("parts/%d/pages", i), got[i].Pages, w.Pages)
	}
}
