package ledger_test

import (
	"errors"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// The bytes of an upload that was never accepted, and artefacts that a worker stored after its
// document was erased, must not stay readable for ever.
func TestTidyDropsKeysThatNoDocumentHas(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		for _, scope := range []string{"aa11", "bb22"} { // a document's bytes, and nobody's
			if _, err := l.DataKey(t.Context(), "acme", scope); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := l.Tidy(t.Context(), time.Hour); n != 0 || err != nil {
			t.Errorf("Tidy of what is young = %d, %v, want 0: the upload may still arrive", n, err)
		}
		if n, err := l.Tidy(t.Context(), 0); n != 1 || err != nil {
			t.Errorf("Tidy = %d, %v, want 1", n, err)
		}
		for scope, want := range map[string]error{"aa11": nil, d.ID: nil, "bb22": pipeline.ErrNotFound} {
			if _, err := l.KnownKey(t.Context(), "acme", scope); !errors.Is(err, want) {
				t.Errorf("KnownKey %s = %v, want %v", scope, err, want)
			}
		}
		if left, err := l.Shredded(t.Context(), 10); err != nil || len(left) != 1 || left[0].Name != "bb22" {
			t.Errorf("Shredded = %v, %v, want bb22", left, err)
		}
		if _, err := l.Document(t.Context(), "acme", d.ID); err != nil {
			t.Errorf("Document = %v, want it untouched", err)
		}
	})
}

// What a worker stored at the moment of the erasure goes with the next sweep, and only that.
func TestAbandon(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		for _, scope := range []string{"aa11", "bb22"} { // a document's bytes, and those of an erased one
			if _, err := l.DataKey(t.Context(), "acme", scope); err != nil {
				t.Fatal(err)
			}
			if err := l.Abandon(t.Context(), "acme", scope); err != nil {
				t.Errorf("Abandon: %v", err)
			}
		}
		for scope, want := range map[string]error{"aa11": nil, "bb22": pipeline.ErrNotFound} {
			if _, err := l.KnownKey(t.Context(), "acme", scope); !errors.Is(err, want) {
				t.Errorf("KnownKey %s = %v, want %v", scope, err, want)
			}
		}
		if left, err := l.Shredded(t.Context(), 10); err != nil || len(left) != 1 || left[0].Name != "bb22" {
			t.Errorf("Shredded = %v, %v, want bb22", left, err)
		}
	})
}

// A late artefact of an erased document goes too.
func TestTidyAfterErase(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		if _, err := l.Erase(t.Context(), "acme", d.ID, "key_1"); err != nil {
			t.Fatal(err)
		}
		if _, err := l.DataKey(t.Context(), "acme", "aa11"); err != nil { // a worker saves a page
			t.Fatal(err)
		}
		if n, err := l.Tidy(t.Context(), 0); n != 1 || err != nil {
			t.Errorf("Tidy = %d, %v, want 1", n, err)
		}
		if _, err := l.KnownKey(t.Context(), "acme", "aa11"); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("KnownKey = %v, want ErrNotFound", err)
		}
	})
}

// An upload whose first file was erased with another document, and swept, while its other files
// arrived has lost that file: it is refused and sent again, not accepted.
func TestAcceptAfterSweep(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		if _, err := l.Erase(t.Context(), "acme", d.ID, "key_1"); err != nil {
			t.Fatal(err)
		}
		if err := l.Swept(t.Context(), pipeline.Scope{Tenant: "acme", Name: "aa11"}); err != nil {
			t.Fatal(err)
		}
		if left, err := l.Shredded(t.Context(), 10); len(left) != 0 || err != nil {
			t.Errorf("Shredded = %v, %v, want none: it was swept", left, err)
		}
		late := pipeline.Acceptance{Document: document("acme"), FirstStage: "prepare"}
		if _, _, err := l.Accept(t.Context(), late); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Accept = %v, want ErrClaimed", err)
		}
		if _, err := l.DataKey(t.Context(), "acme", "aa11"); err != nil { // stored again
			t.Fatal(err)
		}
		if _, _, err := l.Accept(t.Context(), late); err != nil {
			t.Errorf("Accept of bytes stored again = %v, want nil", err)
		}
	})
}

// The bytes of a document of two files carry no key of their own: they can come again at once.
func TestAcceptOfTwoFilesAfterSweep(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		for range 2 {
			d := document("acme")
			d.Files = append(d.Files, pipeline.File{Name: "2.pdf", SHA256: "bb22", MediaType: "application/pdf", Bytes: 9})
			for _, f := range d.Files {
				if _, err := l.DataKey(t.Context(), "acme", f.SHA256); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "prepare"}); err != nil {
				t.Fatalf("Accept: %v", err)
			}
			if _, err := l.Erase(t.Context(), "acme", d.ID, "key_1"); err != nil {
				t.Fatal(err)
			}
			left, err := l.Shredded(t.Context(), 10)
			if err != nil || len(left) != 3 {
				t.Errorf("Shredded = %v, %v, want both files and their whole", left, err)
			}
			for _, scope := range left {
				if err := l.Swept(t.Context(), scope); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
