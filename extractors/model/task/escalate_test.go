package task

import (
	"context"
	"strings"
	"testing"

	"docpipe/extractors/model"
	"docpipe/schemas"
)

const requiredOrderSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object","required":["number","total"],` +
	`"properties":{"number":{"type":"string"},"total":{"type":"string"},"note":{"type":"string"}}}`

// A ranked asker answers plain and premium calls by different scripts, and notes why premium
// ones were asked.
type ranked struct {
	plain, premium *scripted
	why            []string
}

// Ask implements [model.Asker].
func (r *ranked) Ask(ctx context.Context, c model.Call) (model.Answer, error) {
	if c.Escalate == "" {
		return r.plain.Ask(ctx, c)
	}
	r.why = append(r.why, c.Escalate)
	return r.premium.Ask(ctx, c)
}

func TestReadEscalatesWhatIsRequiredAndUnproven(t *testing.T) {
	t.Parallel()
	plain := newScripted(func(model.Request) (string, error) {
		return `{"number":{"v":"17","q":"No. 17"},"total":{"v":"99.00","q":"Total 99.00"},"note":null}`, nil
	})
	premium := newScripted(func(r model.Request) (string, error) {
		if strings.Contains(string(r.Output.Schema), `"number"`) || strings.Contains(string(r.Output.Schema), `"note"`) {
			t.Errorf("the premium target is asked for more than the total: %s", r.Output.Schema)
		}
		return `{"total":{"v":"12.00","q":"Total 12.00"}}`, nil
	})
	for _, escalates := range []bool{true, false} {
		asker := &ranked{plain: plain, premium: premium}
		cfg := DefaultConfig()
		cfg.Escalates = escalates
		claims, err := New(cfg, asker, nil).Read(t.Context(), document(page(1, "Order | No. 17", "Total 12.00")), requiredOrder(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]any{}
		for _, c := range claims {
			got[c.Pointer] = c.Value
		}
		want := "99.00" // unproven, and nobody to ask again: grounding will not believe it
		if escalates {
			want = "12.00"
		}
		if got["/number"] != "17" || got["/total"] != want {
			t.Errorf("escalates %v: claims = %v, want total %s", escalates, got, want)
		}
		if (len(asker.why) == 1) != escalates {
			t.Errorf("escalates %v: premium calls %q", escalates, asker.why)
		}
	}
}

func requiredOrder(t *testing.T) *schemas.Schema {
	t.Helper()
	s, err := schemas.Parse("order", []byte(requiredOrderSchema))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
