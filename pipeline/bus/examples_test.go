package bus

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// The examples of the AsyncAPI document go over the wire as they stand there: a subscriber finds
// each on the address of its channel, and reads it as an event.
func TestExamples(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../schemas/asyncapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		AsyncAPI string
		Channels map[string]struct {
			Address  string
			Messages map[string]any
		}
		Components struct {
			Messages map[string]struct {
				Examples []struct {
					Name    string
					Payload map[string]any
				}
			}
		}
	}
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.AsyncAPI != "3.0.0" {
		t.Errorf("asyncapi = %s, want 3.0.0", doc.AsyncAPI)
	}
	b := guarded(t)
	for name, channel := range doc.Channels {
		for message := range channel.Messages {
			for _, e := range doc.Components.Messages[message].Examples {
				payload, err := json.Marshal(e.Payload)
				if err != nil {
					t.Fatal(err)
				}
				var want pipeline.Event
				if err := json.Unmarshal(payload, &want); err != nil {
					t.Fatalf("example %s: %v", e.Name, err)
				}
				want.Tenant = "acme"
				if !strings.HasPrefix(want.Type, "docpipe."+name+".") {
					continue // of a channel that shares the message
				}
				travels(t, b, channel.Address, want)
			}
		}
	}
}

// travels publishes an event on its address and has a subscriber with a filter for it alone read
// it.
func travels(t *testing.T, b *bench, address string, want pipeline.Event) {
	t.Helper()
	words := strings.Split(want.Type, ".")
	subject := strings.NewReplacer("{tenant}", want.Tenant, "{step}", words[2], "{transition}", words[2],
		"{severity}", want.Severity, "{doctype}", want.DocType, "{pack}", want.Pack).Replace(address)
	s := b.subscription("acme")
	s.Filter, s.All = strings.TrimPrefix(subject, "docpipe.v1.acme."), true
	body, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	m := b.ledger.event("acme", "example")
	m.Subject, m.Data = subject, body
	b.publish(t, m)
	l := subscribe(t, s)
	var got pipeline.Event
	eventually(t, 15*time.Second, want.Type, func() bool {
		for _, e := range l.events() { // the stream has others
			if strings.Contains(e, want.ID) {
				return json.Unmarshal([]byte(e), &got) == nil
			}
		}
		return false
	})
	got.Sequence = want.Sequence
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("%s on %s (-got +want):\n%s", want.ID, subject, diff)
	}
}
