package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
	"docpipe/testdata"
)

// join accepts a document that was read, as one of the case, and does all work that is due.
func (c *checkDesk) join(t *testing.T, name string, d *pipeline.Document) *pipeline.Document {
	t.Helper()
	d.Case = name
	if _, _, err := c.ledger.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "check"}); err != nil {
		t.Fatal(err)
	}
	c.work(t)
	return d
}

// work does what the queue holds, as workers do.
func (c *checkDesk) work(t *testing.T) {
	t.Helper()
	route := pipeline.Pipeline{pipeline.EachPart(pipeline.Sequence("check", noted(c.ledger), c.book.Stage(time.Now)))}
	r := &stageRunner{route: route, stores: &stores{}, timeout: time.Minute}
	for {
		claim, err := c.ledger.Claim(t.Context(), stageNames(route), "w1", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if claim == nil {
			return
		}
		o, err := r.Run(t.Context(), claim)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.ledger.Commit(t.Context(), claim, o); err != nil {
			t.Fatal(err)
		}
	}
}

// standing lists the findings of d's rules that begin with prefix, as the ledger has them.
func (c *checkDesk) standing(t *testing.T, d *pipeline.Document, prefix string) string {
	t.Helper()
	found, _, err := c.ledger.Findings(t.Context(), d.Tenant, pipeline.FindingQuery{Document: d.ID})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range found {
		if strings.HasPrefix(f.Rule.ID, prefix) {
			all = append(all, f.Rule.ID+" "+string(f.Verdict)+" "+f.Transition)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (c *checkDesk) version(t *testing.T, d *pipeline.Document) int {
	t.Helper()
	h, err := c.ledger.Header(t.Context(), d.Tenant, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	return h.Version
}

const (
	boltInvoice = `{"number":"R1","issue_date":"2026-11-05","order_ref":"PO-0815","currency":"EUR","seller":{"name":"Harbour Supplies"},
		"lines":[{"item_code":"B-10","description":"Bolt","quantity":"8","unit_price":"2.00"}],"totals":{"gross":"16.00"}}`
	boltOrder = `{"number":"PO-0815","currency":"EUR","supplier":{"name":"Harbour Supplies"},"totals":{"gross":"20.00"},
		"lines":[{"item_code":"B-10","description":"Bolt","quantity":"10","unit_price":"2"}]}`
	boltDelivery = `{"number":"L1","order_ref":"PO-0815","sender":{"name":"Harbour Supplies"},"lines":[{"item":"B-10 Bolt","delivered":"8"}]}`
)

// The match of an invoice cannot be told before order and delivery have come. When they join its
// case it is made, and what was said before is resolved.
func TestDeliverySettlesTheInvoiceOfItsCase(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Rules.Packs = []string{"ap-orders", "ap-cases"} })
	invoice := c.join(t, "K-1", heard(t, "invoice", boltInvoice))
	if got, want := c.standing(t, invoice, "AP-"), "AP-3W-01 cannot_tell raised, AP-3W-02 cannot_tell raised, AP-CASE-01 fail raised"; got != want {
		t.Errorf("alone: %s, want %s", got, want)
	}
	order := c.join(t, "K-1", heard(t, "purchase_order", boltOrder))
	before := c.version(t, invoice)
	c.join(t, "K-2", heard(t, "delivery_note", strings.Replace(boltDelivery, "L1", "L0", 1)))
	if got := c.version(t, invoice); got != before {
		t.Errorf("a delivery of another case: the invoice has version %d, want %d", got, before)
	}
	delivery := c.join(t, "K-1", heard(t, "delivery_note", boltDelivery))
	if got, want := c.standing(t, invoice, "AP-"), "AP-3W-01 cannot_tell resolved, AP-3W-02 cannot_tell resolved, AP-CASE-01 fail resolved"; got != want {
		t.Errorf("with its delivery: %s, want %s", got, want)
	}
	if got := c.version(t, invoice); got != before+1 {
		t.Errorf("the invoice has version %d, want %d", got, before+1)
	}
	if o, d := c.version(t, order), c.version(t, delivery); o != 1 || d != 1 {
		t.Errorf("order and delivery have versions %d and %d, want 1: nothing is new for them", o, d)
	}
}

// An invoice that joins may break what another one has passed.
func TestSecondInvoiceRaisesAFindingOfTheFirst(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Rules.Packs = []string{"ap-cases"} })
	c.join(t, "K-1", heard(t, "purchase_order", boltOrder))
	first := c.join(t, "K-1", heard(t, "invoice", boltInvoice))
	if got := c.standing(t, first, "AP-CASE-02"); got != "" {
		t.Errorf("within the order: %s", got)
	}
	second := c.join(t, "K-1", heard(t, "invoice", strings.NewReplacer("R1", "R2", "16.00", "5.00").Replace(boltInvoice)))
	for _, d := range []*pipeline.Document{first, second} {
		if got, want := c.standing(t, d, "AP-CASE-02"), "AP-CASE-02 fail raised"; got != want {
			t.Errorf("more than was ordered: %q, want %s", got, want)
		}
	}
}

// A document of no case moves nobody, and is told nothing about cases.
func TestNoCase(t *testing.T) {
	t.Parallel()
	c := newCheckDesk(t, func(c *Config) { c.Rules.Packs = []string{"ap-cases"} })
	first := c.join(t, "", heard(t, "invoice", boltInvoice))
	c.join(t, "", heard(t, "delivery_note", boltDelivery))
	if got, want := c.standing(t, first, "AP-CASE"), "AP-CASE-01 cannot_tell raised, AP-CASE-02 cannot_tell raised"; got != want || c.version(t, first) != 1 {
		t.Errorf("of no case: %s, version %d, want %s, 1", got, c.version(t, first), want)
	}
}

// Through a whole service: an invoice comes by REST, the same one joins its case from the
// command line, and the first is told that it came twice, through the queue and as an event.
func TestServeChecksTheCaseAgain(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a service")
	}
	serve := asking(t, nil)
	raw, err := testdata.Files.ReadFile("invoice-en/invoice-en.pdf")
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), "POST", serve.address()+"/v1/documents?strategy=local&case=K-1", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	first := serve.address() + "/v1/documents/" + accepted(t, request)
	if got := raisedIn(t, first, "AP-DUP-01"); got != 0 {
		t.Fatalf("alone it was told %d times to have come twice", got)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"again.pdf": string(raw), "list.csv": "path,case\nagain.pdf,K-1\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	submit := program(t.Context(), t, "submit", "--server", serve.address(), "--strategy", "local", "--manifest", filepath.Join(dir, "list.csv"), "--wait")
	if out, err := submit.CombinedOutput(); err != nil && submit.ProcessState.ExitCode() != exitIncomplete {
		t.Fatalf("submit: %v: %s", err, out)
	}
	eventually(t, 2*time.Minute, "the first one is told", func() bool { return raisedIn(t, first, "AP-DUP-01") == 1 })
	d := fetch[rest.Document](t, first)
	if d.Version != 2 || !d.Status.Terminal() {
		t.Errorf("it has version %d and is %s, want 2 and ended", d.Version, d.Status)
	}
	for _, other := range fetch[rest.List[rest.Document]](t, serve.address()+"/v1/documents?case=K-1").Items {
		if !strings.HasSuffix(first, other.ID) && other.Version != 1 {
			t.Errorf("the second one has version %d, want 1", other.Version)
		}
	}
}

// raisedIn counts the events that raise a finding of this rule on a document.
func raisedIn(t *testing.T, document, rule string) (n int) {
	t.Helper()
	for _, e := range fetch[rest.List[pipeline.Event]](t, document+"/events").Items {
		if e.Type == pipeline.EventRaised && strings.Contains(string(e.Data), rule) {
			n++
		}
	}
	return n
}
