package ledger_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestAccept(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		h, err := l.Header(t.Context(), "acme", d.ID)
		if err != nil {
			t.Fatalf("Header: %v", err)
		}
		if h.Status != pipeline.Queued || h.Stage != "prepare" || h.Source != d.Source || *h.Reference != "ERP-4711" || h.Files[0].Name != "scan.pdf" {
			t.Errorf("Header = %+v, want the queued document", h)
		}
		got, err := l.Document(t.Context(), "acme", d.ID)
		if err != nil {
			t.Fatalf("Document: %v", err)
		}
		if got.Settings.Password != "open sesame" || !got.Run.ReceivedAt.Equal(d.Run.ReceivedAt) {
			t.Errorf("Document = %+v, want its password and times", got)
		}
	})
}

// R4: the same upload with the same key, fifty at once and across a restart, is one document.
func TestAcceptIdempotency(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		var wg sync.WaitGroup
		ids := make([]string, 50)
		fresh := make([]bool, 50)
		for i := range ids {
			wg.Go(func() {
				a := pipeline.Acceptance{Document: document("acme"), FirstStage: "prepare", IdempotencyKey: "k", Fingerprint: "f"}
				h, replayed, err := l.Accept(t.Context(), a)
				if err != nil {
					t.Errorf("Accept: %v", err)
				}
				ids[i], fresh[i] = h.ID, !replayed
			})
		}
		wg.Wait()
		made := 0
		for i, id := range ids {
			if id != ids[0] {
				t.Errorf("document %d = %s, want %s", i, id, ids[0])
			}
			if fresh[i] {
				made++
			}
		}
		if made != 1 {
			t.Errorf("%d uploads were new, want 1", made)
		}
		again := open(t, cfg)
		a := pipeline.Acceptance{Document: document("acme"), FirstStage: "prepare", IdempotencyKey: "k", Fingerprint: "f"}
		if h, replayed, err := again.Accept(t.Context(), a); err != nil || !replayed || h.ID != ids[0] {
			t.Errorf("Accept after a restart = %s, %v, %v, want %s again", h.ID, replayed, err, ids[0])
		}
		a.Fingerprint = "other"
		if _, _, err := again.Accept(t.Context(), a); !errors.Is(err, pipeline.ErrIdempotencyMismatch) {
			t.Errorf("Accept of other content = %v, want ErrIdempotencyMismatch", err)
		}
		claim(t, l)
		if c, err := l.Claim(t.Context(), []string{"prepare"}, "w2", time.Minute); c != nil || err != nil {
			t.Errorf("second Claim = %v, %v, want none", c, err)
		}
	})
}
