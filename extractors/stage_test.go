package extractors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/schemas"
)

const orderSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object",
	"properties":{
		"number":{"type":"string","pattern":"^[A-Z]"},
		"date":{"type":"string","format":"date"},
		"paid":{"type":"boolean"},
		"totals":{"type":"object","properties":{"gross":{"type":"number"},"tax":{"type":"number"}},"required":["gross"]},
		"lines":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"net":{"type":"number"}}}},
		"tags":{"type":"array","items":{"type":"string"}}},
	"required":["number","totals"],"additionalProperties":false}`

// claimer is a reader with claims written down.
type claimer struct {
	claims []Claim
	err    error
}

func (c claimer) Extract(context.Context, *pipeline.Document, *schemas.Schema) ([]Claim, error) {
	return slices.Clone(c.claims), c.err
}

// shelf is a registry of one schema.
type shelf struct{ schema *schemas.Schema }

func (s shelf) Schema(_ context.Context, _, id string) (*schemas.Schema, error) {
	if id != s.schema.ID {
		return nil, fmt.Errorf("%q: %w", id, pipeline.ErrSchemaUnknown)
	}
	return s.schema, nil
}

// guess is a classifier that answers what it is told.
type guess struct {
	doctype    string
	confidence float64
}

func (g guess) Classify(context.Context, *pipeline.Document) (string, float64, error) {
	return g.doctype, g.confidence, nil
}

// sample is a page whose last word is hidden.
func sample() *pipeline.Document {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer}
	for i, text := range []string{"Order", "A-17", "2", "May", "2026", "1.234,50", "Bolts", "10,00", "Nuts", "5,00", "secret"} {
		y := float64(i) / 20
		p.Words = append(p.Words, pipeline.Word{Text: text, Confidence: 1, Source: pipeline.SourceText, Line: i,
			Box: pipeline.Box{0.1, y, 0.2, y + 0.03}, Hidden: text == "secret"})
	}
	return &pipeline.Document{Settings: pipeline.Settings{Schema: "order"}, Pages: []*pipeline.Page{p}}
}

func run(t *testing.T, d *pipeline.Document, readers ...Named) *pipeline.Extraction {
	t.Helper()
	s, err := schemas.Parse("order", []byte(orderSchema))
	if err != nil {
		t.Fatal(err)
	}
	if err := Stage(DefaultConfig(), shelf{s}, guess{Unknown, 0}, nil, readers...).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d.Extraction
}

func says(name string, claims ...Claim) Named {
	claims = slices.Clone(claims) // tests share them
	for i := range claims {
		claims[i].Reader = name + "@1"
		if claims[i].Source == "" {
			claims[i].Source = pipeline.SourceText
		}
	}
	return Named{Name: name, Extractor: claimer{claims: claims}}
}

func value(pointer string, v any, confidence float64) Claim {
	return Claim{Pointer: pointer, Value: v, Confidence: confidence}
}

func codesOf(e *pipeline.Extraction, path string) []string {
	var codes []string
	for _, r := range e.Reasons {
		if r.Path == path {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

func TestStage(t *testing.T) {
	t.Parallel()
	e := run(t, sample(), says("local", value("/number", "A-17", 0.95), value("/date", "2026-05-02", 0.97),
		value("/totals/gross", "1234.50", 0.93), value("/lines/0/text", "Bolts", 0.9), value("/lines/0/net", "10.00", 0.95),
		value("/lines/1/net", "5.00", 0.95)))
	want := map[string]any{
		"number": "A-17", "date": "2026-05-02", "totals": map[string]any{"gross": json.Number("1234.50")},
		"lines": []any{map[string]any{"text": "Bolts", "net": json.Number("10.00")}, map[string]any{"net": json.Number("5.00")}},
	}
	if diff := cmp.Diff(want, e.Data); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
	states := map[string]pipeline.FieldState{}
	for pointer, f := range e.Fields {
		states[pointer] = f.State
	}
	found, not := pipeline.FieldFound, pipeline.FieldNotFound
	wantStates := map[string]pipeline.FieldState{"/number": found, "/date": found, "/paid": not, "/totals/gross": found,
		"/totals/tax": not, "/lines/0/text": found, "/lines/0/net": found, "/lines/1/text": not, "/lines/1/net": found, "/tags": not}
	if diff := cmp.Diff(wantStates, states); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if len(e.Reasons) != 0 || e.Confidence == nil || *e.Confidence != 0.93 {
		t.Errorf("reasons %v, confidence %v; want none and the lowest required one, 0.93", e.Reasons, e.Confidence)
	}
	if got := e.Fields["/date"].Evidence; len(got) != 1 || got[0].Quote != "2 May 2026" {
		t.Errorf("evidence of /date = %+v, want the words 2 May 2026", got)
	}
}

func TestStageGrounds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		claim Claim
		state pipeline.FieldState
	}{
		{"not on the page", value("/number", "B-99", 0.99), pipeline.FieldUngrounded},
		{"a part of a word", value("/number", "A-1", 0.99), pipeline.FieldUngrounded},
		{"hidden words", value("/number", "SECRET", 0.99), pipeline.FieldUngrounded},
		{"other case and spacing", value("/number", "ORDER A 17", 0.99), pipeline.FieldFound},
		{"a digit changed", value("/totals/gross", "1234.60", 0.99), pipeline.FieldUngrounded},
		{"a day changed", value("/date", "2026-05-03", 0.99), pipeline.FieldUngrounded},
		{"an exact source", Claim{Pointer: "/number", Value: "X-1", Confidence: 0.99, Source: pipeline.SourceEInvoice}, pipeline.FieldFound},
		{"another type", value("/totals/gross", "plenty", 0.99), pipeline.FieldNotFound},
		{"no such field", value("/colour", "A-17", 0.99), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := run(t, sample(), says("local", tt.claim))
			f := e.Fields[tt.claim.Pointer]
			if f.State != tt.state {
				t.Errorf("state = %q, want %q", f.State, tt.state)
			}
			if tt.state == pipeline.FieldUngrounded && (len(f.Candidates) != 1 || !slices.Contains(codesOf(e, tt.claim.Pointer), pipeline.ReasonUngrounded)) {
				t.Errorf("candidates %v, reasons %v; want the value offered and a reason", f.Candidates, e.Reasons)
			}
		})
	}
}

func TestStageMerges(t *testing.T) {
	t.Parallel()
	t.Run("agreement_raises", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", value("/number", "A-17", 0.8)), says("model", value("/number", "a 17", 0.8)))
		if c := e.Fields["/number"].Confidence; c == nil || *c != 0.96 {
			t.Errorf("confidence = %v, want 0.96", c)
		}
	})
	t.Run("contradiction_is_a_reason", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", value("/totals/gross", "10.00", 0.7)), says("model", value("/totals/gross", "1234.50", 0.9)))
		f := e.Fields["/totals/gross"]
		if e.Data["totals"].(map[string]any)["gross"] != json.Number("1234.50") || len(f.Candidates) != 1 {
			t.Errorf("data %v, candidates %v; want 1234.50 and the other one offered", e.Data, f.Candidates)
		}
		if !slices.Contains(codesOf(e, "/totals/gross"), pipeline.ReasonContradiction) || *f.Confidence >= 0.9 {
			t.Errorf("reasons %v, confidence %v; want contradiction and less than 0.9", e.Reasons, *f.Confidence)
		}
	})
	t.Run("exact_source_wins", func(t *testing.T) {
		t.Parallel()
		exact := Claim{Pointer: "/totals/gross", Value: "99.00", Confidence: 0.8, Source: pipeline.SourceEInvoice}
		e := run(t, sample(), says("local", value("/totals/gross", "10.00", 0.95)), says("einvoice", exact))
		if got := e.Data["totals"].(map[string]any)["gross"]; got != json.Number("99.00") {
			t.Errorf("gross = %v, want 99.00", got)
		}
		if !slices.Contains(codesOf(e, "/totals/gross"), pipeline.ReasonContradiction) {
			t.Errorf("reasons = %v, want contradiction", e.Reasons)
		}
	})
	t.Run("rows_come_from_one_reader", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", value("/lines/0/net", "5.00", 0.9)),
			says("model", value("/lines/0/net", "10.00", 0.9), value("/lines/1/net", "7.77", 0.9), value("/lines/2/net", "5.00", 0.9)))
		want := []any{map[string]any{"net": json.Number("10.00")}, map[string]any{"net": json.Number("5.00")}}
		if diff := cmp.Diff(want, e.Data["lines"]); diff != "" {
			t.Errorf("lines, the ungrounded row gone (-want +got):\n%s", diff)
		}
		if !slices.Contains(codesOf(e, "/lines"), pipeline.ReasonUngrounded) {
			t.Errorf("reasons = %v, want ungrounded rows told", e.Reasons)
		}
	})
}

func TestStageDoubts(t *testing.T) {
	t.Parallel()
	t.Run("below_the_threshold", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", value("/number", "A-17", 0.89)))
		if !slices.Contains(codesOf(e, "/number"), pipeline.ReasonLowConfidence) {
			t.Errorf("reasons = %v, want low_confidence", e.Reasons)
		}
	})
	t.Run("missing_required", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", value("/date", "2026-05-02", 0.95)))
		for _, pointer := range []string{"/number", "/totals/gross"} {
			if diff := cmp.Diff([]string{pipeline.ReasonMissingRequired}, codesOf(e, pointer)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", pointer, diff)
			}
		}
		if e.Confidence == nil || *e.Confidence != 0 {
			t.Errorf("confidence = %v, want 0", e.Confidence)
		}
	})
	t.Run("schema_violation_leaves_the_data", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", value("/number", "2", 0.95)))
		if _, ok := e.Data["number"]; ok {
			t.Errorf("data = %v, want no number: it breaks the pattern", e.Data)
		}
		f := e.Fields["/number"]
		if f.State != pipeline.FieldNotFound || len(f.Candidates) != 1 || !slices.Contains(codesOf(e, "/number"), pipeline.ReasonSchemaViolation) {
			t.Errorf("state %s, candidates %v, reasons %v", f.State, f.Candidates, e.Reasons)
		}
	})
	t.Run("ambiguous", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), says("local", Claim{Pointer: "/date", State: pipeline.FieldNotFound, Ambiguous: true,
			Candidates: []pipeline.Candidate{{Value: "2026-05-02"}, {Value: "2026-02-05"}}}))
		if len(e.Fields["/date"].Candidates) != 2 || !slices.Contains(codesOf(e, "/date"), pipeline.ReasonAmbiguous) {
			t.Errorf("candidates %v, reasons %v", e.Fields["/date"].Candidates, e.Reasons)
		}
	})
}

func TestStageReaders(t *testing.T) {
	t.Parallel()
	t.Run("skipped", func(t *testing.T) {
		t.Parallel()
		d := sample()
		d.Settings.SkipReaders = []string{"local"}
		if got := run(t, d, says("local", value("/number", "A-17", 0.9))).Fields["/number"].State; got != pipeline.FieldSkipped {
			t.Errorf("state = %s, want skipped", got)
		}
	})
	t.Run("failure_is_a_reason", func(t *testing.T) {
		t.Parallel()
		e := run(t, sample(), Named{Name: "model", Extractor: claimer{err: errors.New("no answer")}}, says("local", value("/number", "A-17", 0.95)))
		if e.Data["number"] != "A-17" || !slices.Contains(codesOf(e, ""), ReasonReaderFailed) {
			t.Errorf("data %v, reasons %v; want the other reader's value and reader_failed", e.Data, e.Reasons)
		}
	})
}

func TestStageChoosesSchema(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("order", []byte(orderSchema))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, setting string
		guess         guess
		schema        string
		uncertain     bool
	}{
		{"given", "order", guess{Unknown, 0}, "order", false},
		{"sure", "auto", guess{"order", 0.95}, "order", false},
		{"likely", "auto", guess{"order", 0.6}, "order", true},
		{"unlikely", "auto", guess{"order", 0.3}, "", true},
		{"unknown", "auto", guess{Unknown, 0}, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := sample()
			d.Settings.Schema = tt.setting
			if err := Stage(DefaultConfig(), shelf{s}, tt.guess, nil).Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			e := d.Extraction
			if e.Schema != tt.schema || slices.Contains(codesOf(e, ""), pipeline.ReasonDoctypeUncertain) != tt.uncertain {
				t.Errorf("schema %q, reasons %v; want %q, uncertain %v", e.Schema, e.Reasons, tt.schema, tt.uncertain)
			}
			if tt.schema == "" && (e.DocType != Unknown || e.Data != nil || len(e.Fields) != 0) {
				t.Errorf("unknown type: %+v, want no data", e)
			}
		})
	}
	d := sample()
	d.Settings.Schema = "nonsense"
	if err := Stage(DefaultConfig(), shelf{s}, guess{}, nil).Do(t.Context(), d); !errors.Is(err, pipeline.ErrSchemaUnknown) {
		t.Errorf("unknown schema: %v, want ErrSchemaUnknown", err)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"a sentence":            {"Wir bitten Sie die Rechnung bis zum Ende des Monats zu zahlen", "de"},
		"boxes read as letters": {"Member no.: 7 Smoker: O yes O no Plan: O Basic O Plus Blood type: O A O B I want to receive news by e-mail", "en"},
		"words of one letter":   {"Umowa w sprawie najmu i opieki z dnia nie za na", "pl"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := sample()
			d.Pages[0].Words = nil
			for w := range strings.FieldsSeq(tc.text) {
				d.Pages[0].Words = append(d.Pages[0].Words, pipeline.Word{Text: w})
			}
			if got := strings.Join(Languages(d), " "); got != tc.want {
				t.Errorf("Languages = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("default: %v", err)
	}
	if err := (Config{MinConfidence: 2}).Validate(); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("min_confidence 2: %v, want ErrInvalid", err)
	}
}

// An answer without a field validates, and is no success.
func TestStage_nothing_found(t *testing.T) {
	t.Parallel()
	e := run(t, sample(), says("local"))
	if codes := codesOf(e, ""); !slices.Contains(codes, pipeline.ReasonNothingFound) {
		t.Errorf("codes = %v, want %s among them", codes, pipeline.ReasonNothingFound)
	}
	e = run(t, sample(), says("local", value("/number", "A-17", 0.95)))
	if codes := codesOf(e, ""); slices.Contains(codes, pipeline.ReasonNothingFound) {
		t.Errorf("codes = %v with a field that was found", codes)
	}
}

// What a document contradicts itself in is sure enough to object to, and not to go unseen.
func TestStage_disputed_sum(t *testing.T) {
	t.Parallel()
	c := value("/totals/gross", "1234.50", 0.99)
	c.Disputed = true
	reader := says("local", c)
	reader.Local = true
	if f := run(t, sample(), reader).Fields["/totals/gross"]; f.Confidence == nil || *f.Confidence > sureDisputed {
		t.Errorf("confidence = %v, want %v at the most", f.Confidence, sureDisputed)
	}
}

// A part of a sum that does not hold is never sure, whatever else speaks for it; in a list as well.
func TestStage_broken_sum(t *testing.T) {
	t.Parallel()
	for pointer, amount := range map[string]string{"/totals/gross": "1234.50", "/lines/0/net": "10.00"} {
		c := value(pointer, amount, 0.99)
		c.Broken = true
		reader := says("local", c)
		reader.Local = true
		f := run(t, sample(), reader).Fields[pointer]
		if f.Confidence == nil || *f.Confidence > sureBroken {
			t.Errorf("confidence of %s = %v, want %v at the most", pointer, f.Confidence, sureBroken)
		}
	}
}
