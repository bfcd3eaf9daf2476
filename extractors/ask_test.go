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

// oracle is a model with claims written down; it keeps what it was asked for.
type oracle struct {
	claims []Claim
	err    error
	asked  [][]string
}

func (o *oracle) Read(_ context.Context, _ *pipeline.Document, _ *schemas.Schema, open []string) ([]Claim, error) {
	o.asked = append(o.asked, open)
	return slices.Clone(o.claims), o.err
}

// quotes is a model's claim.
func quotes(pointer string, v any, quote string) Claim {
	return Claim{Pointer: pointer, Value: v, Source: pipeline.SourceModel, Reader: "model@1", Evidence: []pipeline.Evidence{{Page: 1, Quote: quote}}}
}

// asking runs the stage with a model and a local reader.
func asking(t *testing.T, strategy string, o *oracle, claims ...Claim) (*pipeline.Extraction, error) {
	t.Helper()
	s, err := schemas.Parse("order", []byte(orderSchema))
	if err != nil {
		t.Fatal(err)
	}
	d := sample()
	d.Settings.Strategy = strategy
	local := says("local", claims...)
	local.Local = true
	err = Stage(DefaultConfig(), shelf{s}, guess{Unknown, 0}, o, local).Do(t.Context(), d)
	return d.Extraction, err
}

func TestStageAsks(t *testing.T) {
	t.Parallel()
	sure := []Claim{value("/number", "A-17", 0.95), value("/date", "2026-05-02", 0.95), value("/paid", true, 0.95), value("/totals/gross", "1234.50", 0.95),
		value("/totals/tax", "10.00", 0.2), value("/lines/0/text", "Bolts", 0.95), value("/tags/0", "Order", 0.95)}
	sure[2].Evidence = []pipeline.Evidence{{Page: 1, Quote: "Order"}}
	shaky := append(slices.Clone(sure), value("/lines/0/net", "10.00", 0.3))
	tests := []struct {
		name, strategy string
		claims         []Claim
		want           [][]string
	}{
		{"local asks nobody", StrategyLocal, nil, nil},
		{"no strategy is local", "", nil, nil},
		{"hybrid asks for what is doubtful", StrategyHybrid, sure, [][]string{{"/totals/tax"}}},
		{"a doubtful row opens its list", StrategyHybrid, shaky, [][]string{{"/lines", "/totals/tax"}}},
		{"hybrid lets optional fields be that no page shows", StrategyHybrid, sure[:4], nil},
		{"hybrid asks for what is missing", StrategyHybrid, sure[:1], [][]string{{"/date", "/lines", "/paid", "/tags", "/totals/gross", "/totals/tax"}}},
		{"model asks for everything", StrategyModel, sure, [][]string{{"/date", "/lines", "/number", "/paid", "/tags", "/totals/gross", "/totals/tax"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := &oracle{}
			if _, err := asking(t, tt.strategy, o, tt.claims...); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, o.asked); diff != "" {
				t.Errorf("asked for (-want +got):\n%s", diff)
			}
		})
	}
}

// A complete document is asked about where its pages show more than was found.
func TestHybridAsksForWhatPagesShow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  [][]string
	}{
		{"nothing", []string{"Thank you for the date"}, nil},
		{"a label with a colon", []string{"Date: soon"}, [][]string{{"/date"}}},
		{"a label of two words", []string{"Ordered on May 2"}, [][]string{{"/date"}}},
		{"a label of what was found", []string{"Number: A-17"}, nil},
		{"the head of a table", []string{"Text Net"}, [][]string{{"/lines"}}},
		{"one column's name in running text", []string{"net of all that the text says"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, d := &oracle{}, written(tt.lines...)
			d.Settings.Strategy = StrategyHybrid
			s, err := schemas.Parse("order", []byte(strings.Replace(orderSchema, `"format":"date"`, `"format":"date","title":"Ordered on"`, 1)))
			if err != nil {
				t.Fatal(err)
			}
			number := value("/number", "A-17", 0.95)
			number.Source = pipeline.SourceEInvoice
			gross := value("/totals/gross", "12.00", 0.95)
			gross.Source = pipeline.SourceEInvoice
			if err := Stage(DefaultConfig(), shelf{s}, guess{Unknown, 0}, o, says("einvoice", number, gross)).Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, o.asked); diff != "" {
				t.Errorf("asked for (-want +got):\n%s", diff)
			}
			if len(d.Extraction.Reasons) > 0 {
				t.Errorf("reasons %+v, want none: what the model does not give is optional", d.Extraction.Reasons)
			}
		})
	}
}

// written is a document of one page with these lines.
func written(lines ...string) *pipeline.Document {
	p := &pipeline.Page{Number: 1, Width: 595, Height: 842, Unit: "pt", State: pipeline.PageRead}
	for i, line := range lines {
		for j, text := range strings.Fields(line) {
			left, top := 0.05+0.1*float64(j), 0.1+0.05*float64(i)
			p.Words = append(p.Words, pipeline.Word{Text: text, Box: pipeline.Box{left, top, left + 0.08, top + 0.02}, Confidence: 1, Source: pipeline.SourceText})
		}
	}
	return &pipeline.Document{ID: "doc", Tenant: "local", Settings: pipeline.Settings{Schema: "order"}, Pages: []*pipeline.Page{p}}
}

func TestStageLeavesToExactSources(t *testing.T) {
	t.Parallel()
	o := &oracle{}
	exact := Claim{Pointer: "/number", Value: "X-1", Confidence: 0.99, Source: pipeline.SourceEInvoice}
	absent := Claim{Pointer: "/date", State: pipeline.FieldAbsent, Confidence: 0.99, Source: pipeline.SourceEInvoice}
	s, err := schemas.Parse("order", []byte(orderSchema))
	if err != nil {
		t.Fatal(err)
	}
	d := sample()
	d.Settings.Strategy = StrategyModel
	if err := Stage(DefaultConfig(), shelf{s}, guess{Unknown, 0}, o, says("einvoice", exact, absent)).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if len(o.asked) != 1 || slices.Contains(o.asked[0], "/number") || slices.Contains(o.asked[0], "/date") {
		t.Errorf("asked for %v, want neither what an exact source says nor what it says is not there", o.asked)
	}
}

func TestStageWitness(t *testing.T) {
	t.Parallel()
	o := &oracle{claims: []Claim{quotes("/number", "A-17", "Order A-17"), quotes("/totals/gross", "10.00", "Bolts 10,00")}}
	e, err := asking(t, StrategyModel, o, value("/number", "A-17", 0.9), value("/totals/gross", "1234.50", 0.9), value("/date", "2026-05-02", 0.9))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"number": "A-17", "totals": map[string]any{"gross": json.Number("10.00")}}
	if diff := cmp.Diff(want, e.Data); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
	if c := *e.Fields["/number"].Confidence; c < 0.98 {
		t.Errorf("confidence = %v, want more where both agree", c)
	}
	if f := e.Fields["/totals/gross"]; *f.Confidence > 0.6 || len(f.Candidates) != 1 || !slices.Contains(codesOf(e, "/totals/gross"), pipeline.ReasonContradiction) {
		t.Errorf("field %+v, reasons %v; want the contradiction told and the other value offered", f, e.Reasons)
	}
	if f := e.Fields["/date"]; f.State != pipeline.FieldNotFound || len(f.Candidates) != 1 {
		t.Errorf("field = %+v, want what only the witness saw offered", f)
	}
}

func TestStageModelErrors(t *testing.T) {
	t.Parallel()
	for _, kind := range []*pipeline.Kind{pipeline.ErrProviderUnavailable, pipeline.ErrProviderAuth, pipeline.ErrRateLimited, pipeline.ErrTimeout, pipeline.ErrInternal} {
		e, err := asking(t, StrategyHybrid, &oracle{err: fmt.Errorf("asked: %w", kind)}, value("/number", "A-17", 0.95))
		if !errors.Is(err, kind) || e != nil {
			t.Errorf("extraction %v, error %v; want none and %v", e, err, kind)
		}
	}
	o := &oracle{err: pipeline.ErrBudgetExhausted, claims: []Claim{quotes("/totals/gross", "1234.50", "2026 1.234,50")}}
	e, err := asking(t, StrategyHybrid, o, value("/number", "A-17", 0.95))
	if err != nil || !slices.Contains(codesOf(e, ""), pipeline.ReasonBudget) {
		t.Fatalf("reasons %v, error %v; want budget", e, err)
	}
	if e.Data["number"] != "A-17" || e.Data["totals"].(map[string]any)["gross"] != json.Number("1234.50") {
		t.Errorf("data = %v, want the local value and what was paid for", e.Data)
	}
}

func TestStageRemarks(t *testing.T) {
	t.Parallel()
	o := &oracle{claims: []Claim{{Pointer: "/lines", Code: pipeline.ReasonRowsIncomplete, Reason: "2 of 3", Evidence: []pipeline.Evidence{{Page: 1}}}}}
	e, err := asking(t, StrategyModel, o)
	if err != nil {
		t.Fatal(err)
	}
	want := pipeline.Reason{Code: pipeline.ReasonRowsIncomplete, Path: "/lines", Page: 1, Detail: "2 of 3"}
	if !slices.Contains(e.Reasons, want) {
		t.Errorf("reasons = %+v, want %+v", e.Reasons, want)
	}
}

// Rows of two readers are the same row where they stand in the same place.
func TestStageAlignsRows(t *testing.T) {
	t.Parallel()
	at := func(pointer string, v any, line int) Claim { // the word of this line of the sample
		box := pipeline.Box{0.1, float64(line) / 20, 0.2, float64(line)/20 + 0.03}
		c := value(pointer, v, 0.8)
		c.Evidence = []pipeline.Evidence{{Page: 1, Box: &box}}
		return c
	}
	model := []Claim{at("/lines/0/text", "Bolts", 6), at("/lines/0/net", "10.00", 7), at("/lines/1/text", "Nuts", 8), at("/lines/1/net", "5.00", 9)}
	for i := range model {
		model[i].Source, model[i].Reader = pipeline.SourceModel, "model@1"
	}
	e, err := asking(t, StrategyModel, &oracle{claims: model}, at("/lines/0/text", "Nuts", 8), at("/lines/0/net", "5.00", 9))
	if err != nil {
		t.Fatal(err)
	}
	lone, both := *e.Fields["/lines/0/net"].Confidence, *e.Fields["/lines/1/net"].Confidence
	if both <= lone || len(codesOf(e, "/lines/0/net")) > 0 {
		t.Errorf("confidence %v and %v, reasons %v; want more where both read the row", lone, both, e.Reasons)
	}
}
