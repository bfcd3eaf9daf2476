package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"docpipe/compliance"
	"docpipe/extractors"
	"docpipe/extractors/einvoice"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// An officialTest is one fragment of XML and whether a rule must fire on it.
type officialTest struct {
	Rule  string
	XML   string
	Fires bool
}

func (c officialTest) name() string {
	if c.Fires {
		return c.Rule + " fires"
	}
	return c.Rule + " holds"
}

// TestEN16931_official asks the rules of EN 16931 what the official unit tests ask.
func TestEN16931_official(t *testing.T) {
	t.Parallel()
	checked := newEN16931(t)
	all := officialTests(t, checked.dir)
	agreed := 0
	for _, c := range all {
		if slices.Contains(checked.failed(t, []byte(c.XML)), c.Rule) == c.Fires {
			agreed++
		} else {
			t.Errorf("%s: we say otherwise:\n%s", c.name(), c.XML)
		}
	}
	t.Logf("%d of %d official tests agree", agreed, len(all))
}

// TestEN16931_valid holds that no rule objects to an official example.
func TestEN16931_valid(t *testing.T) {
	t.Parallel()
	checked := newEN16931(t)
	paths, err := filepath.Glob(filepath.Join(checked.dir, "valid", "*.xml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no valid invoices: %v", err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range checked.findings(t, b) {
			t.Errorf("%s: %s %s: %s", filepath.Base(path), f.Rule.ID, f.Verdict, f.Message)
		}
	}
}

// en16931 is the pack of the standard, and where its official tests are.
type en16931 struct {
	dir  string
	book *compliance.Book
}

func newEN16931(t *testing.T) en16931 {
	t.Helper()
	root := os.Getenv("DOCPIPETEST_EVAL")
	if root == "" {
		t.Skip("DOCPIPETEST_EVAL is not set")
	}
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	book, err := compliance.NewBook(compliance.DefaultConfig(), registry.List(), compliance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range book.Packs() {
		if p.Name == "en16931-core" {
			return en16931{filepath.Join(root, "en16931"), book.With(p)}
		}
	}
	t.Fatal("no pack en16931-core")
	return en16931{}
}

func officialTests(t *testing.T, dir string) []officialTest {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "rules.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []officialTest
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c officialTest
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// failed lists the official ids of the rules that the invoice breaks.
func (e en16931) failed(t *testing.T, xml []byte) []string {
	t.Helper()
	var ids []string
	for _, f := range e.findings(t, xml) {
		if f.Verdict == pipeline.Fail {
			ids = append(ids, f.Rule.Source.Ref)
		}
	}
	return ids
}

// findings are the objections to an invoice that is XML alone.
func (e en16931) findings(t *testing.T, xml []byte) []pipeline.Finding {
	t.Helper()
	d := &pipeline.Document{
		Tenant:   "default",
		Settings: pipeline.Settings{Schema: extractors.Auto},
		Files:    []pipeline.File{{SHA256: "0", Attachments: []pipeline.Attachment{{Name: "bill.xml", Artefact: "bill"}}}},
	}
	inv, err := einvoice.New(kept{"bill": xml}).EInvoice(t.Context(), d)
	if err != nil || inv == nil {
		t.Fatalf("EInvoice = %v, %v of\n%s", inv, err, xml)
	}
	d.Extraction = &pipeline.Extraction{DocType: inv.Terms["document"].(string), EInvoice: inv}
	if err := e.book.Check(t.Context(), d, time.Now()); err != nil {
		t.Fatal(err)
	}
	return d.Findings
}
