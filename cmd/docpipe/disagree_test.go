package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/einvoice"
	"docpipe/extractors/local"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// An e-invoice whose page shows another total than its XML is no matter of taste: the XML
// stands, and the result tells both.
func TestXMLAgainstPage(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		total    string
		disagree bool
	}{
		"the same total":    {"1.761,20", false},
		"another, higher":   {"1.861,20", true},
		"digits in a swap":  {"1.716,20", true},
		"without thousands": {"1761,20", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := readBoth(t, "Rechnung Nr. RE-2026-1101", "Rechnungsdatum: 21.10.2026", "", "Gesamtbetrag brutto:  "+tc.total+" EUR")
			at := slices.IndexFunc(e.Reasons, func(r pipeline.Reason) bool {
				return r.Code == pipeline.ReasonContradiction && r.Path == "/totals/gross"
			})
			if told := at >= 0; told != tc.disagree {
				t.Fatalf("contradiction told = %v, want %v; reasons %+v", told, tc.disagree, e.Reasons)
			}
			f := e.Fields["/totals/gross"]
			if f.Source != pipeline.SourceEInvoice {
				t.Errorf("the total comes from %q, want the XML", f.Source)
			}
			if tc.disagree && (len(f.Candidates) == 0 || f.Candidates[0].Value != strings.NewReplacer(".", "", ",", ".").Replace(tc.total)) {
				t.Errorf("candidates %+v, want the page's total", f.Candidates)
			}
		})
	}
}

// readBoth reads the sample e-invoice together with a page of these lines.
func readBoth(t *testing.T, lines ...string) *pipeline.Extraction {
	t.Helper()
	xml, err := os.ReadFile(filepath.Join("..", "..", "testdata", "einvoice-xml", "einvoice.xml"))
	if err != nil {
		t.Fatal(err)
	}
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	attached := pipeline.Attachment{Name: "factur-x.xml", MediaType: "text/xml", Bytes: int64(len(xml)), Artefact: "attachments/0-0"}
	d := &pipeline.Document{
		Settings: pipeline.Settings{Schema: "invoice", Strategy: "local"},
		Files:    []pipeline.File{{Name: "invoice.pdf", PageCount: 1, Attachments: []pipeline.Attachment{attached}}},
		Pages:    []*pipeline.Page{typewritten(lines)},
	}
	words := local.New(local.DefaultConfig())
	stage := extractors.Stage(extractors.DefaultConfig(), oneShelf{registry}, words, nil,
		extractors.Named{Name: "einvoice", Extractor: einvoice.New(kept{attached.Artefact: xml})},
		extractors.Named{Name: "local", Extractor: words, Local: true})
	if err := stage.Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d.Extraction
}

// typewritten sets lines with letters of one width.
func typewritten(lines []string) *pipeline.Page {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Width: 600, Height: 800, Unit: "pt"}
	for n, text := range lines {
		x, top := 5, 0.05+float64(n)/50
		for word := range strings.SplitSeq(text, " ") {
			if word != "" {
				p.Words = append(p.Words, pipeline.Word{Text: word, Confidence: 1, Source: pipeline.SourceText, Line: n,
					Box: pipeline.Box{float64(x) / 100, top, float64(x+len(word)) / 100, top + 0.015}})
			}
			x += len(word) + 1
		}
	}
	return p
}

// kept are artefacts in memory.
type kept map[string][]byte

func (k kept) Load(_ context.Context, _ *pipeline.Document, name string) ([]byte, error) {
	if b, ok := k[name]; ok {
		return b, nil
	}
	return nil, pipeline.ErrNotFound
}

func (k kept) Save(context.Context, *pipeline.Document, string, []byte) error { return nil }

// oneShelf lends the shipped schemas to every tenant.
type oneShelf struct{ *schemas.Registry }

func (s oneShelf) Schema(_ context.Context, _, idOrFile string) (*schemas.Schema, error) {
	return s.Resolve(idOrFile)
}
