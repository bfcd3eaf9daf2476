package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// newPack is to be tried: an amount that needs an order, a number that was seen, and a case.
const newPack = `
pack: new
version: 1.0.0
applies_to: {doctype: [invoice]}
define: {vat_id: 'firstRead(doc.seller.vat_id, "")', seller: 'firstRead(doc.seller.name, "")'}
rules:
  - id: NEW-SUM
    title: Big invoices have an order
    severity: high
    source: {standard: our policy, ref: "1"}
    assert: doc.totals.gross <= 100.00 || present(doc.order_ref)
    message: "{doc.totals.gross} and no order"
    fix: Ask who ordered it.
    tests:
      - {doc: {totals: {gross: "100"}}, want: pass}
      - {doc: {totals: {gross: "200"}}, absent: [order_ref], want: fail}
      - {doc: {totals: {gross: "200"}}, want: cannot_tell}
  - id: NEW-DUP
    title: A number comes once
    severity: high
    source: {standard: our policy, ref: "2"}
    assert: seen_invoices(vat_id, seller, doc.number).size() == 0
    message: "seen as {seen_invoices(vat_id, seller, doc.number)[0].document_id}"
    fix: Compare the two.
    tests: &seen
      - {doc: {number: A, seller: {name: B}}, recall: {seen_invoices: []}, want: pass}
      - {doc: {number: A, seller: {name: B}}, recall: {seen_invoices: [{document_id: doc_1}]}, want: fail}
      - {doc: {number: A, seller: {name: B}}, want: cannot_tell}
`

// pastDesk is an installation in which documents are stored.
type pastDesk struct {
	config Config
	stores *stores
	pack   string
}

func newPastDesk(t *testing.T) *pastDesk {
	t.Helper()
	p := &pastDesk{config: defaultConfig(), pack: filepath.Join(t.TempDir(), "new.yaml")}
	p.config.Data = t.TempDir()
	if err := os.WriteFile(p.pack, []byte(newPack), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := openStores(t.Context(), p.config, 1, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.close() })
	p.stores = s
	return p
}

// store records what was read of an invoice as its next version.
func (p *pastDesk) store(t *testing.T, d *pipeline.Document, number, gross string) *pipeline.Document {
	t.Helper()
	d.Extraction.Data = map[string]any{"number": number, "totals": map[string]any{"gross": gross}, "seller": map[string]any{"name": "Harbour Supplies"}}
	d.Extraction.Fields["/order_ref"] = pipeline.Field{State: pipeline.FieldAbsent}
	if err := p.stores.ledger.Record(t.Context(), d, pipeline.NewResult(d, 0, nil), "s"); err != nil {
		t.Fatal(err)
	}
	return d
}

func (p *pastDesk) invoice(t *testing.T, number, gross string) *pipeline.Document {
	t.Helper()
	return p.store(t, heard(t, "invoice", `{}`), number, gross)
}

// run runs docpipe rules run and returns what it prints, with the names of documents for their ids.
func (p *pastDesk) run(t *testing.T, names map[string]*pipeline.Document, args ...string) (out, notes string) {
	t.Helper()
	cmd := program(t.Context(), t, append([]string{"rules", "run", "--pack", p.pack}, args...)...)
	cmd.Env = append(os.Environ(), "DOCPIPE_DATA="+p.config.Data)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("docpipe %v: %v: %s", args, err, stderr.String())
	}
	out = stdout.String()
	for name, d := range names {
		out = strings.ReplaceAll(strings.ReplaceAll(out, d.ID, name), " "+d.Source, "")
	}
	return regexp.MustCompile(` +`).ReplaceAllString(out, " "), stderr.String()
}

// state is all that a run could have changed: versions, findings, events, the audit log.
func (p *pastDesk) state(t *testing.T) map[string]any {
	t.Helper()
	all := map[string]any{}
	l := p.stores.ledger
	for _, tenant := range []string{"acme", "globex"} {
		headers, _, err := l.Headers(t.Context(), tenant, pipeline.Query{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range headers {
			all[headers[i].ID] = headers[i]
		}
		if all["findings of "+tenant], _, err = l.Findings(t.Context(), tenant, pipeline.FindingQuery{}); err != nil {
			t.Fatal(err)
		}
		if all["audit of "+tenant], err = l.AuditVerify(t.Context(), tenant, audit.Head{}); err != nil {
			t.Fatal(err)
		}
	}
	events, err := l.PendingEvents(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	all["events"] = events
	gauges, err := l.Gauges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gauges.OutboxLag = 0 // grows by itself
	all["gauges"] = gauges
	return all
}

// A pack that is not in force is asked about the newest state of a tenant's documents of the time
// that is named, and about what each of them would have found; it leaves no trace.
func TestRulesRunSince(t *testing.T) {
	t.Parallel()
	p := newPastDesk(t)
	ancient := heard(t, "invoice", `{}`)
	ancient.Run.ReceivedAt = time.Now().AddDate(0, 0, -200)
	p.store(t, ancient, "R-1", "900")
	copied := p.invoice(t, "R-1", "90")
	mended := p.invoice(t, "R-2", "500")
	p.store(t, mended, "R-2", "50")
	first, second := p.invoice(t, "R-3", "60"), p.invoice(t, "r 3", "60")
	gone := p.invoice(t, "R-4", "700")
	if _, err := p.stores.ledger.Erase(t.Context(), "acme", gone.ID, "tester"); err != nil {
		t.Fatal(err)
	}
	foreign := heard(t, "invoice", `{}`)
	foreign.Tenant = "globex"
	p.store(t, foreign, "R-2", "800")
	names := map[string]*pipeline.Document{"ANCIENT": ancient, "COPIED": copied, "MENDED": mended, "FIRST": first, "SECOND": second, "GONE": gone, "FOREIGN": foreign}

	const want = `SECOND: fail
 fail high NEW-DUP: seen as FIRST
FIRST: pass
MENDED: pass
COPIED: fail
 fail high NEW-DUP: seen as ANCIENT
4 documents: 6 pass, 2 fail, 0 cannot tell, 0 errors, 0 not applicable
 NEW-DUP 2 fail 0 cannot tell 0 errors
`
	before := p.state(t)
	for name, start := range map[string]func(t *testing.T){"without a service": func(*testing.T) {}, "with the service": p.serve} {
		start(t)
		if out, _ := p.run(t, names, "--since", "90d", "--tenant", "acme"); out != want {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, out))
		}
	}
	if out, _ := p.run(t, names, "--since", "365d", "--tenant", "acme"); !strings.Contains(out, "NEW-SUM: 900 and no order") || !strings.Contains(out, "5 documents: 7 pass, 3 fail") {
		t.Errorf("of a longer time: %s, want the ancient one too", out)
	}
	if out, _ := p.run(t, names, "--since", "90d", "--tenant", "nobody"); !strings.HasPrefix(out, "0 documents: 0 pass, 0 fail") {
		t.Errorf("of a tenant without documents: %q, want that none were looked at", out)
	}
	if out, notes := p.run(t, names, "--since", "90d", "--tenant", "nobody", "--json"); out != "" || !strings.Contains(notes, "0 documents:") {
		t.Errorf("as JSON: %q, %q, want the number on standard error", out, notes)
	}
	if diff := cmp.Diff(before, p.state(t)); diff != "" {
		t.Errorf("the runs have changed the ledger (-before +after):\n%s", diff)
	}
}

// The folder of a service is named as for every other command, and a file of results is none.
func TestRulesRunSinceOfAFolder(t *testing.T) {
	t.Parallel()
	p := newPastDesk(t)
	p.invoice(t, "R-1", "900")
	run := func(args ...string) (string, error) {
		cmd := program(t.Context(), t, append([]string{"rules", "run", "--pack", p.pack}, args...)...)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run("--since", "90d", "--data", p.config.Data, "--tenant", "acme"); err != nil || !strings.Contains(out, "NEW-SUM: 900 and no order") {
		t.Errorf("of its folder: %v, %s; want what the pack finds there", err, out)
	}
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	for want, args := range map[string][]string{
		" is a folder: add --since":                            {"--data", p.config.Data},
		" is a file: with --since it is the folder":            {"--since", "90d", "--data", p.pack},
		nowhere + " is not there: name the folder":             {"--since", "90d", "--data", nowhere},
		"there is no ledger.db in it: name it with --data":     {"--since", "90d", "--data", filepath.Dir(p.pack)},
		"name results with --data, or the time of a service's": nil,
	} {
		if out, err := run(args...); err == nil || !strings.Contains(out, want) {
			t.Errorf("%v: %v, %s; want %q", args, err, out, want)
		}
	}
}

// serve answers admin commands as a running service does.
func (p *pastDesk) serve(t *testing.T) {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	t.Cleanup(end)
	if err := serveAdmin(ctx, &Admin{ledger: p.stores.ledger}, socketPath(p.config)); err != nil {
		t.Fatal(err)
	}
}

// What joined a case later is found, as it was when the rules were asked again.
func TestRulesRunSinceSeesTheCase(t *testing.T) {
	t.Parallel()
	p := newPastDesk(t)
	first, second := heard(t, "invoice", `{}`), heard(t, "invoice", `{}`)
	first.Case, second.Case = "K-1", "K-1"
	p.store(t, first, "R-1", "5")
	p.store(t, second, "R-1", "5")
	names := map[string]*pipeline.Document{"FIRST": first, "SECOND": second}
	out, _ := p.run(t, names, "--since", "1h", "--tenant", "acme")
	if !strings.Contains(out, "seen as FIRST") || !strings.Contains(out, "seen as SECOND") {
		t.Errorf("two of a case: %s, want each to see the other", out)
	}
}

// With a result alone nobody knows the other documents.
func TestRulesRunOverDataAsksNobody(t *testing.T) {
	t.Parallel()
	p := newPastDesk(t)
	p.invoice(t, "R-1", "5")
	second := p.invoice(t, "R-1", "5")
	raw, _, err := p.stores.ledger.Result(t.Context(), "acme", second.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "result.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := p.run(t, nil, "--data", path); !strings.Contains(out, "cannot_tell high NEW-DUP") || !strings.Contains(out, "1 documents: 1 pass, 0 fail, 1 cannot tell") {
		t.Errorf("over a file: %s, want that duplicates cannot be told", out)
	}
}
