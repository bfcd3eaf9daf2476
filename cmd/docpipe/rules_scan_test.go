package main

import (
	"testing"

	"docpipe/compliance/pii"
	"docpipe/pipeline"
)

// A document that was not read through passes no rule about what must not stand on it.
func TestPageScanner(t *testing.T) {
	t.Parallel()
	card := &pipeline.Page{Number: 2, State: pipeline.PageRead, Words: pipeline.Words{{Text: "4111111111111111", Box: pipeline.Box{0.1, 0.1, 0.2, 0.2}}}}
	clean, failed := &pipeline.Page{Number: 1, State: pipeline.PageRead}, &pipeline.Page{Number: 3, State: pipeline.PageFailed}
	s := pageScanner{pii.New()}
	for name, c := range map[string]struct {
		pages    []*pipeline.Page
		rows     int
		answered bool
	}{
		"found":                   {[]*pipeline.Page{clean, card}, 1, true},
		"clean":                   {[]*pipeline.Page{clean}, 0, true},
		"found beside the unread": {[]*pipeline.Page{failed, card}, 1, true},
		"unread":                  {[]*pipeline.Page{clean, failed}, 0, false},
		"no pages":                {nil, 0, false},
	} {
		got, err := s.Scan(t.Context(), &pipeline.Document{Pages: c.pages}, "pan")
		if err != nil || len(got.Rows) != c.rows || (got.Unanswered == "") != c.answered {
			t.Errorf("%s: %+v, %v; want %d rows, answered %v", name, got, err, c.rows, c.answered)
		}
		if len(got.Rows) > 0 && (got.Rows[0]["text"] != "411111••••••1111" || got.Rows[0]["page"] != "2") {
			t.Errorf("%s: row = %v, want the number masked, and its page", name, got.Rows[0])
		}
	}
	if _, err := s.Scan(t.Context(), &pipeline.Document{}, "names"); pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Errorf("an unknown class: %v, want invalid_request", err)
	}
}
