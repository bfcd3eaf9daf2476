// Package einvoice reads electronic invoices in XML: what they state is exact and needs no page.
//
// Two syntaxes of EN 16931 are known, and one older relative:
//
//	cii.go       UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2, XRechnung
//	zugferd1.go  ZUGFeRD 1.0, which is CII under older names
//	ubl.go       UBL 2.1 Invoice and CreditNote: Peppol BIS, XRechnung
//
// Each of these files is a table from pointers of the shipped schemas invoice and credit_note
// to paths in the XML ([path] says how they are written). To read one more element, add a line.
// [reading] brings a text to the notation of the schemas. Amounts keep their scale.
//
// Beside the claims the whole semantic model is written down for rules ([Reader.EInvoice]): the
// tables ciiModel and ublModel map every term of schemas/einvoice.v1.schema.json.
//
// The XML was left by the inspection as an attachment of its file; an uploaded XML file is an
// attachment of itself. It is parsed strictly, without entities, within the bounds of parse.go.
//
// A field that the XML leaves out is claimed absent only when the document has no pages:
// beside pages an e-invoice may be an extract of what they say (Factur-X MINIMUM, BASIC WL).
package einvoice

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "einvoice@1"

// confidence in what an e-invoice states: only its writer can be wrong.
const confidence = 0.99

// A Reader claims what e-invoices state. It is safe for concurrent use.
type Reader struct {
	store pipeline.Artefacts
}

var (
	_ extractors.Extractor  = (*Reader)(nil)
	_ extractors.Classifier = (*Reader)(nil)

	_ extractors.Transcriber = (*Reader)(nil)
)

// New returns a Reader of the attachments kept in store.
func New(store pipeline.Artefacts) *Reader { return &Reader{store: store} }

// Extract claims what the document's e-invoice states, for the types invoice and credit_note;
// other schemas get no claims. Where a document holds several e-invoices the first one is read
// whole, and the others are heard about the single fields, so that what they contradict shows.
// XML that cannot be parsed is an error that wraps pipeline.ErrDamaged or ErrTooLarge, unless
// another attachment was read.
func (r *Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	if s.DocType != Invoice && s.DocType != CreditNote {
		return nil, nil
	}
	invoices, err := r.invoices(ctx, d)
	if err != nil {
		return nil, err
	}
	var claims []extractors.Claim
	for i, inv := range invoices {
		t := transcript{invoice: inv, alone: len(d.Pages) == 0, further: i > 0}
		claims = append(claims, t.write()...)
	}
	return claims, nil
}

// invoices parses the e-invoices among the attachments.
func (r *Reader) invoices(ctx context.Context, d *pipeline.Document) ([]*invoice, error) {
	var found []*invoice
	var damage error
	for i := range d.Files {
		for _, a := range d.Files[i].Attachments {
			if !isXML(a) {
				continue
			}
			b, err := r.store.Load(ctx, d, a.Artefact)
			if err != nil {
				return nil, fmt.Errorf("attachment %q: %w", a.Name, err)
			}
			inv, err := parse(ctx, b)
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			if err != nil {
				damage = errors.Join(damage, fmt.Errorf("attachment %q: %w", a.Name, err))
			} else if inv != nil {
				inv.name = a.Name
				found = append(found, inv)
			}
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	return nil, damage
}

// isXML goes by the stated type or the name: writers of PDF often leave the type out.
func isXML(a pipeline.Attachment) bool {
	kind, _, _ := strings.Cut(strings.ToLower(a.MediaType), ";")
	return strings.HasSuffix(kind, "/xml") || strings.HasSuffix(kind, "+xml") || strings.HasSuffix(strings.ToLower(a.Name), ".xml")
}
