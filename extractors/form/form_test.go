package form

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/schemas"
)

const order = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object","properties":{
	"customer_name":{"type":"string","title":"Customer name"},
	"order_date":{"type":"string","format":"date"},
	"total":{"type":"number","title":"Total amount"},
	"newsletter":{"type":"boolean","title":"Send newsletter"}}}`

func TestReader(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		value   pipeline.FormValue
		pointer string
		want    any
	}{
		{"by its label", pipeline.FormValue{Name: "f1", Label: "Customer name", Kind: "text", Value: "Ada"}, "/customer_name", "Ada"},
		{"by its technical name", pipeline.FormValue{Name: "page1.orderDate", Kind: "text", Value: "2026-05-02"}, "/order_date", "2026-05-02"},
		{"printed date", pipeline.FormValue{Name: "order date", Kind: "text", Value: "2 May 2026"}, "/order_date", "2026-05-02"},
		{"date that reads two ways", pipeline.FormValue{Name: "order date", Kind: "text", Value: "03/04/2026"}, "", nil},
		{"amount", pipeline.FormValue{Label: "Total amount", Kind: "text", Value: "1,234.50 €"}, "/total", "1234.50"},
		{"check box", pipeline.FormValue{Label: "Send newsletter", Kind: "checkbox", Value: "true"}, "/newsletter", true},
		{"empty", pipeline.FormValue{Label: "Customer name", Kind: "text"}, "", nil},
		{"strange", pipeline.FormValue{Label: "Shoe size", Kind: "text", Value: "42"}, "", nil},
	}
	s, err := schemas.Parse("order", []byte(order))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := &pipeline.Document{Files: []pipeline.File{{FirstPage: 1, PageCount: 1, Form: []pipeline.FormValue{tt.value}}}}
			claims, err := Reader{}.Extract(t.Context(), d, s)
			if err != nil {
				t.Fatal(err)
			}
			if tt.pointer == "" {
				if len(claims) != 0 {
					t.Fatalf("claims = %v, want none", claims)
				}
				return
			}
			if len(claims) != 1 {
				t.Fatalf("%d claims, want 1", len(claims))
			}
			if diff := cmp.Diff(tt.want, claims[0].Value); diff != "" || claims[0].Pointer != tt.pointer {
				t.Errorf("%s = %v, want %s = %v", claims[0].Pointer, claims[0].Value, tt.pointer, tt.want)
			}
		})
	}
}

// One field of the schema is claimed once, by the form field closest to it.
func TestReaderStrongest(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("order", []byte(order))
	if err != nil {
		t.Fatal(err)
	}
	d := &pipeline.Document{Files: []pipeline.File{{FirstPage: 1, Form: []pipeline.FormValue{
		{Label: "Name of customer", Kind: "text", Value: "Bob"},
		{Label: "Customer name", Kind: "text", Value: "Ada"},
	}}}}
	claims, err := Reader{}.Extract(t.Context(), d, s)
	if err != nil || len(claims) != 1 || claims[0].Value != "Ada" {
		t.Errorf("claims = %v, %v, want Ada once", claims, err)
	}
}

// A field left empty is absent on a form that was filled in; an empty form may be filled by hand.
func TestReader_left_empty(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("order", []byte(order))
	if err != nil {
		t.Fatal(err)
	}
	total := pipeline.FormValue{Label: "Total amount", Kind: "text"}
	name := pipeline.FormValue{Label: "Customer name", Kind: "text", Value: "Ada"}
	tests := map[string]struct {
		form []pipeline.FormValue
		want map[string]pipeline.FieldState
	}{
		"filled":        {[]pipeline.FormValue{name, total}, map[string]pipeline.FieldState{"/customer_name": "", "/total": pipeline.FieldAbsent}},
		"empty":         {[]pipeline.FormValue{total}, map[string]pipeline.FieldState{}},
		"roughly named": {[]pipeline.FormValue{name, {Label: "Total amount of items", Kind: "text"}}, map[string]pipeline.FieldState{"/customer_name": ""}},
		"filled twice":  {[]pipeline.FormValue{name, {Label: "Customer name", Kind: "text"}}, map[string]pipeline.FieldState{"/customer_name": ""}},
	}
	for title, tt := range tests {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			claims, err := Reader{}.Extract(t.Context(), &pipeline.Document{Files: []pipeline.File{{FirstPage: 1, Form: tt.form}}}, s)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]pipeline.FieldState{}
			for _, c := range claims {
				got[c.Pointer] = c.State
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("states (-want +got):\n%s", diff)
			}
		})
	}
}
