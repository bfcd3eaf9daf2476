// Package archive answers the questions that rules ask about other documents: invoices seen
// before, an account that another supplier is paid on, orders and deliveries behind an invoice,
// the statement before this one.
//
// [Footprint] says what a document leaves behind; the ledger keeps it with the document, finds it
// by its traces and erases it with the document. An [Archive] asks for traces, compares the facts
// of what it finds, and answers in the rows that package compliance declares.
//
// Values are normalised before they are compared: a number with other blanks, leading zeros or an O
// for a zero is the same number, and "Müller" is "MÜLLER GMBH". Two documents are of one supplier
// when they share the VAT id or, where one has none, the name.
package archive

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"docpipe/compliance"
	"docpipe/pipeline"
)

// Sightings finds the other documents of d's tenant that a search asks for, newest first. It is
// what the ledger does, with its promises about versions, erasure and tenants.
type Sightings interface {
	Sightings(ctx context.Context, d *pipeline.Document, q pipeline.Search) ([]pipeline.Sighting, error)
}

// Masters gives a tenant's supplier master. A version of 0 means that there is none; the same
// version has the same rows.
type Masters interface {
	SuppliersVersion(ctx context.Context, tenant string) (int64, error)
	Suppliers(ctx context.Context, tenant string) ([]pipeline.Supplier, error)
}

// An Archive is the archive of package compliance over a ledger. It is safe for concurrent use.
type Archive struct {
	sightings Sightings
	masters   masterCache
}

var _ compliance.Archive = (*Archive)(nil)

// New returns the archive over what the two know.
func New(s Sightings, m Masters) *Archive {
	return &Archive{sightings: s, masters: masterCache{from: m, known: map[string]master{}}}
}

// A question is one call, for one document.
type question struct {
	*Archive
	d *pipeline.Document
	compliance.Recall
}

// Recall implements compliance.Archive.
func (a *Archive) Recall(ctx context.Context, d *pipeline.Document, r compliance.Recall) (compliance.Recalled, error) {
	q := question{a, d, r}
	answers := map[string]func(context.Context) (compliance.Recalled, error){
		"seen_invoices":       q.seenInvoices,
		"seen_amounts":        q.seenAmounts,
		"seen_images":         q.seenImages,
		"iban_users":          q.ibanUsers,
		"known_suppliers":     q.knownSuppliers,
		"order_matches":       q.orderMatches,
		"previous_statements": q.previousStatements,
		"next_statements":     q.nextStatements,
		"numbers_before":      q.numbersBefore,
		"case_documents":      q.caseDocuments,
	}
	answer, ok := answers[r.Function]
	if !ok {
		return compliance.Recalled{}, fmt.Errorf("the archive does not know %s: %w", r.Function, pipeline.ErrInternal)
	}
	return answer(ctx)
}

// text is argument i; empty for one that is absent.
func (q question) text(i int) string {
	if i < len(q.Args) {
		if v, ok := q.Args[i].(string); ok {
			return v
		}
	}
	return ""
}

func (q question) amount(i int) (decimal.Decimal, bool) {
	if i >= len(q.Args) {
		return decimal.Decimal{}, false
	}
	v, ok := q.Args[i].(decimal.Decimal)
	return v, ok
}

func (q question) day(i int) (time.Time, bool) {
	if i >= len(q.Args) {
		return time.Time{}, false
	}
	v, ok := q.Args[i].(time.Time)
	return v, ok
}

// A sight is another document with its facts.
type sight struct {
	pipeline.Sighting
	Facts
}

// Bounds of a search, in documents.
const (
	mostWitnesses = 10   // where one is enough for a finding
	mostNear      = 25   // where the nearest is looked for among those that are alike
	mostAlike     = 500  // of each piece of a look, to find the nearest
	mostPapers    = 1000 // where all of them count
)

// found is what a search gave and what of it counts.
type found struct {
	sights []sight
	cut    bool // there may be more that nobody looked at
}

// sights lists what left one of the traces of this kind and passes keep.
func (q question) sights(ctx context.Context, kind string, keys []string, most int, keep func(sight) bool) (found, error) {
	return q.search(ctx, searchFor(kind, keys, most, 0), keep)
}

// searchFor asks for what left one of the traces of this kind.
func searchFor(kind string, keys []string, most, depth int) pipeline.Search {
	s := pipeline.Search{Most: most, Depth: depth}
	for _, key := range keys {
		s.Traces = append(s.Traces, pipeline.Trace{Kind: kind, Key: key})
	}
	return s
}

// search lists what is found and passes keep.
func (q question) search(ctx context.Context, s pipeline.Search, keep func(sight) bool) (found, error) {
	all, err := q.sightings.Sightings(ctx, q.d, s)
	if err != nil {
		return found{}, err
	}
	f := found{sights: []sight{}, cut: len(all) >= s.Most}
	for _, one := range all {
		facts, err := factsOf(one)
		if err != nil {
			return found{}, err
		}
		if s := (sight{one, facts}); keep(s) {
			f.sights = append(f.sights, s)
		}
	}
	return f, nil
}

func unanswered(why string) (compliance.Recalled, error) {
	return compliance.Recalled{Unanswered: why}, nil
}

// witnesses answers with what was found. Nobody among as many as were looked at is no answer.
func (f found) witnesses() compliance.Recalled {
	if f.cut && len(f.sights) == 0 {
		return compliance.Recalled{Unanswered: "more documents are alike than are compared, and none of those that were is the one"}
	}
	return documents(f.sights[:min(len(f.sights), mostWitnesses)])
}

// documents makes rows of type SeenDocument.
func documents(all []sight) compliance.Recalled {
	rows := []compliance.Row{}
	for _, s := range all {
		rows = append(rows, s.row())
	}
	return compliance.Recalled{Rows: rows}
}

func (s sight) row() compliance.Row {
	row := fill{"document_id": s.Document, "doctype": s.DocType, "received": dayOf(s.Received)}
	row.text("number", s.Number).text("supplier", s.Supplier).text("currency", s.Currency).text("iban", s.IBAN)
	row.day("date", s.Date).amount("amount", s.Amount)
	if priced[s.DocType] && (s.Amount == "" || s.Unsure) {
		row["amount"] = notRead("the total", s.Sighting)
	}
	return compliance.Row(row)
}

// priced are the types of documents that say what is to be paid, all of them.
var priced = map[string]bool{"invoice": true, "credit_note": true, "receipt": true, "purchase_order": true}

// notRead names what another document must have and nobody read well enough.
func notRead(what string, of pipeline.Sighting) compliance.NotRead {
	return compliance.NotRead(what + " of " + of.Document + " was not read well enough")
}

// distinct leaves of several papers of one type, supplier and number the newest: a paper that came
// twice was ordered, delivered and billed once.
func distinct(all []sight) []sight {
	var kept []sight
	for _, s := range all {
		if !slices.ContainsFunc(kept, func(k sight) bool { return samePaper(k, s) }) {
			kept = append(kept, s)
		}
	}
	return kept
}

func samePaper(a, b sight) bool {
	if a.Content != "" && a.Content == b.Content {
		return true
	}
	if numberedAnew[a.DocType] && (differ(a.Date, b.Date) || !sameAccounts(a, b)) {
		return false
	}
	anonymous := len(suppliers(a.VATID, a.Facts.Supplier)) == 0 && len(suppliers(b.VATID, b.Facts.Supplier)) == 0
	return a.DocType == b.DocType && number(a.Number) != "" && number(a.Number) == number(b.Number) &&
		(anonymous || sameSupplier(a, b.VATID, b.Facts.Supplier))
}

// numberedAnew are the types of documents whose numbers begin anew, each day at a till and each year for
// each account: there the number alone is no paper's own.
var numberedAnew = map[string]bool{"receipt": true, "bank_statement": true}

// differ reports whether two papers say different things, and not whether one was not read.
func differ(a, b string) bool { return a != "" && b != "" && a != b }

func sameAccounts(a, b sight) bool {
	return slices.EqualFunc(a.Accounts, b.Accounts, func(x, y Balance) bool { return x.IBAN == y.IBAN })
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
