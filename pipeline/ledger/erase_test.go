package ledger_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestErase(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		twin := accept(t, l, "acme") // the same bytes
		for range 2 {
			finish(t, l, claim(t, l))
		}
		publish(t, l, pending(t, l, 100), 10)
		if err := l.Living(t.Context(), "acme", d.ID); err != nil {
			t.Errorf("Living = %v, want nil before the erasure", err)
		}
		if err := l.Living(t.Context(), "globex", d.ID); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("Living for another tenant = %v, want ErrNotFound", err)
		}
		before, err := l.DataKey(t.Context(), "acme", "aa11")
		if err != nil {
			t.Fatal(err)
		}
		receipt, err := l.Erase(t.Context(), "acme", d.ID, "key_1")
		if err != nil || receipt.Versions != 1 || receipt.Keys != 1 || len(receipt.Sequences) != 2 || receipt.By != "key_1" {
			t.Errorf("Erase = %+v, %v, want 1 version, 1 key, 2 events by key_1", receipt, err)
		}
		if again, err := l.Erase(t.Context(), "acme", d.ID, "key_2"); err != nil || again.By != "key_1" || !again.ErasedAt.Equal(receipt.ErasedAt) {
			t.Errorf("Erase again = %+v, %v, want the same receipt", again, err)
		}
		gone(t, l, d.ID)
		if after, err := l.KnownKey(t.Context(), "acme", "aa11"); err != nil || !bytes.Equal(before, after) {
			t.Errorf("the key of bytes that another document has = %v, want it kept", err)
		}
		if messages, err := l.ErasedMessages(t.Context(), 10); err != nil || len(messages) != 2 {
			t.Errorf("ErasedMessages = %v, %v, want two", messages, err)
		}
		eraseLast(t, l, twin.ID)
	})
}

func gone(t *testing.T, l *ledger.Ledger, id string) {
	t.Helper()
	h, err := l.Header(t.Context(), "acme", id)
	if err != nil || h.Status != pipeline.Erased || h.Source != "" || h.Reference != nil || len(h.Files) != 0 {
		t.Errorf("Header = %+v, %v, want a tombstone", h, err)
	}
	if _, _, err := l.Result(t.Context(), "acme", id, 0); !errors.Is(err, pipeline.ErrErased) {
		t.Errorf("Result = %v, want ErrErased", err)
	}
	if _, err := l.Document(t.Context(), "acme", id); !errors.Is(err, pipeline.ErrErased) {
		t.Errorf("Document = %v, want ErrErased", err)
	}
	if err := l.Living(t.Context(), "acme", id); !errors.Is(err, pipeline.ErrErased) {
		t.Errorf("Living = %v, want ErrErased", err)
	}
	if got := types(t, l, "acme", id); len(got) != 1 || got[0] != pipeline.EventErased {
		t.Errorf("events = %v, want only document.erased", got)
	}
}

// eraseLast erases the last document of some bytes: their key goes, and an upload that was
// under way with the same bytes must store them again.
func eraseLast(t *testing.T, l *ledger.Ledger, id string) {
	t.Helper()
	if _, err := l.Erase(t.Context(), "acme", id, ""); err != nil {
		t.Fatalf("Erase: %v", err)
	}
	if _, err := l.KnownKey(t.Context(), "acme", "aa11"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("KnownKey after the last erasure = %v, want ErrNotFound", err)
	}
	if scopes, err := l.Shredded(t.Context(), 10); err != nil || len(scopes) != 1 || scopes[0].Name != "aa11" {
		t.Errorf("Shredded = %v, %v, want aa11", scopes, err)
	}
	a := pipeline.Acceptance{Document: document("acme"), FirstStage: "prepare"}
	if _, _, err := l.Accept(t.Context(), a); !errors.Is(err, pipeline.ErrClaimed) {
		t.Errorf("Accept of erased bytes = %v, want ErrClaimed", err)
	}
	if _, err := l.DataKey(t.Context(), "acme", "aa11"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.Accept(t.Context(), a); err != nil {
		t.Errorf("Accept of bytes that were stored again: %v", err)
	}
}

// R19: nothing that the document said is left in the files of the ledger.
func TestEraseLeavesNoCanary(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Path = filepath.Join(t.TempDir(), "ledger.db")
	l := open(t, cfg)
	const canary = "CanaryBird4711"
	var ids []string
	for range 20 { // enough rows that pages split
		d := document("acme")
		d.Source, d.Reference, d.Batch, d.Case = canary+"/x.pdf", canary, canary, canary
		d.Metadata, d.Files[0].Name, d.Settings.Password = map[string]string{"k": canary}, canary+".pdf", canary
		a := pipeline.Acceptance{Document: d, FirstStage: "prepare", IdempotencyKey: canary + d.ID, Fingerprint: "f"}
		if _, _, err := l.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		c := claim(t, l)
		c.Document.Pages = []*pipeline.Page{{Number: 1, State: pipeline.PageRead, Words: []pipeline.Word{{Text: canary}}}}
		r := pipeline.NewResult(c.Document, 0, nil)
		r.Data = map[string]any{"name": canary}
		r.Findings = []pipeline.Finding{{Fingerprint: "f" + d.ID, Message: "masked", Severity: "high"}}
		if err := l.Commit(t.Context(), c, pipeline.Outcome{Document: c.Document, Result: r}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.ID)
	}
	publish(t, l, pending(t, l, 500), 1)
	for _, id := range ids {
		if _, err := l.Erase(t.Context(), "acme", id, ""); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(cfg.Path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("files = %v, %v", files, err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(b, []byte(canary)); n > 0 {
			t.Errorf("%s holds the canary %d times", filepath.Base(path), n)
		}
	}
}
