package ledger_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/pipeline/ledger"
)

func TestKeys(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		if any, err := l.HasKeys(t.Context()); any || err != nil {
			t.Errorf("HasKeys = %v, %v, want false", any, err)
		}
		token, key, err := l.CreateKey(t.Context(), "acme", "erp", []string{pipeline.ScopeDocumentsRead, pipeline.ScopeReview}, nil)
		if err != nil {
			t.Fatalf("CreateKey: %v", err)
		}
		p, err := l.Authenticate(t.Context(), token)
		if err != nil || p.Tenant != "acme" || p.KeyID != key.ID || p.Name != "erp" || !slices.Equal(p.Scopes, key.Scopes) {
			t.Errorf("Authenticate = %+v, %v, want the key's principal", p, err)
		}
		if any, err := l.HasKeys(t.Context()); !any || err != nil {
			t.Errorf("HasKeys = %v, %v, want true", any, err)
		}
		refused(t, l, "", "docpipe_", "docpipe__", token[:len(token)-1], token+"0", strings.TrimPrefix(token, "docpipe_"),
			strings.ToUpper(token), "docpipe_"+strings.TrimPrefix(key.ID, "key_")+"_", "docpipe_x_"+strings.Repeat("0", 64))
		rotate(t, l, token, key)
	})
}

func refused(t *testing.T, l *ledger.Ledger, tokens ...string) {
	t.Helper()
	for _, token := range tokens {
		if p, err := l.Authenticate(t.Context(), token); !errors.Is(err, pipeline.ErrUnauthorized) {
			t.Errorf("Authenticate(%q) = %+v, %v, want ErrUnauthorized", token, p, err)
		}
	}
}

func rotate(t *testing.T, l *ledger.Ledger, token string, key pipeline.APIKey) {
	t.Helper()
	second, _, err := l.RotateKey(t.Context(), "acme", key.ID, time.Minute)
	if err != nil {
		t.Fatalf("RotateKey: %v", err)
	}
	for _, valid := range []string{token, second} {
		if _, err := l.Authenticate(t.Context(), valid); err != nil {
			t.Errorf("Authenticate during the overlap: %v", err)
		}
	}
	if _, _, err := l.RotateKey(t.Context(), "acme", key.ID, 0); err != nil {
		t.Fatalf("RotateKey without overlap: %v", err)
	}
	refused(t, l, token)
	keys, err := l.Keys(t.Context(), "acme")
	if err != nil || len(keys) != 3 {
		t.Fatalf("Keys = %v, %v, want three", keys, err)
	}
	if err := l.RevokeKey(t.Context(), "acme", keys[1].ID); err != nil {
		t.Errorf("RevokeKey: %v", err)
	}
	refused(t, l, second)
	if report := verify(t, l, audit.Head{}); !report.Sound() || report.Entries != 4 {
		t.Errorf("AuditVerify = %+v, want 4 sound entries", report)
	}
}

func TestExpiredKey(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		past := time.Now().Add(-time.Minute)
		token, _, err := l.CreateKey(t.Context(), "acme", "old", []string{pipeline.ScopeAdmin}, &past)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, l, token)
	})
}

func TestKeyNeedsKnownScopes(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		for _, scopes := range [][]string{nil, {"everything"}} {
			if _, _, err := l.CreateKey(t.Context(), "acme", "x", scopes, nil); !errors.Is(err, pipeline.ErrInvalid) {
				t.Errorf("CreateKey(%v) = %v, want ErrInvalid", scopes, err)
			}
		}
	})
}

// R16: with another tenant's ids every method finds nothing and changes nothing.
func TestTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		r := record(t, l, d, finding("a"))
		accept(t, l, "acme")
		c := claim(t, l)
		if err := l.Release(t.Context(), c, pipeline.ErrEncrypted); err != nil {
			t.Fatal(err)
		}
		_, key, err := l.CreateKey(t.Context(), "acme", "k", []string{pipeline.ScopeAdmin}, nil)
		if err != nil {
			t.Fatal(err)
		}
		pending(t, l, 100)
		ctx := t.Context()
		correction := pipeline.Decision{Decision: pipeline.Correct, Reason: "r", Values: map[string]any{"/a": "b"}}
		for name, try := range map[string]func(tenant string) error{
			"Header":         func(t string) error { _, err := l.Header(ctx, t, d.ID); return err },
			"Document":       func(t string) error { _, err := l.Document(ctx, t, d.ID); return err },
			"Result":         func(t string) error { _, _, err := l.Result(ctx, t, d.ID, 0); return err },
			"Result 1":       func(t string) error { _, _, err := l.Result(ctx, t, d.ID, 1); return err },
			"Versions":       func(t string) error { _, err := l.Versions(ctx, t, d.ID); return err },
			"DocumentEvents": func(t string) error { _, err := l.DocumentEvents(ctx, t, d.ID); return err },
			"Cancel":         func(t string) error { _, err := l.Cancel(ctx, t, d.ID); return err },
			"Erase":          func(t string) error { _, err := l.Erase(ctx, t, d.ID, ""); return err },
			"DeadGet":        func(t string) error { _, err := l.DeadGet(ctx, t, c.Job); return err },
			"Retry":          func(t string) error { return l.Retry(ctx, t, c.Job) },
			"Finding":        func(t string) error { _, err := l.Finding(ctx, t, r.Findings[0].ID); return err },
			"Decide": func(t string) error {
				_, err := l.Decide(ctx, t, r.Findings[0].ID, waiver(time.Hour))
				return err
			},
			"VerdictRecord": func(t string) error { _, err := l.VerdictRecord(ctx, t, d.ID, 1); return err },
			"Correct": func(t string) error {
				_, err := l.Correct(ctx, t, r.Findings[0].ID, correction, "check", func(*pipeline.Document) error { return nil })
				return err
			},
			"RevokeKey": func(t string) error { return l.RevokeKey(ctx, t, key.ID) },
			"RotateKey": func(t string) error { _, _, err := l.RotateKey(ctx, t, key.ID, 0); return err },
			"KnownKey":  func(t string) error { _, err := l.KnownKey(ctx, t, d.ID); return err },
		} {
			if err := try("globex"); !errors.Is(err, pipeline.ErrNotFound) {
				t.Errorf("%s by another tenant = %v, want ErrNotFound", name, err)
			}
		}
		emptyLists(t, l, d.ID)
		if h, err := l.Header(ctx, "acme", d.ID); err != nil || h.Status != pipeline.Completed {
			t.Errorf("Header = %+v, %v, want it untouched", h, err)
		}
	})
}

func emptyLists(t *testing.T, l *ledger.Ledger, document string) {
	t.Helper()
	ctx := t.Context()
	for name, count := range map[string]func() (int, error){
		"Headers":     func() (int, error) { x, _, err := l.Headers(ctx, "globex", pipeline.Query{}); return len(x), err },
		"Counts":      func() (int, error) { x, err := l.Counts(ctx, "globex", pipeline.Query{}); return len(x), err },
		"EventsSince": func() (int, error) { x, err := l.EventsSince(ctx, "globex", 0, 10); return len(x), err },
		"Dead":        func() (int, error) { x, err := l.Dead(ctx, "globex", 0); return len(x), err },
		"Keys":        func() (int, error) { x, err := l.Keys(ctx, "globex"); return len(x), err },
		"Findings": func() (int, error) {
			x, _, err := l.Findings(ctx, "globex", pipeline.FindingQuery{Document: document})
			return len(x), err
		},
	} {
		if n, err := count(); n != 0 || err != nil {
			t.Errorf("%s of another tenant = %d, %v, want none", name, n, err)
		}
	}
}
