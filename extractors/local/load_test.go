package local_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// layout is what pdftotext -bbox-layout writes.
type layout struct {
	Pages []struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Lines  []struct {
			Words []struct {
				X0   float64 `xml:"xMin,attr"`
				Y0   float64 `xml:"yMin,attr"`
				X1   float64 `xml:"xMax,attr"`
				Y1   float64 `xml:"yMax,attr"`
				Text string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"flow>block>line"`
	} `xml:"body>doc>page"`
}

// loadPDF reads the text layer of a PDF with poppler, for measuring only.
func loadPDF(t *testing.T, path string) *pipeline.Document {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-bbox-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", path, err)
	}
	var l layout
	dec := xml.NewDecoder(bytes.NewReader(out))
	dec.Strict, dec.Entity = false, xml.HTMLEntity
	if err := dec.Decode(&l); err != nil {
		t.Fatalf("layout of %s: %v", path, err)
	}
	d := &pipeline.Document{Settings: pipeline.Settings{Schema: "auto"}}
	for i, lp := range l.Pages {
		p := &pipeline.Page{Number: i + 1, Index: i, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer,
			Width: lp.Width, Height: lp.Height, Unit: "pt"}
		for n, line := range lp.Lines {
			for _, w := range line.Words {
				p.Words = append(p.Words, pipeline.Word{Text: w.Text, Confidence: 1, Source: pipeline.SourceText, Line: n,
					Box: pipeline.Box{w.X0 / lp.Width, w.Y0 / lp.Height, w.X1 / lp.Width, w.Y1 / lp.Height}})
			}
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}

// loadTSV reads what tesseract wrote beside an image, for measuring only.
func loadTSV(t *testing.T, path string) *pipeline.Document {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromOCR, Unit: "px"}
	for _, row := range rows[1:] {
		n := make([]float64, 11)
		for i := range n {
			n[i], _ = strconv.ParseFloat(row[i], 64)
		}
		if n[0] == 1 {
			p.Width, p.Height = n[8], n[9]
		}
		if n[0] != 5 || len(row) < 12 || strings.TrimSpace(row[11]) == "" {
			continue
		}
		p.Words = append(p.Words, pipeline.Word{Text: row[11], Confidence: n[10] / 100, Source: pipeline.SourceOCR,
			Block: int(n[2]), Line: int(n[2]*10000 + n[3]*100 + n[4]),
			Box: pipeline.Box{n[6] / p.Width, n[7] / p.Height, (n[6] + n[8]) / p.Width, (n[7] + n[9]) / p.Height}})
	}
	return &pipeline.Document{Pages: []*pipeline.Page{p}, Settings: pipeline.Settings{Schema: "auto"}}
}

// A record is one labelled document.
type record struct {
	ID      string         `json:"id"`
	Files   []string       `json:"files"`
	DocType string         `json:"doctype"`
	Truth   map[string]any `json:"truth"`
	Visible []string       `json:"visible"`
}

// evalSet reads the truth of a set, and skips where the sets are not on this machine.
func evalSet(t *testing.T, name string) (string, []record) {
	t.Helper()
	root := os.Getenv("DOCPIPETEST_EVAL")
	if root == "" {
		t.Skip("DOCPIPETEST_EVAL is not set")
	}
	if testing.Short() {
		t.Skip("labelled documents are read without -short: thirty times slower with the race detector")
	}
	dir := filepath.Join(root, name)
	b, err := os.ReadFile(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Skip(err)
	}
	var all []record
	for line := range bytes.Lines(b) {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return dir, all
}
