package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/compliance"
	"docpipe/compliance/archive"
	"docpipe/compliance/judge"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
	"docpipe/schemas"
)

// A checkDesk checks documents against each other, as the service does, over a ledger of its own.
type checkDesk struct {
	ledger *ledger.Ledger
	book   *compliance.Book
}

func newCheckDesk(t *testing.T, configure func(*Config)) *checkDesk {
	t.Helper()
	config := ledger.DefaultConfig()
	config.Path, config.Fsync = filepath.Join(t.TempDir(), "ledger.db"), false
	config.MasterKey, config.Footprint, config.CasePause = bytes.Repeat([]byte{7}, 32), archive.Footprint, 0
	l, err := ledger.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	c := defaultConfig()
	configure(&c)
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	a := &app{config: c, registry: registry, archive: l}
	if a.models, err = openModels(t.Context(), modelsOptions{config: c.Models, targets: c.Models.Targets, http: http.DefaultClient}); err != nil {
		t.Fatal(err)
	}
	book, err := a.openBook()
	if err != nil {
		t.Fatal(err)
	}
	return &checkDesk{l, book}
}

// check does the last stage of the route, and records the result.
func (c *checkDesk) check(t *testing.T, d *pipeline.Document) {
	t.Helper()
	stage := pipeline.Sequence("check", noted(c.ledger), c.book.Stage(time.Now))
	if err := stage.Do(t.Context(), d); err != nil {
		t.Error(err)
		return
	}
	if err := c.ledger.Record(t.Context(), d, pipeline.NewResult(d, 0, nil), "s"); err != nil {
		t.Error(err)
	}
}

// heard makes a document that was read: all of data is found, anything else is absent.
func heard(t *testing.T, doctype, data string) *pipeline.Document {
	t.Helper()
	d := &pipeline.Document{
		ID: ledger.NewID("doc"), Tenant: "acme", Source: "in/" + ledger.NewID("file"),
		Settings:   pipeline.Settings{Schema: "auto", Strategy: "local"},
		Files:      []pipeline.File{{Name: "a.pdf", SHA256: ledger.NewID("sha")}},
		Extraction: &pipeline.Extraction{DocType: doctype, Schema: doctype + ".v1", Fields: map[string]pipeline.Field{}},
	}
	if err := json.Unmarshal([]byte(data), &d.Extraction.Data); err != nil {
		t.Fatal(err)
	}
	return d
}

// objections lists what the rules say that begin with prefix: "AP-DUP-01 fail".
func objections(d *pipeline.Document, prefix string) string {
	var all []string
	for _, f := range d.Findings {
		if strings.HasPrefix(f.Rule.ID, prefix) {
			all = append(all, f.Rule.ID+" "+string(f.Verdict))
		}
	}
	return strings.Join(all, ", ")
}

const harbourInvoice = `{"number":"RE-2026-0017","issue_date":"2026-11-02","seller":{"name":"Harbour Supplies Ltd","vat_id":"DE136695976"},
	"totals":{"gross":"119.00"},"payment":{"iban":"DE89370400440532013000"}}`

func TestDuplicateInvoice(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(*Config) {})
	first, second := heard(t, "invoice", harbourInvoice), heard(t, "invoice", strings.Replace(harbourInvoice, "RE-2026-0017", "re 2026 17", 1))
	c.check(t, first)
	if got := objections(first, "AP-"); got != "" {
		t.Errorf("the first invoice: %s, want nothing", got)
	}
	c.check(t, second)
	if got := objections(second, "AP-"); got != "AP-DUP-01 fail, AP-DUP-02 fail" {
		t.Errorf("the same invoice again: %s", got)
	}
	if m := second.Findings[0].Message; !strings.Contains(m, first.ID) {
		t.Errorf("message = %q, want the first document's id in it", m)
	}
	c.check(t, first) // a second version of the first finds the second, and not itself
	if m := first.Findings[0].Message; !strings.Contains(m, second.ID) || strings.Contains(m, first.ID) {
		t.Errorf("message = %q, want the second document's id in it alone", m)
	}
	if _, err := c.ledger.Erase(t.Context(), "acme", first.ID, "tester"); err != nil {
		t.Fatal(err)
	}
	c.check(t, second)
	if got := objections(second, "AP-"); got != "" {
		t.Errorf("after the other was erased: %s, want nothing", got)
	}
}

// Of two copies that come at once at least one is told to be the second.
func TestDuplicatesAtOnce(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(*Config) {})
	for range 5 {
		number := ledger.NewID("RE") // any number
		copies := [2]*pipeline.Document{}
		var together sync.WaitGroup
		for i := range copies {
			copies[i] = heard(t, "invoice", strings.Replace(harbourInvoice, "RE-2026-0017", number, 1))
			together.Go(func() { c.check(t, copies[i]) })
		}
		together.Wait()
		if told := objections(copies[0], "AP-DUP-01") + objections(copies[1], "AP-DUP-01"); !strings.Contains(told, "fail") {
			t.Fatalf("two copies at once: %q, want one to fail", told)
		}
	}
}

func TestAccountOfAnotherSupplier(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Rules.Packs = []string{"ap-suppliers"} })
	d := heard(t, "invoice", harbourInvoice)
	c.check(t, d)
	if got := objections(d, "AP-SUP"); !strings.Contains(got, "AP-SUP-01 cannot_tell") || strings.Contains(got, "fail") {
		t.Errorf("without a master: %s, want cannot_tell", got)
	}
	err := c.ledger.PutSuppliers(t.Context(), "acme", []pipeline.Supplier{
		{ID: "7", Name: "Harbour Supplies", VATID: "DE136695976", IBANs: []string{"DE02120300000000202051"}},
		{ID: "8", Name: "Mountain Mills", IBANs: []string{"DE89370400440532013000"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.check(t, d)
	if got := objections(d, "AP-SUP"); got != "AP-SUP-02 fail, AP-SUP-03 fail" {
		t.Errorf("an account of somebody else: %s", got)
	}
	other := heard(t, "invoice", `{"number":"A1","issue_date":"2026-11-03","seller":{"name":"Mountain Mills"},"totals":{"gross":"5"},"payment":{"iban":"DE89370400440532013000"}}`)
	c.check(t, other)
	if got := objections(other, "AP-IBAN"); got != "AP-IBAN-01 fail" {
		t.Errorf("one account, two suppliers: %q", got)
	}
}

func TestThreeWayMatchAcrossDocuments(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Rules.Packs = []string{"ap-orders"} })
	bill := func(number, quantity string) *pipeline.Document {
		d := heard(t, "invoice", `{"number":"`+number+`","issue_date":"2026-11-05","order_ref":"PO 815","seller":{"name":"Harbour Supplies"},
			"lines":[{"item_code":"B-10","description":"Bolt","quantity":"`+quantity+`","unit_price":"2.00"}],"totals":{"gross":"`+quantity+`"}}`)
		c.check(t, d)
		return d
	}
	if got := objections(bill("R0", "1"), "AP-3W"); got != "AP-3W-01 cannot_tell, AP-3W-02 cannot_tell" {
		t.Errorf("before the order came: %s", got)
	}
	c.check(t, heard(t, "purchase_order", `{"number":"PO-0815","supplier":{"name":"Harbour Supplies"},"lines":[{"item_code":"B-10","description":"Bolt","quantity":"10","unit_price":"2"}]}`))
	c.check(t, heard(t, "delivery_note", `{"number":"L1","order_ref":"PO-0815","sender":{"name":"Harbour Supplies"},"lines":[{"item":"B-10 Bolt","delivered":"8"}]}`))
	if got := objections(bill("R1", "5"), "AP-3W"); got != "" {
		t.Errorf("what was delivered: %s, want nothing", got)
	}
	if got := objections(bill("R2", "3"), "AP-3W"); got != "AP-3W-01 fail" {
		t.Errorf("more than was delivered: %s", got)
	}
}

func TestStatementsGoOn(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(*Config) {})
	statement := func(start, end, opening, closing string) *pipeline.Document {
		d := heard(t, "bank_statement", `{"period":{"start":"`+start+`","end":"`+end+`"},"accounts":[{"iban":"DE89370400440532013000","opening":"`+opening+`","closing":"`+closing+`"}]}`)
		c.check(t, d)
		return d
	}
	if got := objections(statement("2026-08-01", "2026-08-31", "1.00", "10.00"), "BANK-SER"); got != "" {
		t.Errorf("the first statement: %s", got)
	}
	if got := objections(statement("2026-09-01", "2026-09-30", "10", "20"), "BANK-SER"); got != "" {
		t.Errorf("the next statement: %s", got)
	}
	if got := objections(statement("2026-11-01", "2026-11-30", "25", "30"), "BANK-SER"); got != "BANK-SER-01 fail, BANK-SER-02 fail" {
		t.Errorf("a month and a balance left out: %s", got)
	}
}

func TestSanctionsOfConfiguredLists(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Screening.Lists = []string{"testdata/sanctions.csv"} })
	hit, clean := heard(t, "invoice", strings.Replace(harbourInvoice, "Harbour Supplies Ltd", "Northern Quarz Trading OOO", 1)), heard(t, "invoice", harbourInvoice)
	c.check(t, hit)
	c.check(t, clean)
	if got := objections(hit, "SAN"); got != "SAN-01 fail" {
		t.Errorf("a listed supplier: %q", got)
	}
	if got := objections(clean, "SAN"); got != "" {
		t.Errorf("another supplier: %q", got)
	}
}

// Without a model nothing is judged, and what is read on this machine goes to none.
func TestJudgedRulesStayHere(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Rules.Packs = []string{"invoice-judged"} })
	d := heard(t, "invoice", `{"vat_lines":[{"category":"AE"}]}`)
	c.check(t, d)
	if got := objections(d, "FRAUD"); got != "FRAUD-URGENT-J cannot_tell" {
		t.Errorf("without a model: %q", got)
	}
	a, err := modelReader{}.Read(t.Context(), d, "Is it signed?", 0)
	if err != nil || a.Verdict != judge.CannotTell {
		t.Errorf("a document of strategy local: %+v, %v, want cannot_tell and no question", a, err)
	}
}

func TestClaimOf(t *testing.T) {
	t.Parallel()
	got := claimOf(task.Judgement{Verdict: task.Yes, Reason: "it says so", Evidence: []pipeline.Evidence{{Page: 2, Quote: "reverse charge"}}})
	if got.Verdict != judge.Yes || len(got.Quotes) != 1 || got.Quotes[0] != (judge.Quote{Page: 2, Text: "reverse charge"}) {
		t.Errorf("claim = %+v", got)
	}
}
