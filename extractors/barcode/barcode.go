// Package barcode reads the codes of pages: what payment codes and the codes of trade say about
// the fields of a document.
//
// The page step that decodes codes leaves them as [pipeline.Page.Codes]. Here their texts are
// parsed, strictly: a text that breaks the rules of its format says nothing. Known are the EPC
// code of SEPA credit transfers ("BCD"), the Swiss QR-bill ("SPC") with its billing information,
// GS1 element strings and Digital Links, and the article numbers of EAN, UPC and ITF-14.
//
// A fact goes to the field of the schema that means the same, by its format or its name, and only
// when one field does. What a code says is exact; when the page says something else, both are
// shown as a contradiction. Codes that contradict each other fill nothing.
package barcode

import (
	"context"
	"strconv"
	"time"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "barcode@1"

// How sure facts are: their code was decoded without doubt and their format holds.
const (
	stated  = 0.985 // the format has a field for it
	derived = 0.93  // free text that is used as this
)

// A Reader claims what codes say. It is safe for concurrent use.
type Reader struct{ now func() time.Time }

var _ extractors.Extractor = (*Reader)(nil)

// New returns a Reader. now tells the year that two-digit years are near to.
func New(now func() time.Time) *Reader { return &Reader{now} }

// Extract claims the facts of all codes of the document. Its error is the context's.
func (r *Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	var facts []fact
	for _, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := range p.Codes {
			for _, f := range r.facts(p.Codes[i]) {
				box := p.Codes[i].Box
				f.evidence = pipeline.Evidence{Page: p.Number, Box: &box, Quote: f.line}
				facts = append(facts, f)
			}
		}
	}
	if len(facts) == 0 {
		return nil, nil
	}
	return claims(facts, targetsOf(s.Root)), nil
}

// A fact is one thing that a code says.
type fact struct {
	meaning  meaning
	value    string
	line     string // of the payload, as it stands there
	sureness float64
	from     string // the format, for a person
	evidence pipeline.Evidence
}

// facts parses one code: the first format that it satisfies says what it means.
func (r *Reader) facts(c pipeline.Code) []fact {
	facts := []fact{{meaning: anyCode, value: c.Text, line: c.Text, sureness: stated, from: "the only code of the document"}}
	for _, parse := range []func(pipeline.Code) ([]fact, bool){epc, swiss, r.gs1, articleNumber} {
		if more, ok := parse(c); ok {
			return append(facts, more...)
		}
	}
	return facts
}

// claims fills each target with the facts of its meaning: a list with all of them, a single field
// with the only value that there is.
func claims(facts []fact, targets []target) []extractors.Claim {
	var all []extractors.Claim
	for _, t := range targets {
		values := distinct(facts, t.meaning)
		switch {
		case len(values) == 0:
		case t.list:
			for i, f := range values {
				all = append(all, f.claim(t.pointer+"/"+strconv.Itoa(i)))
			}
		case len(values) == 1:
			all = append(all, values[0].claim(t.pointer))
		case t.meaning != anyCode:
			all = append(all, contested(t.pointer, values))
		}
	}
	return all
}

// distinct returns the facts of one meaning, one for each value.
func distinct(facts []fact, m meaning) []fact {
	var found []fact
	seen := map[string]bool{}
	for _, f := range facts {
		if f.meaning == m && !seen[f.value] {
			seen[f.value] = true
			found = append(found, f)
		}
	}
	return found
}

func (f *fact) claim(pointer string) extractors.Claim {
	return extractors.Claim{
		Pointer: pointer, Value: f.value, Confidence: f.sureness, Source: pipeline.SourceBarcode, Reader: Version,
		Reason: f.from, Evidence: []pipeline.Evidence{f.evidence},
	}
}

// contested offers what codes say that do not agree.
func contested(pointer string, values []fact) extractors.Claim {
	c := extractors.Claim{
		Pointer: pointer, State: pipeline.FieldNotFound, Source: pipeline.SourceBarcode, Reader: Version,
		Reason: "the codes of the document say different things", Ambiguous: true,
	}
	for _, f := range values {
		share := 1 / float64(len(values))
		c.Candidates = append(c.Candidates, pipeline.Candidate{Value: f.value, Confidence: &share, Evidence: []pipeline.Evidence{f.evidence}})
	}
	return c
}
