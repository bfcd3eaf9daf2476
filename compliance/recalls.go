package compliance

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// A ColumnKind is what a column of a [Row] or an argument of a function holds.
type ColumnKind string

// The kinds of columns and arguments.
const (
	TextColumn   ColumnKind = "text"
	AmountColumn ColumnKind = "decimal"
	DateColumn   ColumnKind = "date"
	RowsColumn   ColumnKind = "rows" // a list of the document, as an argument only
	FlagColumn   ColumnKind = "bool"
)

// A RecallFunction declares one function of rules that an archive answers with a list of rows.
type RecallFunction struct {
	Name    string
	Args    []ColumnKind
	RowType string // a key of RowTypes
	Doc     string
}

// RowTypes names the columns of each type of row.
var RowTypes = map[string]map[string]ColumnKind{
	"SeenDocument": {
		"document_id": TextColumn, "doctype": TextColumn, "number": TextColumn, "date": DateColumn,
		"supplier": TextColumn, "amount": AmountColumn, "currency": TextColumn, "iban": TextColumn,
		"received": DateColumn, "identical": FlagColumn, "skipped": AmountColumn,
	},
	"Supplier": {
		"supplier_id": TextColumn, "name": TextColumn, "vat_id": TextColumn, "ibans": TextColumn,
		"country": TextColumn, "status": TextColumn, "matched_by": TextColumn, "iban_known": FlagColumn,
		"likeness": AmountColumn,
	},
	"OrderMatch": {
		"line": AmountColumn, "item": TextColumn, "outcome": TextColumn, "reason": TextColumn,
		"ordered": AmountColumn, "received": AmountColumn, "invoiced_before": AmountColumn,
		"quantity": AmountColumn, "order_price": AmountColumn, "price": AmountColumn, "order_id": TextColumn,
	},
	"SeenStatement": {
		"document_id": TextColumn, "number": TextColumn, "start": DateColumn, "end": DateColumn,
		"opening": AmountColumn, "closing": AmountColumn, "currency": TextColumn,
	},
	"PersonalData": {"class": TextColumn, "kind": TextColumn, "page": TextColumn, "text": TextColumn},
	"SanctionHit": {
		"list": TextColumn, "entry": TextColumn, "name": TextColumn, "main": TextColumn, "kind": TextColumn,
		"likeness": AmountColumn, "programme": TextColumn, "birth": TextColumn,
	},
}

// Recalls lists the functions that look past the document. The other documents of a case are asked
// for by one of them, case_documents, and are no variable: they are of several types, of which a
// rule knows only what all papers have, and where no archive is at hand the answer must be unknown
// and not an empty list. Supplier arguments are a VAT id or, where there is none, a name; both are
// normalised by who answers.
var Recalls = []RecallFunction{
	{"seen_invoices", []ColumnKind{TextColumn, TextColumn, TextColumn}, "SeenDocument",
		"(vat_id, supplier name, number): other documents of this supplier with this number"},
	{"seen_amounts", []ColumnKind{TextColumn, TextColumn, AmountColumn, DateColumn}, "SeenDocument",
		"(vat_id, supplier name, amount, date): other documents of this supplier with this amount and date"},
	{"seen_images", []ColumnKind{}, "SeenDocument",
		"(): other documents with the same bytes (identical) or a first page that looks the same"},
	{"iban_users", []ColumnKind{TextColumn, TextColumn, TextColumn}, "SeenDocument",
		"(iban, vat_id, supplier name): documents on which another supplier is paid on this account"},
	{"known_suppliers", []ColumnKind{TextColumn, TextColumn, TextColumn}, "Supplier",
		"(vat_id, iban, supplier name): rows of the supplier master, best first"},
	{"order_matches", []ColumnKind{TextColumn, TextColumn, TextColumn, RowsColumn, AmountColumn}, "OrderMatch",
		"(order_ref, vat_id, supplier name, lines, price tolerance in percent): each line against order, deliveries and earlier invoices; outcome is matched, within_tolerance or exception"},
	{"previous_statements", []ColumnKind{TextColumn, DateColumn}, "SeenStatement",
		"(iban, start of the period): the statement of this account that comes before, at most one"},
	{"numbers_before", []ColumnKind{TextColumn, TextColumn, TextColumn, DateColumn}, "SeenDocument",
		"(vat_id, supplier name, number, date): the neighbour of the number in the supplier's series, at most one before it; skipped is how many numbers lie between"},
	{"next_statements", []ColumnKind{TextColumn, DateColumn}, "SeenStatement",
		"(iban, end of the period): the statement of this account that comes after, at most one"},
	{"case_documents", []ColumnKind{TextColumn}, "SeenDocument",
		"(doctype, or \"\" for all): the other documents of this document's case"},
	{personalData, []ColumnKind{TextColumn}, "PersonalData",
		"(class): personal data of this class on the pages, masked: pan, card, account, id_number, tax_id, person, contact, online"},
	{"sanctioned", []ColumnKind{TextColumn, TextColumn}, "SanctionHit",
		"(name, date of birth as text or \"\"): entries of sanctions lists like this name"},
}

// Recall answers a function of [Recalls] for d from the source that knows, with the contract of
// [Archive].
func (s Sources) Recall(ctx context.Context, d *pipeline.Document, q Recall) (Recalled, error) {
	switch {
	case q.Function == "sanctioned":
		return s.screen(ctx, q)
	case q.Function == personalData:
		return s.scan(ctx, d, q)
	case s.Archive == nil:
		return Recalled{Unanswered: "no archive of other documents is at hand"}, nil
	}
	return s.Archive.Recall(ctx, d, q)
}

func (s Sources) screen(ctx context.Context, q Recall) (Recalled, error) {
	if s.Screener == nil {
		return Recalled{Unanswered: "no sanctions list is configured (screening.lists)"}, nil
	}
	found, err := s.Screener.Screen(ctx, ScreenQuery{Name: said(q, 0), Birth: said(q, 1)})
	if err != nil {
		return Recalled{}, fmt.Errorf("screening: %w", err)
	}
	answer := Recalled{Rows: []Row{}, Lists: found.Lists, Unanswered: found.Unanswered}
	for _, hit := range found.Hits {
		answer.Rows = append(answer.Rows, Row{
			"list": hit.List, "entry": hit.Entry, "name": hit.Name, "main": hit.Main, "kind": hit.Kind,
			"likeness": decimal.NewFromFloat(hit.Likeness).Round(3), "programme": hit.Programme, "birth": hit.Birth,
		})
	}
	return answer, nil
}

// said is argument i as text, empty when it is absent.
func said(q Recall, i int) string {
	if i >= len(q.Args) {
		return ""
	}
	switch v := q.Args[i].(type) {
	case string:
		return v
	case time.Time:
		return v.Format(time.DateOnly)
	}
	return ""
}
