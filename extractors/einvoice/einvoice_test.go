package einvoice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
	"docpipe/testdata"
)

// memory keeps artefacts in a map.
type memory map[string][]byte

func (m memory) Load(_ context.Context, _ *pipeline.Document, name string) ([]byte, error) {
	b, ok := m[name]
	if !ok {
		return nil, fmt.Errorf("artefact %q: %w", name, pipeline.ErrNotFound)
	}
	return b, nil
}

func (m memory) Save(_ context.Context, _ *pipeline.Document, name string, b []byte) error {
	m[name] = b
	return nil
}

// uploaded is a document of XML files alone, and the store that holds them.
func uploaded(files ...string) (*pipeline.Document, memory) {
	d, store := &pipeline.Document{Settings: pipeline.Settings{Schema: extractors.Auto}}, memory{}
	for i, xml := range files {
		name := fmt.Sprintf("attachments/%d-0", i)
		store[name] = []byte(xml)
		d.Files = append(d.Files, pipeline.File{Name: "bill.xml", MediaType: "application/xml", Attachments: []pipeline.Attachment{
			{Name: "bill.xml", MediaType: "application/xml", Bytes: int64(len(xml)), Artefact: name},
		}})
	}
	return d, store
}

var readRegistry = sync.OnceValues(schemas.NewRegistry)

// shipped returns the registry of the shipped schemas, read once.
func shipped(t *testing.T) *schemas.Registry {
	t.Helper()
	registry, err := readRegistry()
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

// A shelf lends the shipped schemas to every tenant.
type shelf struct{ *schemas.Registry }

func (s shelf) Schema(_ context.Context, _, id string) (*schemas.Schema, error) { return s.Get(id) }

// extract runs the whole stage with this reader alone.
func extract(t *testing.T, files ...string) *pipeline.Extraction {
	t.Helper()
	d, store := uploaded(files...)
	r := New(store)
	stage := extractors.Stage(extractors.DefaultConfig(), shelf{shipped(t)}, r, nil, extractors.Named{Name: "einvoice", Extractor: r})
	if err := stage.Do(t.Context(), d); err != nil {
		t.Fatalf("extract: %v", err)
	}
	return d.Extraction
}

// sampleXML is the e-invoice that docpipe publishes, and what it says.
func sampleXML(t *testing.T) (string, testdata.Want) {
	t.Helper()
	for _, s := range testdata.Samples() {
		if s.Name != "einvoice-xml" {
			continue
		}
		xml, err := testdata.Files.ReadFile(s.Files[0])
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.Expect()
		if err != nil {
			t.Fatal(err)
		}
		return string(xml), want
	}
	t.Fatal("there is no sample einvoice-xml")
	return "", testdata.Want{}
}

func TestExtract_reads_the_sample_whole(t *testing.T) {
	t.Parallel()
	xml, want := sampleXML(t)
	got := extract(t, xml)
	if got.DocType != want.Doctype || len(got.Reasons) > 0 {
		t.Errorf("doctype %q, reasons %v, want %q and none", got.DocType, got.Reasons, want.Doctype)
	}
	for pointer, state := range want.States {
		if f := got.Fields[pointer]; string(f.State) != state || f.Source != pipeline.SourceEInvoice {
			t.Errorf("%s: %s from %q, want %s from the e-invoice", pointer, f.State, f.Source, state)
		}
	}
	var data any
	if err := json.Unmarshal(want.Data, &data); err != nil {
		t.Fatal(err)
	}
	contains(t, "", got.Data, data)
}

// contains demands that got has everything that want has, and lists of the same length.
func contains(t *testing.T, pointer string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		group, _ := got.(map[string]any)
		for name, w := range want {
			contains(t, pointer+"/"+name, group[name], w)
		}
	case []any:
		list, _ := got.([]any)
		if len(list) != len(want) {
			t.Errorf("%s has %d entries, want %d", pointer, len(list), len(want))
			return
		}
		for i, w := range want {
			contains(t, fmt.Sprintf("%s/%d", pointer, i), list[i], w)
		}
	default:
		if got != want {
			t.Errorf("%s = %v, want %v", pointer, got, want)
		}
	}
}

func TestExtract_quotes_the_XML(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	f := extract(t, xml).Fields["/issue_date"]
	if diff := cmp.Diff([]pipeline.Evidence{{Quote: "20261021"}}, f.Evidence); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	if f.Reader != Version || f.Confidence == nil || *f.Confidence < 0.95 || *f.Confidence >= 1 {
		t.Errorf("reader %q with confidence %v, want %q with nearly 1", f.Reader, f.Confidence, Version)
	}
}

func TestExtract_absent(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	schema, err := shipped(t).Get("invoice")
	if err != nil {
		t.Fatal(err)
	}
	absent := func(d *pipeline.Document, store memory) []string {
		claims, err := New(store).Extract(t.Context(), d, schema)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, c := range claims {
			if c.State == pipeline.FieldAbsent {
				all = append(all, c.Pointer)
			}
		}
		return all
	}
	d, store := uploaded(xml)
	got := absent(d, store)
	for _, pointer := range []string{"/order_ref", "/allowances", "/notes", "/seller/email", "/lines/0/discount"} {
		if !slices.Contains(got, pointer) {
			t.Errorf("%s is not claimed absent from XML that leaves it out", pointer)
		}
	}
	d.Pages = []*pipeline.Page{{Number: 1}}
	if got := absent(d, store); len(got) > 0 {
		t.Errorf("beside a page %v are claimed absent, want none: the page may show them", got)
	}
}

func TestExtract_two_invoices_contradict(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	got := extract(t, xml, strings.Replace(xml, ">RE-2026-1101</ram:ID>", ">RE-9</ram:ID>", 1))
	var paths []string
	for _, r := range got.Reasons {
		if r.Code == pipeline.ReasonContradiction {
			paths = append(paths, r.Path)
		}
	}
	if diff := cmp.Diff([]string{"/number"}, paths); diff != "" {
		t.Errorf("contradictions (-want +got):\n%s", diff)
	}
	if n := len(got.Data["lines"].([]any)); n != 3 {
		t.Errorf("%d lines, want the 3 of the first invoice", n)
	}
}

func TestExtract_unreadable_amount(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	got := extract(t, strings.Replace(xml, "<ram:GrandTotalAmount>1761.20", "<ram:GrandTotalAmount>1.761,20", 1))
	if f := got.Fields["/totals/gross"]; f.State != pipeline.FieldUnreadable || !strings.Contains(f.Reason, "1.761,20") {
		t.Errorf("gross is %s because %q, want unreadable with the text", f.State, f.Reason)
	}
}

func TestExtract_says_nothing(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	for name, c := range map[string]struct{ schema, xml string }{
		"to another schema":        {"receipt", xml},
		"about other XML":          {"invoice", `<order xmlns="urn:x"><ID>7</ID></order>`},
		"about a foreign Invoice":  {"invoice", `<Invoice xmlns="urn:x"><ID>7</ID></Invoice>`},
		"about other XML, damaged": {"invoice", `<order><ID>7`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			schema, err := shipped(t).Get(c.schema)
			if err != nil {
				t.Fatal(err)
			}
			d, store := uploaded(c.xml)
			got, err := New(store).Extract(t.Context(), d, schema)
			if err != nil || len(got) > 0 {
				t.Errorf("%d claims, error %v, want neither", len(got), err)
			}
		})
	}
}

func TestExtract_damaged(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	e := extract(t, xml[:len(xml)/2])
	if e.DocType != extractors.Unknown {
		t.Errorf("doctype %q, want unknown: another classifier may know", e.DocType)
	}
	schema, err := shipped(t).Get("invoice")
	if err != nil {
		t.Fatal(err)
	}
	d, store := uploaded(xml[:len(xml)/2])
	if _, err := New(store).Extract(t.Context(), d, schema); !errors.Is(err, pipeline.ErrDamaged) {
		t.Errorf("error %v, want damaged", err)
	}
	maps.DeleteFunc(store, func(string, []byte) bool { return true })
	if _, err := New(store).Extract(t.Context(), d, schema); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("error %v, want not found", err)
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	xml, _ := sampleXML(t)
	for code, want := range map[string]string{"380": Invoice, "381": CreditNote, "384": Invoice, "389": Invoice, "261": CreditNote, "83": CreditNote} {
		d, store := uploaded(strings.Replace(xml, "<ram:TypeCode>380<", "<ram:TypeCode>"+code+"<", 1))
		got, sure, err := New(store).Classify(t.Context(), d)
		if got != want || sure < 0.95 || err != nil {
			t.Errorf("code %s: %q with %v, error %v, want %q", code, got, sure, err, want)
		}
	}
	d, store := uploaded()
	if got, sure, err := New(store).Classify(t.Context(), d); got != extractors.Unknown || sure != 0 || err != nil {
		t.Errorf("without XML: %q with %v, error %v, want unknown", got, sure, err)
	}
}
