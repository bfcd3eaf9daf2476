package clause_test

import (
	"slices"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/schemas"
)

const agreementSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Agreement","type":"object","properties":{
	"parties":{"type":"array","items":{"type":"string"}},"term":{"type":"string"},"effective_date":{"type":"string","format":"date"}}}`

// The first sentence of a contract names who makes it and from when it holds, another one how long.
func TestPreamble(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("agreement", []byte(agreementSchema))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	tests := []struct {
		name       string
		lines      []string
		parties    []string
		term, date any
	}{
		{"two companies", []string{
			"     This Agreement is made effective as of May 3, 2012 by and between Harbour Light, Inc., a Delaware",
			"corporation, with offices at 5 High Street, Northfield (“Harbour”) and Porto Verde and Company, an Indiana",
			"corporation (“Verde”). The parties agree as follows, and so it is with the office in New York, New York.",
			"     9. This Agreement shall terminate two (2) years after the date hereof, unless earlier terminated.",
		}, []string{"Harbour Light, Inc.", "Porto Verde and Company"}, "2 years", "2012-05-03"},
		{"a company and a person", []string{
			"THIS AGREEMENT is entered into this 16th day of May, 2011, between Meridian Foods LLC (the “Company”) and",
			"Anna B. Moreau (“Employee”). The Employee shall not solicit customers for a period of one year thereafter.",
		}, []string{"Meridian Foods LLC", "Anna B. Moreau"}, nil, "2011-05-16"},
		{"no contract", []string{"The match between Northfield United and Marlow was played on May 3, 2012 in the rain."}, nil, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page(tt.lines...)), s)
			var parties []string
			for _, pointer := range []string{"/parties/0", "/parties/1", "/parties/2"} {
				if v, ok := got[pointer].Value.(string); ok {
					parties = append(parties, v)
				}
			}
			if !slices.Equal(parties, tt.parties) {
				t.Errorf("parties = %q, want %q", parties, tt.parties)
			}
			if v := got["/term"].Value; v != tt.term {
				t.Errorf("term = %v, want %v", v, tt.term)
			}
			if v := got["/effective_date"].Value; v != tt.date {
				t.Errorf("effective date = %v, want %v", v, tt.date)
			}
		})
	}
}
