package task

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// Nobody answers about one page: what was paid for the others is kept, and the error says so.
func TestReadKeepsWhatOtherWindowsSaid(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(r model.Request) (string, error) {
		switch text := shown(r); {
		case strings.Contains(text, `<page number="2">`):
			return "", fmt.Errorf("a filter: %w", pipeline.ErrInvalid)
		case strings.Contains(text, `<page number="3">`):
			return `{"number":null,"total":{"v":"12.00","q":"Total 12.00"},"note":null}`, nil
		}
		return `{"number":{"v":"17","q":"No. 17"},"total":null,"note":null}`, nil
	})
	cfg := DefaultConfig()
	cfg.Pages = 1
	d := document(page(1, "Order | No. 17"), page(2, "secret"), page(3, "Total 12.00"))
	claims, err := New(cfg, asker, nil).Read(t.Context(), d, requiredOrder(t), nil)
	if !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("Read: %v, want that a page has no answer", err)
	}
	got := map[string]any{}
	for _, c := range claims {
		got[c.Pointer] = c.Value
	}
	if got["/number"] != "17" || got["/total"] != "12.00" {
		t.Errorf("claims = %v, want those of pages 1 and 3", got)
	}
}
