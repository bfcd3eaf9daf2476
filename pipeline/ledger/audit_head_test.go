package ledger_test

import (
	"encoding/json"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/pipeline/ledger"
)

// heads takes what waits to be published and returns the heads among it.
func heads(t *testing.T, l *ledger.Ledger) (told []audit.Head) {
	t.Helper()
	waiting := pendingEvents(t, l, 100)
	for _, m := range waiting {
		e := event(t, m)
		if e.Type != pipeline.EventHead {
			continue
		}
		var data struct {
			audit.Head
			Text string `json:"head"`
		}
		if err := json.Unmarshal(e.Data, &data); err != nil || data.Text != data.Head.String() || e.Subject != "audit" {
			t.Errorf("event = %+v, %v, want a head about audit", e, err)
		}
		if want := "docpipe.v1.acme.audit.head"; m.Subject != want {
			t.Errorf("subject = %s, want %s", m.Subject, want)
		}
		told = append(told, data.Head)
	}
	publish(t, l, waiting, 1)
	return told
}

// A head that was told proves later that nothing was cut off; one that has not changed is not
// told again.
func TestHeadsAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		for n := 1; n <= 2; n++ {
			accept(t, l, "acme")
			for range 2 {
				if err := l.AnnounceHeads(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			told := heads(t, l)
			if len(told) != 1 || told[0].N != int64(n) {
				t.Fatalf("heads told = %v, want the one of entry %d", told, n)
			}
			if got := verify(t, l, told[0]); !got.Sound() || !got.Complete {
				t.Errorf("AuditVerify with the head that was told = %+v, want it complete", got)
			}
		}
		if err := l.Audit(t.Context(), "nobody", "act", "", nil); err != nil {
			t.Fatal(err)
		}
		if err := l.AnnounceHeads(t.Context()); err != nil {
			t.Fatal(err)
		}
		if told := heads(t, l); len(told) != 0 {
			t.Errorf("heads of a tenant without documents = %v, want none", told)
		}
	})
}
