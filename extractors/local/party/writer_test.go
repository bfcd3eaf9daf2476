package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/schemas"
)

// Who wrote a paper stands in its head. That it is a hotel only its name can tell; a title is nobody.
func TestWriters(t *testing.T) {
	t.Parallel()
	hotel := `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"hotel":{"type":"string"},"arrival":{"type":"string","format":"date"}}}`
	seller := `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"supplier":{"type":"string"},"arrival":{"type":"string","format":"date"}}}`
	for name, tt := range map[string]struct {
		schema, pointer, head, want string
		guess                       bool
	}{
		"its name says it":  {hotel, "/hotel", "Hotel Mirador S.L.", "Hotel Mirador S.L.", false},
		"a company":         {hotel, "/hotel", "Golden Delta Trading Ltd", "Golden Delta Trading Ltd", true},
		"any writer sells":  {seller, "/supplier", "Golden Delta Trading Ltd", "Golden Delta Trading Ltd", false},
		"a title is nobody": {hotel, "/hotel", "STATEMENT OF CHARGES", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := schemas.Parse("stay", []byte(tt.schema))
			if err != nil {
				t.Fatal(err)
			}
			_, r := localtest.Shipped(t)
			got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page(tt.head, "", "Arrival: 3 May 2026", "", "We thank you for your stay.")), s)[tt.pointer]
			if v := localtest.PrintedValue(got); v != tt.want || got.Guessed != tt.guess {
				t.Errorf("%s = %q, guessed %v, want %q, %v", tt.pointer, v, got.Guessed, tt.want, tt.guess)
			}
		})
	}
}
