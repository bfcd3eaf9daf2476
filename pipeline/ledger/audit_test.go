package ledger_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/pipeline/ledger"
)

// trail returns what a tenant's audit log says, one "action object actor" each.
func trail(t *testing.T, l *ledger.Ledger, tenant string) (said []string) {
	t.Helper()
	err := l.AuditEntries(t.Context(), tenant, 0, func(e audit.Entry) error {
		said = append(said, e.Action+" "+e.Object+" "+e.Actor)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func verify(t *testing.T, l *ledger.Ledger, kept audit.Head) audit.Report {
	t.Helper()
	r, err := l.AuditVerify(t.Context(), "acme", kept)
	if err != nil {
		t.Fatalf("AuditVerify: %v", err)
	}
	return r
}

func faults(r audit.Report) (kinds []string) {
	for _, f := range r.Faults {
		kinds = append(kinds, f.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// What happens to a document is booked with it, by whom, in the chain of its tenant alone, and
// stays after the document is erased.
func TestAuditFollowsADocument(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		if _, _, err := l.Accept(pipeline.WithActor(t.Context(), "key_1"), pipeline.Acceptance{Document: d, FirstStage: "prepare"}); err != nil {
			t.Fatal(err)
		}
		accept(t, l, "other")
		r := record(t, l, d, finding("a"))
		record(t, l, d)
		if _, err := l.Erase(t.Context(), "acme", d.ID, "key_2"); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"document.accepted " + d.ID + " key_1", "document.checked " + d.ID + " system",
			"document.checked " + d.ID + " system", "finding.resolved " + r.Findings[0].ID + " system",
			"document.erased " + d.ID + " key_2",
		}
		if got := trail(t, l, "acme"); !slices.Equal(got, want) {
			t.Errorf("audit log = %q, want %q", got, want)
		}
		if got := verify(t, l, audit.Head{}); !got.Sound() || got.Entries != 5 || got.Complete {
			t.Errorf("AuditVerify = %+v, want 5 sound entries and no word on completeness", got)
		}
		if got := trail(t, l, "other"); len(got) != 1 {
			t.Errorf("the other tenant's log = %q, want its own acceptance alone", got)
		}
	})
}

// A change that is undone leaves no entry.
func TestAuditOfNothing(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		if err := l.RevokeKey(t.Context(), "acme", "key_none"); err == nil {
			t.Error("RevokeKey of no key = nil, want an error")
		}
		if got := trail(t, l, "acme"); len(got) > 0 {
			t.Errorf("audit log = %q, want it empty", got)
		}
	})
}

// Writers of one tenant wait for each other: no number is given twice.
func TestAuditOfManyAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for range 5 {
					if err := l.Audit(context.WithoutCancel(t.Context()), "acme", "act", fmt.Sprint("doc_", i), nil); err != nil {
						t.Errorf("Audit: %v", err)
					}
				}
			})
		}
		all.Wait()
		if got := verify(t, l, audit.Head{}); !got.Sound() || got.Entries != 40 {
			t.Errorf("AuditVerify = %+v, want 40 sound entries", got)
		}
	})
}

func TestAuditTampering(t *testing.T) {
	for name, c := range map[string]struct {
		do   []string
		want []string
	}{
		"edit":       {[]string{"UPDATE audit_log SET action = 'nothing' WHERE n = 2"}, []string{"edited"}},
		"other_time": {[]string{"UPDATE audit_log SET at = at - 1 WHERE n = 5"}, []string{"edited"}},
		"edit_hash":  {[]string{"UPDATE audit_log SET hash = prev WHERE n = 2"}, []string{"edited", "forged"}},
		"seal":       {[]string{"UPDATE audit_log SET seal = 'x' WHERE n = 2"}, []string{"forged"}},
		"delete":     {[]string{"DELETE FROM audit_log WHERE n = 3"}, []string{"deleted"}},
		"first":      {[]string{"DELETE FROM audit_log WHERE n = 1"}, []string{"deleted"}},
		"all":        {[]string{"DELETE FROM audit_log"}, []string{"truncated"}},
		"cut_off":    {[]string{"DELETE FROM audit_log WHERE n = 5"}, []string{"truncated"}},
		"no_head":    {[]string{"DELETE FROM audit_heads"}, []string{"inserted"}},
		"swap": {[]string{"UPDATE audit_log SET n = 99 WHERE n = 2", "UPDATE audit_log SET n = 2 WHERE n = 4",
			"UPDATE audit_log SET n = 4 WHERE n = 99"}, []string{"moved"}},
		"renumber": {[]string{"DELETE FROM audit_log WHERE n = 3", "UPDATE audit_log SET n = 3 WHERE n = 4", "UPDATE audit_log SET n = 4 WHERE n = 5"},
			[]string{"moved", "truncated"}},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, cfg ledger.Config) {
				l := open(t, cfg)
				write(t, l, 5)
				for _, statement := range c.do {
					run(t, raw(t, cfg), statement)
				}
				if got := faults(verify(t, l, audit.Head{})); !slices.Equal(got, c.want) {
					t.Errorf("faults = %v, want %v", got, c.want)
				}
			})
		})
	}
}

func write(t *testing.T, l *ledger.Ledger, n int) {
	t.Helper()
	for i := range n {
		if err := l.Audit(t.Context(), "acme", "act", fmt.Sprint("doc_", i), none{}); err != nil {
			t.Fatal(err)
		}
	}
}

type none struct{}

// Whatever single thing is done to the rows of an audit log shows, wherever it is done.
func TestAnyAuditTamperingShows(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		write(t, l, 9)
		head, db := verify(t, l, audit.Head{}).Head, raw(t, cfg)
		if _, err := db.ExecContext(t.Context(), "CREATE TABLE kept AS SELECT * FROM audit_log"); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(1, 2))
		for range 60 {
			tamper := []string{
				fmt.Sprintf("UPDATE audit_log SET %s = 'changed' WHERE n = %d", column(r), 1+r.IntN(9)),
				fmt.Sprintf("UPDATE audit_log SET at = at + %d WHERE n = %d", 1+r.IntN(9), 1+r.IntN(9)),
				fmt.Sprintf("DELETE FROM audit_log WHERE n = %d", 1+r.IntN(9)),
				fmt.Sprintf("DELETE FROM audit_log WHERE n > %d", r.IntN(9)),
				fmt.Sprintf("UPDATE audit_log SET n = n + %d WHERE n = %d", 10+r.IntN(9), 1+r.IntN(9)),
				exchange(r),
			}[r.IntN(6)]
			run(t, db, tamper)
			if verify(t, l, head).Sound() {
				t.Errorf("%s is not seen", tamper)
			}
			if _, err := db.ExecContext(t.Context(), "DELETE FROM audit_log"); err != nil { // it may be empty by now
				t.Fatal(err)
			}
			run(t, db, "INSERT INTO audit_log SELECT * FROM kept")
			if got := verify(t, l, head); !got.Sound() || !got.Complete {
				t.Fatalf("AuditVerify of what was put back = %+v, want it sound", got)
			}
		}
	})
}

func column(r *rand.Rand) string {
	return []string{"actor", "action", "object", "detail", "prev", "hash", "seal"}[r.IntN(7)]
}

// exchange swaps what two entries say.
func exchange(r *rand.Rand) string {
	i := 1 + r.IntN(8)
	return strings.NewReplacer("#1", fmt.Sprint(i), "#2", fmt.Sprint(i+1+r.IntN(9-i))).Replace(
		`UPDATE audit_log SET object = k.object, hash = k.hash, prev = k.prev, seal = k.seal, at = k.at
			FROM kept k WHERE audit_log.n IN (#1, #2) AND k.n = #1 + #2 - audit_log.n`)
}

// An audit log of before, one chain for all tenants, is taken over at the next start.
func TestAuditOfBefore(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		open(t, cfg)
		db := raw(t, cfg)
		for n, tenant := range []string{"acme", "other", "acme"} {
			run(t, db, `INSERT INTO audit (n, at, tenant, actor, action, object, detail, prev, hash) VALUES ($1, $2, $3, 'key_1', 'key.created', $4, 'admin', '', '')`,
				n+1, 1790000000000+n, tenant, fmt.Sprint("key_", n))
		}
		l := open(t, cfg)
		want := []string{"key.created key_0 key_1", "key.created key_2 key_1"}
		if got := trail(t, l, "acme"); !slices.Equal(got, want) {
			t.Errorf("audit log = %q, want %q", got, want)
		}
		if got := verify(t, l, audit.Head{}); !got.Sound() || got.Entries != 2 {
			t.Errorf("AuditVerify = %+v, want 2 sound entries", got)
		}
		if got := trail(t, open(t, cfg), "other"); len(got) != 1 {
			t.Errorf("the other tenant's log = %q, want one entry, taken over once", got)
		}
	})
}
