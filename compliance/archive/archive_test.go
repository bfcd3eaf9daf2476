package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"docpipe/compliance"
	"docpipe/pipeline"
)

// shelf keeps the footprints of documents in memory, in the manner of the ledger.
type shelf struct {
	documents []*pipeline.Document
	suppliers []pipeline.Supplier
}

func (s *shelf) Sightings(_ context.Context, d *pipeline.Document, q pipeline.Search) ([]pipeline.Sighting, error) {
	found := []pipeline.Sighting{}
	for _, other := range slices.Backward(s.documents) {
		f := Footprint(other)
		if other.ID == d.ID || f == nil || len(found) == q.Most || !slices.ContainsFunc(f.Traces, func(t pipeline.Trace) bool { return wanted(t, q) }) {
			continue
		}
		found = append(found, pipeline.Sighting{Document: other.ID, DocType: f.DocType, Received: other.Run.ReceivedAt, Facts: f.Facts})
	}
	return found, nil
}

func wanted(t pipeline.Trace, q pipeline.Search) bool {
	if (t.Group != "") != (len(q.Except) > 0) || slices.Contains(q.Except, t.Group) {
		return false
	}
	return slices.Contains(q.Traces, pipeline.Trace{Kind: t.Kind, Key: t.Key})
}

func (s *shelf) SuppliersVersion(context.Context, string) (int64, error) {
	return int64(len(s.suppliers)), nil
}
func (s *shelf) Suppliers(context.Context, string) ([]pipeline.Supplier, error) {
	return s.suppliers, nil
}

// read makes a document of this type that says data, which is JSON.
func read(t *testing.T, id, doctype, data string) *pipeline.Document {
	t.Helper()
	d := &pipeline.Document{
		ID: id, Tenant: "acme", Files: []pipeline.File{{SHA256: "bytes of " + id}},
		Run:        pipeline.Run{ReceivedAt: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)},
		Extraction: &pipeline.Extraction{DocType: doctype},
	}
	if err := json.Unmarshal([]byte(data), &d.Extraction.Data); err != nil {
		t.Fatal(err)
	}
	return d
}

func (s *shelf) recall(t *testing.T, d *pipeline.Document, function string, args ...any) compliance.Recalled {
	t.Helper()
	got, err := New(s, s).Recall(t.Context(), d, compliance.Recall{Function: function, Args: args})
	if err != nil {
		t.Fatalf("%s: %v", function, err)
	}
	checkRows(t, function, got.Rows)
	return got
}

// checkRows compares rows with the columns that package compliance declares.
func checkRows(t *testing.T, function string, rows []compliance.Row) {
	t.Helper()
	for _, f := range compliance.Recalls {
		if f.Name != function {
			continue
		}
		for _, row := range rows {
			for column, value := range row {
				if _, unread := value.(compliance.NotRead); unread {
					continue
				}
				if want := compliance.RowTypes[f.RowType][column]; kindOf(value) != want {
					t.Errorf("%s: column %s is a %s, declared is %q", function, column, kindOf(value), want)
				}
			}
		}
	}
}

func kindOf(v any) compliance.ColumnKind {
	switch v.(type) {
	case string:
		return compliance.TextColumn
	case decimal.Decimal:
		return compliance.AmountColumn
	case time.Time:
		return compliance.DateColumn
	case bool:
		return compliance.FlagColumn
	}
	return "nothing"
}

func column(rows []compliance.Row, name string) []any {
	all := []any{}
	for _, r := range rows {
		all = append(all, r[name])
	}
	return all
}

const firstInvoice = `{"number":"RE-2026-0017","issue_date":"2026-11-02","seller":{"name":"Müller Metallbau GmbH","vat_id":"DE 123 456 788"},
	"totals":{"gross":"119.00"},"currency":"EUR","payment":{"iban":"DE89 3704 0044 0532 0130 00"}}`

func TestSeenInvoices(t *testing.T) {
	t.Parallel()
	s := &shelf{documents: []*pipeline.Document{read(t, "first", "invoice", firstInvoice)}}
	d := read(t, "second", "invoice", `{}`)
	tests := []struct {
		name                string
		vat, called, number any
		seen                int
	}{
		{"the same number", "DE123456788", "Müller Metallbau GmbH", "RE-2026-0017", 1},
		{"other blanks and zeros", "DE123456788", "Müller Metallbau", "re 2026/17", 1},
		{"O for a zero", "DE123456788", "", "RE-2O26-0017", 1},
		{"no VAT id", nil, "MÜLLER METALLBAU GMBH", "RE-2026-0017", 1},
		{"another number", "DE123456788", "Müller Metallbau GmbH", "RE-2026-0018", 0},
		{"digits run together", "DE123456788", "Müller Metallbau GmbH", "RE-20260017", 0},
		{"another VAT id", "DE987654321", "Müller Metallbau GmbH", "RE-2026-0017", 0},
		{"another name", nil, "Meier Holzbau GmbH", "RE-2026-0017", 0},
	}
	for _, tt := range tests {
		if got := s.recall(t, d, "seen_invoices", tt.vat, tt.called, tt.number); len(got.Rows) != tt.seen || got.Unanswered != "" {
			t.Errorf("%s: %+v, want %d rows", tt.name, got, tt.seen)
		}
	}
	if got := s.recall(t, s.documents[0], "seen_invoices", "DE123456788", nil, "RE-2026-0017"); len(got.Rows) != 0 {
		t.Errorf("a document sees itself: %+v", got.Rows)
	}
	credit := read(t, "credit", "credit_note", `{}`)
	if got := s.recall(t, credit, "seen_invoices", "DE123456788", nil, "RE-2026-0017"); len(got.Rows) != 0 {
		t.Errorf("a credit note is the invoice of this number: %+v", got.Rows)
	}
	for _, args := range [][]any{{nil, nil, "RE-2026-0017"}, {"DE123456788", nil, nil}} {
		if got := s.recall(t, d, "seen_invoices", args...); got.Unanswered == "" {
			t.Errorf("asked with %v: %+v, want unanswered", args, got)
		}
	}
}

func TestSeenAmounts(t *testing.T) {
	t.Parallel()
	s := &shelf{documents: []*pipeline.Document{read(t, "first", "invoice", firstInvoice)}}
	d := read(t, "second", "invoice", `{}`)
	date := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	if got := s.recall(t, d, "seen_amounts", "DE123456788", nil, decimal.RequireFromString("119"), date); len(got.Rows) != 1 {
		t.Errorf("the same amount on the day: %+v, want one", got)
	}
	if got := s.recall(t, d, "seen_amounts", "DE123456788", nil, decimal.RequireFromString("119"), date.AddDate(0, 0, 1)); len(got.Rows) != 0 {
		t.Errorf("the amount on another day: %+v, want none", got)
	}
}

func TestSeenImages(t *testing.T) {
	t.Parallel()
	looks := func(seed byte) string {
		raw := ""
		for i := range 392 {
			raw += string("0123456789abcdef"[(int(seed)*i+i/7)%16]) + "7"
		}
		return raw
	}
	first := read(t, "first", "invoice", firstInvoice)
	first.Pages = []*pipeline.Page{{Number: 1, Look: looks(3)}}
	s := &shelf{documents: []*pipeline.Document{first}}

	copied := read(t, "copied", "unknown", `{}`)
	copied.Files[0].SHA256 = first.Files[0].SHA256
	if got := s.recall(t, copied, "seen_images"); len(got.Rows) != 1 || got.Rows[0]["identical"] != true {
		t.Errorf("the same bytes: %+v, want identical", got.Rows)
	}
	scanned := read(t, "scanned", "invoice", `{"number":"RE-2026-0017"}`)
	scanned.Pages = []*pipeline.Page{{Number: 1, Look: looks(3)}}
	if got := s.recall(t, scanned, "seen_images"); len(got.Rows) != 1 || got.Rows[0]["identical"] != false {
		t.Errorf("the same look: %+v, want one that is not identical", got.Rows)
	}
	altered := read(t, "altered", "invoice", `{"number":"RE-2026-0018","totals":{"gross":"119"}}`)
	altered.Pages = scanned.Pages
	if got := s.recall(t, altered, "seen_images"); len(got.Rows) != 1 {
		t.Errorf("the same look and amount with another number: %+v, want one", got.Rows)
	}
	next := read(t, "next", "invoice", `{"number":"RE-2026-0018","totals":{"gross":"238"}}`)
	next.Pages = scanned.Pages
	if got := s.recall(t, next, "seen_images"); len(got.Rows) != 0 {
		t.Errorf("the next invoice on the same form: %+v, want none", got.Rows)
	}
}

func TestIBANUsers(t *testing.T) {
	t.Parallel()
	s := &shelf{documents: []*pipeline.Document{read(t, "first", "invoice", firstInvoice)}}
	d := read(t, "second", "invoice", `{}`)
	const iban = "DE89370400440532013000"
	if got := s.recall(t, d, "iban_users", iban, "FR12345678901", "Other SARL"); len(got.Rows) != 1 || got.Rows[0]["supplier"] != "Müller Metallbau GmbH" {
		t.Errorf("the account of another supplier: %+v", got)
	}
	if got := s.recall(t, d, "iban_users", iban, "FR12345678901", "Müller Metallbau"); len(got.Rows) != 0 {
		t.Errorf("the supplier's own account, under another of its VAT ids: %+v", got)
	}
	if got := s.recall(t, d, "iban_users", iban, nil, "Müller Metallbau Berlin"); len(got.Rows) != 0 {
		t.Errorf("the supplier's own account, by a longer name: %+v", got)
	}
}

// A thousand invoices of the supplier hide neither the stranger on its account nor an answer that
// was not looked for far enough.
func TestSteadySupplier(t *testing.T) {
	t.Parallel()
	s := &shelf{documents: []*pipeline.Document{read(t, "stranger", "invoice",
		`{"number":"X-1","seller":{"name":"Other SARL","vat_id":"FR12345678901"},"payment":{"iban":"DE89370400440532013000"}}`)}}
	for i := range mostPapers {
		s.documents = append(s.documents, read(t, fmt.Sprint("steady", i), "invoice", fmt.Sprintf(
			`{"number":"RE-%d","seller":{"name":"Müller","vat_id":"DE123456788"},"payment":{"iban":"DE89370400440532013000"}}`, i+5)))
	}
	d := read(t, "d", "invoice", `{}`)
	if got := s.recall(t, d, "iban_users", "DE89370400440532013000", "DE123456788", "Müller"); len(got.Rows) != 1 || got.Rows[0]["document_id"] != "stranger" {
		t.Errorf("on the account of a steady supplier: %+v, want the stranger", got)
	}
	if got := s.recall(t, d, "iban_users", "DE89370400440532013000", nil, "Müller"); got.Unanswered == "" {
		t.Errorf("without the VAT id: %+v, want unanswered, for nobody but the supplier was looked at", got)
	}
	if got := s.recall(t, d, "numbers_before", "DE123456788", nil, "RE-2000", time.Time{}); len(got.Rows) != 1 || got.Rows[0]["number"] != "RE-1004" {
		t.Errorf("before a new number: %+v, want the newest", got)
	}
	if got := s.recall(t, d, "numbers_before", "DE123456788", nil, "RE-4", time.Time{}); got.Unanswered == "" {
		t.Errorf("before an old number: %+v, want unanswered", got)
	}
	if got := s.recall(t, d, "seen_invoices", "DE123456788", nil, "RE-7"); len(got.Rows) != 1 {
		t.Errorf("an old number: %+v, want it", got)
	}
}

func TestKnownSuppliers(t *testing.T) {
	t.Parallel()
	d := read(t, "d", "invoice", `{}`)
	if got := (&shelf{}).recall(t, d, "known_suppliers", "DE123456788", nil, "Müller"); got.Unanswered == "" {
		t.Errorf("without a master: %+v, want unanswered", got)
	}
	s := &shelf{suppliers: []pipeline.Supplier{
		{ID: "1", Name: "Mueller & Sohn", VATID: "DE111111111", IBANs: []string{"DE02"}},
		{ID: "2", Name: "Müller Metallbau", VATID: "DE123456788", IBANs: []string{"DE89 3704 0044 0532 0130 00"}, Status: "blocked"},
		{ID: "3", Name: "Holzbau Meier"},
	}}
	got := s.recall(t, d, "known_suppliers", "DE123456788", "DE89370400440532013000", "Müller Metallbau GmbH")
	if len(got.Rows) != 1 || got.Rows[0]["supplier_id"] != "2" || got.Rows[0]["matched_by"] != "vat_id" || got.Rows[0]["iban_known"] != true || got.Rows[0]["status"] != "blocked" {
		t.Errorf("by the VAT id: %+v", got.Rows)
	}
	got = s.recall(t, d, "known_suppliers", "DE123456788", "DE00", "Müller Metallbau GmbH")
	if len(got.Rows) != 1 || got.Rows[0]["iban_known"] != false {
		t.Errorf("another account: %+v, want it not known", got.Rows)
	}
	got = s.recall(t, d, "known_suppliers", nil, nil, "Meier Holzbau GmbH")
	if len(got.Rows) != 1 || got.Rows[0]["matched_by"] != "name" {
		t.Errorf("by the name: %+v", got.Rows)
	}
	got = s.recall(t, d, "known_suppliers", "DE999999999", "DE89370400440532013000", "Unknown Trading")
	if len(got.Rows) != 1 || got.Rows[0]["supplier_id"] != "2" || got.Rows[0]["matched_by"] != "iban" {
		t.Errorf("a stranger on the account of another: %+v, want whose it is", got.Rows)
	}
	if got := s.recall(t, d, "known_suppliers", "DE999999999", nil, "Unknown Trading"); len(got.Rows) != 0 || got.Unanswered != "" {
		t.Errorf("a stranger: %+v, want no row", got)
	}
}

func TestStatementsNumbersAndCases(t *testing.T) {
	t.Parallel()
	statement := func(id, no, start, end, closing string) *pipeline.Document {
		return read(t, id, "bank_statement", `{"statement_no":"`+no+`","period":{"start":"`+start+`","end":"`+end+`"},
			"accounts":[{"iban":"DE02 1203","closing":"1"},{"iban":"DE89 3704","opening":"7","closing":"`+closing+`","currency":"EUR"}]}`)
	}
	s := &shelf{documents: []*pipeline.Document{
		statement("march", "3", "2026-03-01", "2026-03-31", "30.00"), statement("april", "4", "2026-04-01", "2026-04-30", "40.50"),
		statement("june", "6", "2026-06-01", "2026-06-30", "60"),
		read(t, "17", "invoice", firstInvoice), read(t, "15", "invoice", `{"number":"RE-2026-0015","seller":{"vat_id":"DE123456788"}}`),
	}}
	d := read(t, "d", "invoice", `{}`)
	got := s.recall(t, d, "previous_statements", "DE893704", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
	if len(got.Rows) != 1 || got.Rows[0]["document_id"] != "april" || !got.Rows[0]["closing"].(decimal.Decimal).Equal(decimal.RequireFromString("40.5")) {
		t.Errorf("before May: %+v, want April's", got.Rows)
	}
	got = s.recall(t, d, "next_statements", "DE893704", time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC))
	if len(got.Rows) != 1 || got.Rows[0]["document_id"] != "march" || !got.Rows[0]["opening"].(decimal.Decimal).Equal(decimal.NewFromInt(7)) {
		t.Errorf("after February: %+v, want March's", got.Rows)
	}
	if got := s.recall(t, d, "next_statements", "DE893704", time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)); len(got.Rows) != 0 || got.Unanswered != "" {
		t.Errorf("after June: %+v, want none", got)
	}
	got = s.recall(t, d, "previous_statements", "DE021203", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
	if _, says := got.Rows[0]["opening"].(compliance.NotRead); !says {
		t.Errorf("an opening balance that was not read: %+v, want it to say so", got.Rows)
	}
	got = s.recall(t, d, "numbers_before", "DE123456788", nil, "RE-2026-0020", time.Time{})
	if len(got.Rows) != 1 || got.Rows[0]["number"] != "RE-2026-0017" || got.Rows[0]["skipped"].(decimal.Decimal).String() != "2" {
		t.Errorf("before number 20: %+v, want 17, and two between", got.Rows)
	}
	if got := s.recall(t, d, "case_documents", ""); got.Unanswered == "" {
		t.Errorf("a document of no case: %+v, want unanswered", got)
	}
	s.documents[3].Case, d.Case = "C-1", "C-1"
	if got := s.recall(t, d, "case_documents", "invoice"); len(got.Rows) != 1 || got.Rows[0]["document_id"] != "17" {
		t.Errorf("invoices of the case: %+v", got.Rows)
	}
	again := read(t, "17 again", "invoice", firstInvoice)
	again.Case = "C-1"
	s.documents = append(s.documents, again)
	if got := s.recall(t, d, "case_documents", ""); len(got.Rows) != 1 || got.Rows[0]["document_id"] != "17 again" {
		t.Errorf("a paper that joined the case twice: %+v, want the newer", got.Rows)
	}
	s.documents[5] = unsure(again, "/totals/gross")
	got = s.recall(t, d, "case_documents", "")
	if _, says := got.Rows[0]["amount"].(compliance.NotRead); !says {
		t.Errorf("an amount that was not read well: %+v, want it to say so", got.Rows)
	}
}

// Tills count anew each day, and banks each year and for each account: the same number is another paper.
func TestCase_numberedAnew(t *testing.T) {
	t.Parallel()
	mine := read(t, "mine", "invoice", firstInvoice)
	all := &shelf{}
	for id, paper := range map[string][2]string{
		"monday":      {"receipt", `{"number":"12","date":"2026-03-02","merchant":{"name":"Quiet Coffee"},"total":"4.00"}`},
		"tuesday":     {"receipt", `{"number":"12","date":"2026-03-03","merchant":{"name":"Quiet Coffee"},"total":"4.00"}`},
		"last year":   {"bank_statement", `{"statement_no":"1","period":{"end":"2025-01-31"},"accounts":[{"iban":"DE893704"}]}`},
		"this year":   {"bank_statement", `{"statement_no":"1","period":{"end":"2026-01-31"},"accounts":[{"iban":"DE893704"}]}`},
		"other one":   {"bank_statement", `{"statement_no":"1","period":{"end":"2026-01-31"},"accounts":[{"iban":"DE021203"}]}`},
		"other again": {"bank_statement", `{"statement_no":"1","period":{"end":"2026-01-31"},"accounts":[{"iban":"DE021203"}]}`},
	} {
		all.documents = append(all.documents, read(t, id, paper[0], paper[1]))
	}
	mine.Case = "C-1"
	for _, d := range all.documents {
		d.Case = "C-1"
	}
	if got := all.recall(t, mine, "case_documents", ""); len(got.Rows) != 5 {
		t.Errorf("%d documents of the case, want five, of which one came twice: %+v", len(got.Rows), got.Rows)
	}
}

func TestUnknownFunction(t *testing.T) {
	t.Parallel()
	if _, err := New(&shelf{}, &shelf{}).Recall(t.Context(), &pipeline.Document{}, compliance.Recall{Function: "horoscope"}); err == nil {
		t.Error("a function that nobody declared is answered")
	}
	sources := compliance.Sources{Archive: New(&shelf{}, &shelf{})} // what others answer never gets to the archive
	for _, f := range compliance.Recalls {
		args := make([]any, len(f.Args))
		if _, err := sources.Recall(t.Context(), &pipeline.Document{}, compliance.Recall{Function: f.Name, Args: args}); err != nil {
			t.Errorf("%s without arguments: %v", f.Name, err)
		}
	}
}
