package form

import (
	"testing"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

const applicant = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Application","type":"object","properties":{
	"form":{"type":"string","enum":["individual","partnership","llc_c","llc_s"]},
	"number_kind":{"type":"string","enum":["ssn","ein","itin"]},
	"ssn":{"type":"string","title":"Social security number"},"ein":{"type":"string","title":"Employer identification number"},
	"address":{"type":"object","properties":{
		"lines":{"title":"Address","type":"array","items":{"type":"string"}},
		"city":{"type":"string","title":"City"},"region":{"type":"string","title":"State"},"postcode":{"type":"string","title":"ZIP"}}}}}`

func applicantClaims(t *testing.T, values ...pipeline.FormValue) map[string]extractors.Claim {
	t.Helper()
	s, err := schemas.Parse("application", []byte(applicant))
	if err != nil {
		t.Fatal(err)
	}
	d := &pipeline.Document{Files: []pipeline.File{{FirstPage: 1, PageCount: 1, Form: values}}}
	claims, err := Reader{}.Extract(t.Context(), d, s)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]extractors.Claim{}
	for _, c := range claims {
		got[c.Pointer] = c
	}
	return got
}

// The ticked box says which member of an enumeration is meant; boxes without a tick say nothing.
func TestTicked(t *testing.T) {
	t.Parallel()
	got := applicantClaims(t,
		pipeline.FormValue{Name: "individual", Label: "Individual or sole proprietor", Kind: "checkbox", Value: "false"},
		pipeline.FormValue{Name: "partnership", Label: "Partnership", Kind: "checkbox", Value: "true"})
	if c := got["/form"]; c.Value != "partnership" || c.Evidence[0].Quote != "Partnership" {
		t.Errorf("form = %v, quoting %v, want partnership", c.Value, c.Evidence)
	}
}

// One box for several members leaves the choice to a person.
func TestTickedForSeveral(t *testing.T) {
	t.Parallel()
	got := applicantClaims(t, pipeline.FormValue{Name: "llc", Label: "Limited liability company", Kind: "checkbox", Value: "true"})
	if c := got["/form"]; c.Value != nil || !c.Ambiguous || len(c.Candidates) != 2 {
		t.Errorf("form = %v, ambiguous %t, %d candidates, want none of two", c.Value, c.Ambiguous, len(c.Candidates))
	}
}

// One form field may ask for several parts of an address.
func TestPlaces(t *testing.T) {
	t.Parallel()
	got := applicantClaims(t,
		pipeline.FormValue{Name: "address", Label: "Address: number, street, apartment", Kind: "text", Value: "2 Elm Street"},
		pipeline.FormValue{Name: "city_state_zip", Label: "City, state and ZIP code", Kind: "text", Value: "Bend, OR 97701"})
	for pointer, want := range map[string]string{
		"/address/lines/0": "2 Elm Street", "/address/city": "Bend", "/address/region": "OR", "/address/postcode": "97701",
	} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %s", pointer, got[pointer].Value, want)
		}
	}
}

// An enumeration whose members name fields follows from the one that is filled in.
func TestChosen(t *testing.T) {
	t.Parallel()
	ein := pipeline.FormValue{Label: "Employer identification number", Kind: "text", Value: "47-0912385"}
	got := applicantClaims(t, ein)
	if c := got["/number_kind"]; c.Value != "ein" || len(c.Evidence) != 1 || c.Evidence[0].Quote != ein.Value {
		t.Errorf("number_kind = %v, quoting %v, want ein, quoting the number", c.Value, c.Evidence)
	}
	got = applicantClaims(t, ein, pipeline.FormValue{Label: "Social security number", Kind: "text", Value: "123-45-6789"})
	if c, ok := got["/number_kind"]; ok {
		t.Errorf("number_kind = %v with both numbers filled in, want none", c.Value)
	}
}
