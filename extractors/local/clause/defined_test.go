package clause_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/schemas"
)

const loanSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Loan agreement","type":"object","properties":{
	"lender":{"type":"object","properties":{"name":{"type":"string"},"address":{"type":"string"}}},"borrower":{"type":"string"},
	"guarantor":{"type":"string"}}}`

// A contract says by which name it calls its parties; a field of that name is the party.
func TestDefined(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("loan", []byte(loanSchema))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page(
		"LOAN AGREEMENT",
		"",
		"Between Ada Merrow, residing at 3 Mill Lane, Harrogate HG2 8QR, hereinafter called the Lender,",
		"and Mr Tom Okafor, residing in Leeds, hereinafter called the Borrower, it is agreed as follows.",
		"The Borrower repays the loan in twelve months. The Lender may call it in before.",
	)), s)
	for pointer, want := range map[string]string{
		"/lender/name": "Ada Merrow", "/lender/address": "3 Mill Lane, Harrogate HG2 8QR", "/borrower": "Tom Okafor", "/guarantor": "",
	} {
		if v := localtest.PrintedValue(got[pointer]); v != want {
			t.Errorf("%s = %q, want %q", pointer, v, want)
		}
	}
}
