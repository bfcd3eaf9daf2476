package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// TestPlanted measures how many made-up values the stage catches, and how many right ones it
// doubts. A model answers with the truth about real invoices, but for a tenth of the fields: a
// digit is changed, two fields are swapped, or the value of another page or document is given.
func TestPlanted(t *testing.T) {
	root := os.Getenv("DOCPIPETEST_EVAL")
	if root == "" {
		t.Skip("DOCPIPETEST_EVAL is not set")
	}
	if testing.Short() {
		t.Skip("extracts 320 times: not in short runs, which the race detector slows down")
	}
	run := newSamplesRun(t)
	docs := labelled(t, filepath.Join(root, "invoices"))
	for _, d := range docs {
		d.prepare(t, run)
	}
	for strategy, floor := range map[string]planted{
		extractors.StrategyModel:  {caught: 0.98, doubted: 0.03},
		extractors.StrategyHybrid: {caught: 0.98, doubted: 0.03},
	} {
		t.Run(strategy, func(t *testing.T) {
			var all plantings
			for seed := range uint64(5) {
				for i, d := range docs {
					l := newLiar(t, d, docs, rand.New(rand.NewPCG(seed, uint64(i))))
					all.add(l, d.extract(t, run, strategy, l))
				}
			}
			all.report(t, floor)
		})
	}
}

// A planted measure: shares of made-up values that are caught, and of right ones doubted.
type planted struct{ caught, doubted float64 }

// A labelledInvoice is a document whose fields are known.
type labelledInvoice struct {
	Files   []string       `json:"files"`
	Truth   map[string]any `json:"truth"`
	Visible []string       `json:"visible"`

	dir   string
	pages []*pipeline.Page
}

func labelled(t *testing.T, dir string) []*labelledInvoice {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var all []*labelledInvoice
	for line := range bytes.Lines(b) {
		d := &labelledInvoice{dir: dir}
		if err := json.Unmarshal(line, d); err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// prepare reads the words of the pages, once for all runs.
func (d *labelledInvoice) prepare(t *testing.T, run *samplesRun) {
	t.Helper()
	reader := inputReader{options: run.work.options, maxBytes: 100 << 20}
	doc, err := reader.open(t.Context(), input{Source: d.Files[0], Paths: []string{filepath.Join(d.dir, d.Files[0])}})
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	if err := run.app.route()[0].Do(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
	d.pages = doc.Pages
}

// extract runs the stage on the printed page alone: with the XML inside the file nothing could
// be planted.
func (d *labelledInvoice) extract(t *testing.T, run *samplesRun, strategy string, l *liar) *pipeline.Extraction {
	t.Helper()
	doc := &pipeline.Document{ID: "doc_1", Tenant: "default", Pages: d.pages, Settings: pipeline.Settings{Schema: "invoice", Strategy: strategy}}
	tasks := task.New(task.DefaultConfig(), l, nil)
	stage := extractors.Stage(extractors.DefaultConfig(), run.app.schemas, run.app.reader, tasks,
		extractors.Named{Name: "local", Extractor: run.app.reader, Local: true})
	if err := stage.Do(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
	return doc.Extraction
}

// plantings counts over documents.
type plantings struct {
	lies, caught, right, doubted int
	lists, short                 int // of goods; those that are said to lack rows
	missed, doubts               []string
}

// add holds what came out against what the liar said. Fields about which nobody had to be asked
// count too.
func (p *plantings) add(l *liar, e *pipeline.Extraction) {
	p.lists++
	p.addRows(l, e)
	for _, r := range e.Reasons {
		if r.Code == pipeline.ReasonRowsIncomplete {
			p.short++
			p.doubts = append(p.doubts, l.doc.Files[0]+" "+r.Detail)
		}
	}
	for _, k := range known {
		_, asked := l.said[k.pointer]
		truth, there := l.doc.Truth[k.truth]
		value, found := textAt(e.Data, k.pointer)
		if !asked && there && truth != nil && found && extractors.Fold(value) == extractors.Fold(plainTruth(truth)) {
			p.right++
			if len(reasonsAt(e, k.pointer)) > 0 {
				p.doubted++
			}
		}
	}
	for pointer, s := range l.said {
		value, found := textAt(e.Data, pointer)
		told := slices.ContainsFunc(e.Reasons, func(r pipeline.Reason) bool { return r.Path == pointer })
		kept := found && !told && extractors.Fold(value) == extractors.Fold(s.value)
		switch {
		case s.lie != "":
			p.lies++
			if !kept {
				p.caught++
			} else {
				p.missed = append(p.missed, fmt.Sprintf("%s %s %q: %s, %s", l.doc.Files[0], pointer, s.value, s.lie, e.Fields[pointer].Reason))
			}
		case slices.ContainsFunc(e.Reasons, func(r pipeline.Reason) bool {
			return r.Path == pointer && r.Code == pipeline.ReasonSchemaViolation
		}): // accounts of samples are made up, and their check digits show it
		default:
			p.right++
			if !kept {
				p.doubted++
				f := e.Fields[pointer]
				p.doubts = append(p.doubts, fmt.Sprintf("%s %s %q quote %q: %s %s %v got %q", l.doc.Files[0], pointer, s.value, s.quote, f.State, f.Reason, reasonsAt(e, pointer), value))
			}
		}
	}
}

// addRows holds the amounts of rows against what the liar said of them, whatever their numbers.
func (p *plantings) addRows(l *liar, e *pipeline.Extraction) {
	kept, told := map[string]int{}, map[string]int{}
	rows, _ := e.Data["lines"].([]any)
	for i, row := range rows {
		net, _ := row.(map[string]any)["net"].(string)
		if net != "" && len(reasonsAt(e, fmt.Sprintf("/lines/%d/net", i))) == 0 {
			kept[strings.TrimSuffix(net, ".00")]++
		}
	}
	for _, s := range l.nets {
		if s.lie == "" {
			told[strings.TrimSuffix(s.value, ".00")]++
		}
	}
	for _, s := range l.nets {
		value := strings.TrimSuffix(s.value, ".00")
		switch {
		case s.lie == "":
			p.right++
			if kept[value] == 0 {
				p.doubted++
				p.doubts = append(p.doubts, fmt.Sprintf("%s row of %s is not there, or doubted", l.doc.Files[0], s.value))
			}
		case kept[value] > told[value]:
			p.lies++
			p.missed = append(p.missed, fmt.Sprintf("%s row of %s: %s", l.doc.Files[0], s.value, s.lie))
		default:
			p.lies++
			p.caught++
		}
	}
}

func reasonsAt(e *pipeline.Extraction, pointer string) []string {
	var all []string
	for _, r := range e.Reasons {
		if r.Path == pointer {
			all = append(all, r.Code+": "+r.Detail)
		}
	}
	return all
}

func (p *plantings) report(t *testing.T, floor planted) {
	t.Helper()
	caught := float64(p.caught) / float64(max(p.lies, 1))
	doubted := float64(p.doubted) / float64(max(p.right, 1))
	t.Logf("made-up values caught: %d of %d (%.1f%%); right values flagged: %d of %d (%.1f%%); lists called short: %d of %d",
		p.caught, p.lies, 100*caught, p.doubted, p.right, 100*doubted, p.short, p.lists)
	if caught < floor.caught || doubted > floor.doubted {
		t.Errorf("caught %.3f, want at least %.3f; flagged %.3f, want at most %.3f", caught, floor.caught, doubted, floor.doubted)
	}
	if p.short*20 > p.lists {
		t.Errorf("%d of %d whole lists are called short, want at most one in twenty", p.short, p.lists)
	}
	if os.Getenv("DOCPIPETEST_MISSES") != "" {
		slices.Sort(p.missed)
		slices.Sort(p.doubts)
		for _, line := range append(slices.Compact(p.missed), slices.Compact(p.doubts)...) {
			t.Log(line)
		}
	}
}

// nodeOf finds the node of a pointer without lists, nil when there is none.
func nodeOf(n *schemas.Node, names ...string) *schemas.Node {
	for _, name := range names {
		if n = n.Property(name); n == nil {
			return nil
		}
	}
	return n
}
