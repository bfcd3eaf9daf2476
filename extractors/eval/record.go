package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"docpipe/pipeline"
)

// A Record is one labelled document.
type Record struct {
	ID      string
	Files   []string // beside truth.jsonl; several make one document
	DocType string
	Group   string         // of documents that are alike; empty means its own
	Truth   map[string]any // strings, json.Numbers, lists and rows
	Visible []string       // keys of Truth that stand on the page; nil when the record does not say
}

func readRecords(path string) ([]Record, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("a set needs truth.jsonl, one record a document: %w: %w", err, pipeline.ErrInvalid)
	}
	var all []Record
	seen := map[string]bool{}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	for {
		var r Record
		err := dec.Decode(&r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = r.check(seen)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: record %d: %w: %w", path, len(all)+1, err, pipeline.ErrInvalid)
		}
		all = append(all, r)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no records: write one JSON object a document: %w", path, pipeline.ErrInvalid)
	}
	return all, nil
}

func (r *Record) check(seen map[string]bool) error {
	switch {
	case r.ID == "" || seen[r.ID]:
		return fmt.Errorf("id %q is empty or taken", r.ID)
	case len(r.Files) == 0:
		return errors.New("files is empty")
	}
	seen[r.ID] = true
	if r.Group == "" {
		r.Group = r.ID
	}
	return nil
}

// expect returns what the record says of a key: Right where it states a value, Absent, or
// Unjudged.
func (s *Set) expect(r *Record, key string) (any, Outcome) {
	v, there := r.Truth[key]
	switch {
	case !there && !s.OnlyVisible && r.Visible == nil:
		return nil, Absent
	case !there:
		return nil, Unjudged
	case blank(v):
		return nil, Absent
	case s.OnlyVisible && !slices.Contains(r.Visible, key):
		return nil, Unjudged
	}
	return v, Right
}

func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}
