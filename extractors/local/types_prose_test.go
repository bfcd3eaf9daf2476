package local_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// inCells gives the lines of a page their blocks: lines with the same number are one cell, 0 begins a
// block of its own for each line.
func inCells(p *pipeline.Page, blocks ...int) *pipeline.Page {
	for i := range p.Words {
		if w := &p.Words[i]; w.Line < len(blocks) && blocks[w.Line] != 0 {
			w.Block = blocks[w.Line]
		} else {
			w.Block = 100 + w.Line
		}
	}
	return p
}

func TestSentences(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("own", []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type": "object", "properties": {
		"lender": {"type": "object", "properties": {"name": {"type": "string"}, "address": {"type": "string"}}},
		"principal": {"type": "number"}, "term_months": {"type": "integer"}, "start_date": {"type": "string", "format": "date"},
		"end_date": {"type": "string", "format": "date"}, "deposit_amount": {"type": "number"}, "broker_fee": {"type": "number"},
		"insurance_end": {"type": "string", "format": "date"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	p := inCells(layouttest.Page(
		"LOAN AGREEMENT",
		"Ada Whitfield, residing at 3 Mill Lane, Leeds LS1 4BT, hereinafter \"the Lender\", agrees",
		"to lend the sum that is set out here to the other party.",
		"",
		"1. The principal of this loan amounts to EUR 45,000.00 in total. The term of the loan is 60",
		"months, starting on 1 October 2026 and ending on 30 September 2031.",
		"2. The borrower pays EUR 1,690.00 today as a deposit for all of the costs.",
	), 1, 2, 2, 0, 3, 3, 4)
	got := localtest.ByPointer(t, localtest.Reader(), layouttest.Document(p), s)
	for pointer, want := range map[string]any{
		"/lender/name": "Ada Whitfield", "/lender/address": "3 Mill Lane, Leeds LS1 4BT", "/principal": "45000.00", "/term_months": "60",
		"/start_date": "2026-10-01", "/end_date": "2031-09-30", "/deposit_amount": "1690.00", "/broker_fee": nil, "/insurance_end": nil,
	} {
		if value := got[pointer].Value; value != want {
			t.Errorf("%s = %v, want %v", pointer, value, want)
		}
	}
}

func TestCellsOfSeveralLines(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("own", []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type": "object", "properties": {"subjects": {"type": "array", "items": {"type": "object", "properties": {
		"subject": {"type": "string"}, "grade": {"type": "string"}, "comment": {"type": "string"}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	p := layouttest.Page(
		"Subject             Grade      Comment",
		"",
		"                               works with care and explains",
		"1. Chemistry        A",
		"                               all of it well",
		"",
		"                               should read more over the",
		"2. History          B",
		"                               summer",
	)
	for i := range p.Words { // one cell for each column of a row
		w := &p.Words[i]
		column := 0
		for _, edge := range []float64{140, 200} {
			if w.Box[0]*600 > edge {
				column++
			}
		}
		w.Block = 10*((w.Line+2)/4) + column
	}
	got := localtest.ByPointer(t, localtest.Reader(), layouttest.Document(p), s)
	for pointer, want := range map[string]any{
		"/subjects/0/subject": "Chemistry", "/subjects/0/grade": "A", "/subjects/0/comment": "works with care and explains all of it well",
		"/subjects/1/subject": "History", "/subjects/1/grade": "B", "/subjects/1/comment": "should read more over the summer",
	} {
		if value := got[pointer].Value; value != want {
			t.Errorf("%s = %v, want %v", pointer, value, want)
		}
	}
}

func TestWriterOfForms(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("own", []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type": "object", "properties": {"hotel": {"type": "string"}, "guest": {"type": "string"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		top  string
		want any
	}{
		"its name says what it is": {"Hotel Mirador", "Hotel Mirador"},
		"a title is no name":       {"Confirmation of your stay", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := inCells(layouttest.Page(tt.top, "", "", "Guest:  Luca Bianchi", "Room:  412", "", "We thank you for your stay"))
			got := localtest.ByPointer(t, localtest.Reader(), layouttest.Document(p), s)
			if value := got["/hotel"].Value; value != tt.want {
				t.Errorf("hotel = %v, want %v", value, tt.want)
			}
		})
	}
}
