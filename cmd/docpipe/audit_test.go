package main

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"image/jpeg"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// work runs every job that is due to its end.
func (k *keptRun) work(t *testing.T) {
	t.Helper()
	r := &stageRunner{route: k.app.route(), stores: k.stores, engine: k.app.engine(t.Context()), timeout: 5 * time.Minute}
	for {
		c, err := k.stores.ledger.Claim(t.Context(), stageNames(r.route), "w1", 5*time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if c == nil {
			return
		}
		o, err := r.Run(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.stores.ledger.Commit(t.Context(), c, o); err != nil {
			t.Fatal(err)
		}
	}
}

// wrongTax is an invoice whose tax is not what its rate says, and the finding that says so.
func (k *keptRun) wrongTax(t *testing.T) pipeline.FindingRecord {
	t.Helper()
	k.accepted(t, "invoice-de-vat-wrong")
	k.work(t)
	found, _, err := k.stores.ledger.Findings(t.Context(), "acme", pipeline.FindingQuery{Verdict: "fail"})
	if err != nil || len(found) != 1 {
		t.Fatalf("findings = %+v, %v, want the tax alone", found, err)
	}
	return found[0]
}

func (k *keptRun) decider() apiLedger {
	return apiLedger{k.stores.ledger, &tenantSchemas{registry: k.app.registry, ledger: k.stores.ledger}}
}

// A correction has the rules run again: the new version is by the person, and what the rules
// object to no more is resolved as corrected.
func TestCorrectedFindingIsResolved(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	f := k.wrongTax(t)
	ctx := pipeline.WithActor(t.Context(), "key_1")
	wrong := pipeline.Decision{Decision: pipeline.Correct, Reason: "misread", Values: map[string]any{"/vat_lines/0/tax": "much"}}
	if _, err := k.decider().Decide(ctx, "acme", f.ID, wrong); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("a correction that the schema does not allow = %v, want ErrInvalid", err)
	}
	right := pipeline.Decision{Decision: pipeline.Correct, Reason: "misread", Values: map[string]any{
		"/vat_lines/0/tax": "281.20", "/totals/vat": "281.20", "/totals/gross": "1761.20", "/totals/due": "1761.20"}}
	if _, err := k.decider().Decide(ctx, "acme", f.ID, right); err != nil {
		t.Fatal(err)
	}
	k.work(t)
	now, err := k.stores.ledger.Finding(t.Context(), "acme", f.ID)
	if err != nil || now.Transition != "resolved" || now.Why == nil || *now.Why != "corrected" {
		t.Errorf("the finding = %+v, %v, want it resolved as corrected", now, err)
	}
	raw, _, err := k.stores.ledger.Result(t.Context(), "acme", f.Document, 2)
	if err != nil {
		t.Fatal(err)
	}
	var r pipeline.Result
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	field := r.Fields["/totals/vat"]
	if r.Author != "key_1" || r.Review.State != "corrected" || len(r.Review.Edits) != 4 || field.Source != pipeline.SourceHuman || r.Checks.Counts.Fail != 0 {
		t.Errorf("version 2 is by %s, %s, with %d failures and %+v, want the person's, and nothing failing", r.Author, r.Review.State, r.Checks.Counts.Fail, field)
	}
}

// export writes an export of all that has happened and returns where.
func (k *keptRun) export(t *testing.T) (string, audit.Report) {
	t.Helper()
	a := &Admin{ledger: k.stores.ledger, pages: func(context.Context) (pagePictures, func(), error) { return k.pages, func() {}, nil }}
	path := filepath.Join(t.TempDir(), "q.zip")
	var r audit.Report
	q := AuditPeriod{Tenant: "acme", Since: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Second), Path: path}
	if err := a.AuditExport(q, &r); err != nil {
		t.Fatal(err)
	}
	if !r.Sound() {
		t.Fatalf("the export = %+v, want it sound", r)
	}
	return path, r
}

// An export has the pictures of what findings point at, and the rules; it checks itself; and what
// was erased is not in it, though the chain holds.
func TestAuditExport(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	f := k.wrongTax(t)
	until := time.Now().Add(time.Hour)
	waive := pipeline.Decision{Decision: pipeline.Waive, Reason: "known to canary-4c1", Until: &until}
	correct := pipeline.Decision{Decision: pipeline.Correct, Reason: "misread", Values: map[string]any{"/vat_lines/0/tax": "281.20"}}
	for _, d := range []pipeline.Decision{waive, correct} {
		if _, err := k.decider().Decide(t.Context(), "acme", f.ID, d); err != nil {
			t.Fatal(err)
		}
	}
	k.work(t) // the finding is resolved by now, and shown all the same
	path, report := k.export(t)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the export's mode = %v, %v, want 0600", info.Mode(), err)
	}
	texts, pictures := contents(t, path)
	for name, want := range map[string]string{
		audit.VerdictsName: `"passed":{"eu-vat-invoice":["`, audit.DecisionsName: "canary-4c1",
		audit.EvidenceName: `"path":"/vat_lines/0/tax"`, "chain.jsonl": "finding.decided",
	} {
		if !strings.Contains(texts[name], want) {
			t.Errorf("%s = %.300s, want %s in it", name, texts[name], want)
		}
	}
	if strings.Contains(texts["chain.jsonl"], "canary-4c1") {
		t.Error("the chain quotes a person")
	}
	if pictures == 0 || strings.Contains(texts[audit.EvidenceName], `"file":""`) {
		t.Errorf("%d pictures, and %s, want one of each place", pictures, texts[audit.EvidenceName])
	}
	rules := slices.ContainsFunc(slices.Collect(maps.Keys(texts)), func(name string) bool {
		return strings.HasPrefix(name, "rules/") && strings.Contains(texts[name], "pack: eu-vat-invoice")
	})
	if !rules {
		t.Error("the rules are missing")
	}

	if _, err := k.stores.ledger.Erase(t.Context(), "acme", f.Document, "key_1"); err != nil {
		t.Fatal(err)
	}
	path, _ = k.export(t)
	texts, _ = contents(t, path)
	if texts[audit.VerdictsName]+texts[audit.DecisionsName]+texts[audit.EvidenceName] != "" || !strings.Contains(texts["chain.jsonl"], `"keys":`) {
		t.Errorf("after the erasure the export says %s, want the receipt alone", texts)
	}
	if now, err := k.stores.ledger.AuditVerify(t.Context(), "acme", report.Head); err != nil || !now.Sound() || !now.Complete {
		t.Errorf("AuditVerify with the head of the first export = %+v, %v, want it complete", now, err)
	}
}

// contents reads the texts of an export and counts its pictures.
func contents(t *testing.T, path string) (texts map[string]string, pictures int) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	texts = map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, ".jpg") {
			if _, err := jpeg.Decode(in); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
			pictures++
			continue
		}
		raw, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = string(raw)
	}
	return texts, pictures
}

// By REST a decision needs its right: without it the answer is forbidden, and nothing is written.
func TestDecisionByREST(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	f := k.wrongTax(t)
	url := k.serving(t) + "/v1/findings/" + f.ID + "/decision"
	for scope, want := range map[string]int{pipeline.ScopeFindingsRead: http.StatusForbidden, pipeline.ScopeFindingsDecide: http.StatusOK} {
		token, key, err := k.stores.ledger.CreateKey(t.Context(), "acme", "officer", []string{scope}, nil)
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"decision":"accept"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("with %s: %d, want %d", scope, res.StatusCode, want)
		}
		decisions, err := k.stores.ledger.Decisions(t.Context(), "acme", f.ID)
		made := slices.ContainsFunc(decisions, func(d pipeline.Decision) bool { return d.By == key.ID })
		if err != nil || made != (want == http.StatusOK) {
			t.Errorf("with %s: decisions = %+v, %v", scope, decisions, err)
		}
	}
}
