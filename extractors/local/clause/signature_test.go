package clause_test

import (
	"slices"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/schemas"
)

const signedSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Agreement","type":"object","properties":{
	"parties":{"type":"array","items":{"type":"string"}},"signed_by":{"type":"array","items":{"type":"string"}},
	"signatories":{"type":"array","items":{"type":"object","properties":{
		"name":{"type":"string"},"title":{"type":"string"},"company":{"type":"string"}}}}}}`

// A letter of agreement says in its signature blocks between whom it is, and who signs as what.
func TestSignatures(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("signed", []byte(signedSchema))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page(
		"Dear Sirs,",
		"We agree to keep in confidence whatever you tell us about your company, and to return what you send to us.",
		"",
		"Very truly yours,",
		"",
		"HARBOUR LIGHT, INC.                             PORTO VERDE GMBH",
		"",
		"By: /s/ Anna Moreau                             By: ___________________",
		"    Anna B. Moreau                              Name:  Karl Bergmann",
		"    Vice President                              Title: Director of Sales",
		"",
		"Accepted and agreed:",
		"/s/ Lena Ortiz",
		"Lena Ortiz",
	)), s)
	want := map[string]string{
		"/signatories/0/name": "Anna B. Moreau", "/signatories/0/title": "Vice President", "/signatories/0/company": "HARBOUR LIGHT, INC.",
		"/signatories/1/name": "Karl Bergmann", "/signatories/1/title": "Director of Sales", "/signatories/1/company": "PORTO VERDE GMBH",
		"/signatories/2/name": "Lena Ortiz", "/signed_by/0": "Anna B. Moreau", "/signed_by/1": "Karl Bergmann", "/signed_by/2": "Lena Ortiz",
	}
	for pointer, value := range want {
		if v := got[pointer].Value; v != value {
			t.Errorf("%s = %v, want %q", pointer, v, value)
		}
	}
	var parties []string
	for _, pointer := range []string{"/parties/0", "/parties/1", "/parties/2", "/parties/3"} {
		if v, ok := got[pointer].Value.(string); ok {
			parties = append(parties, v)
		}
	}
	if want := []string{"HARBOUR LIGHT, INC.", "PORTO VERDE GMBH", "Lena Ortiz"}; !slices.Equal(parties, want) {
		t.Errorf("parties = %q, want %q", parties, want)
	}
}
