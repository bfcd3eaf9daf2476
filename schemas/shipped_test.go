package schemas

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShipped(t *testing.T) {
	t.Parallel()
	for _, s := range registry(t).List() {
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			if s.Title == "" || s.DocType != Name(s.ID) || len(s.Titles["en"]) == 0 || len(s.Words["de"]) == 0 {
				t.Errorf("title %q, doctype %q, titles %v: a shipped schema says how its documents look", s.Title, s.DocType, s.Titles)
			}
			examples(t, s)
			for _, n := range s.Leaves() {
				if n.Title == "" || len(n.Types) != 1 {
					t.Errorf("%s: title %q, types %v, want one of each", n.Pointer, n.Title, n.Types)
				}
			}
		})
	}
}

// examples validates what stands under "examples" of s.
func examples(t *testing.T, s *Schema) {
	t.Helper()
	all, err := Decode(s.Raw)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := all.(map[string]any)["examples"].([]any)
	if len(list) == 0 {
		t.Error("no examples")
	}
	for _, e := range list {
		if got := validate(t, s, e); len(got) > 0 {
			t.Errorf("example violates: %v", got)
		}
	}
}

func TestShippedLabels(t *testing.T) {
	t.Parallel()
	languages := []string{"en", "de", "fr", "es", "it", "nl", "pt", "pl"}
	for _, s := range registry(t).List() {
		for _, n := range s.Leaves() {
			if len(n.Labels) == 0 {
				continue
			}
			for _, l := range languages {
				if len(n.LabelsBy[l]) == 0 && s.DocType != "w9" {
					t.Errorf("%s %s: labels, but none in %s", s.ID, n.Pointer, l)
				}
			}
			for _, label := range n.Labels {
				if label != strings.TrimSpace(label) || strings.HasSuffix(label, ":") {
					t.Errorf("%s %s: label %q has spaces or a colon around it", s.ID, n.Pointer, label)
				}
			}
		}
	}
}

// A credit note is an invoice the other way round: what reads one, reads the other.
func TestShippedCreditNoteInStep(t *testing.T) {
	t.Parallel()
	r := registry(t)
	invoice, credit := pointers(t, r, "invoice"), pointers(t, r, "credit_note")
	if diff := cmp.Diff(invoice, credit); diff != "" {
		t.Errorf("fields of invoice and credit_note differ (-invoice +credit_note):\n%s", diff)
	}
}

func pointers(t *testing.T, r *Registry, name string) []string {
	t.Helper()
	s, err := r.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, n := range s.Leaves() {
		all = append(all, n.Pointer+" "+strings.Join(n.Types, ",")+" "+n.Format)
	}
	return all
}

func registry(t *testing.T) *Registry {
	t.Helper()
	r, err := NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func validate(t *testing.T, s *Schema, data any) []Violation {
	t.Helper()
	list, err := s.Validate(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
