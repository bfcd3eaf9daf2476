package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/extractors/local/plan"
	"docpipe/schemas"
)

const bookingSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Booking","type":"object","properties":{
	"sponsor":{"type":"string"},"market":{"type":"string"},"agency":{"type":"string"}}}`

// A value that does not fit into its column goes on below itself; what follows it does not.
func TestWraps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                    string
		lines                   []string
		sponsor, market, agency any
	}{
		{"the next word does not fit", []string{
			"Sponsor: Friends of the Harbour  Market: Northfield and        Total: 4",
			"         Lights                          Marlow",
			"Agency: Porto Verde Media        Office: East",
			"        12 High Street",
		}, "Friends of the Harbour Lights", "Northfield and Marlow", "Porto Verde Media"},
		{"a line of its own", []string{
			"Sponsor: Harbour Lights                         Market: Marlow",
			"         Northfield branch",
			"Agency: Porto Verde",
		}, "Harbour Lights", "Marlow", "Porto Verde"},
		{"a label below", []string{
			"Sponsor: Friends of the Harbour  Market: Marlow",
			"Agency:  Lights",
		}, "Friends of the Harbour", "Marlow", "Lights"},
	}
	s, err := schemas.Parse("booking", []byte(bookingSchema))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page(tt.lines...)), s)
			for pointer, want := range map[string]any{"/sponsor": tt.sponsor, "/market": tt.market, "/agency": tt.agency} {
				if v := got[pointer].Value; v != want {
					t.Errorf("%s = %v, want %v", pointer, v, want)
				}
			}
		})
	}
}

// What follows a label may say that a number stands there: "Agency ref" is no label of the agency.
func TestLabelOfNumber(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("booking", []byte(bookingSchema))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page("Agency ref     B8506X", "Sponsor code   Harbour")), s)
	for _, pointer := range []string{"/agency", "/sponsor"} {
		if c := got[pointer]; c.Value != nil {
			t.Errorf("%s = %v, want nothing", pointer, c.Value)
		}
	}
}

// A large word across the page, such as DUPLICATE, is no part of the small line that it meets.
func TestSizes(t *testing.T) {
	t.Parallel()
	p := layouttest.Page("DUPLICATE Sponsor    Harbour Lights")
	for i := range p.Words {
		p.Words[i].Size = 8
		if p.Words[i].Text == "DUPLICATE" {
			p.Words[i].Size = 30
		}
	}
	s := plan.LayOut(p)
	if got := s.Text(s.Segs[0]); got != "DUPLICATE" {
		t.Errorf("the first segment is %q, want DUPLICATE alone", got)
	}
}
