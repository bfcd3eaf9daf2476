package pipeline

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ReviewCorrected is the review of a field, and the state of a version, that a person has put right.
const ReviewCorrected = "corrected"

// Correct puts values right as a person says, by JSON pointer; nil says that there is none on the
// document. What the rules had said is dropped. It wraps ErrInvalid, and leaves d half done, when
// a pointer leads nowhere.
func (d *Document) Correct(by, reason string, at time.Time, values map[string]any) error {
	if d.Extraction == nil || d.Extraction.Data == nil {
		return fmt.Errorf("there are no values to correct: the document was not read: %w", ErrInvalid)
	}
	for _, pointer := range slices.Sorted(maps.Keys(values)) {
		if err := d.Extraction.correct(pointer, values[pointer]); err != nil {
			return err
		}
	}
	when := at.UTC().Format(time.RFC3339)
	d.Review = &Review{State: ReviewCorrected, By: &by, At: &when, Comment: orNil(reason), Edits: edits(values)}
	d.Checks, d.Findings = nil, nil
	return nil
}

// correct sets one leaf, and what is known of it.
func (e *Extraction) correct(pointer string, value any) error {
	switch value.(type) {
	case map[string]any, []any:
		return fmt.Errorf("%s: correct the values inside one by one: %w", pointer, ErrInvalid)
	}
	tokens, err := pointerTokens(pointer)
	if err != nil {
		return err
	}
	if err := place(e.Data, tokens, value, pointer); err != nil {
		return err
	}
	review := ReviewCorrected
	f := Field{State: FieldFound, Source: SourceHuman, Reason: "a person put it right", Evidence: []Evidence{}, Candidates: []Candidate{}, Review: &review}
	if value == nil {
		f.State = FieldAbsent
	}
	if e.Fields == nil {
		e.Fields = map[string]Field{}
	}
	e.Fields[pointer] = f
	e.Reasons = slices.DeleteFunc(e.Reasons, func(r Reason) bool { return r.Path == pointer })
	return nil
}

// pointerTokens parts a JSON pointer (RFC 6901).
func pointerTokens(pointer string) ([]string, error) {
	rest, rooted := strings.CutPrefix(pointer, "/")
	if !rooted || rest == "" {
		return nil, fmt.Errorf("%q is no pointer to a value: write it as /totals/gross: %w", pointer, ErrInvalid)
	}
	tokens := strings.Split(rest, "/")
	for i, t := range tokens {
		tokens[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(t)
	}
	return tokens, nil
}

// place sets or, for nil, deletes what tokens lead to. Objects on the way are made; rows of lists
// must be there.
func place(at any, tokens []string, value any, pointer string) error {
	name, last := tokens[0], len(tokens) == 1
	switch at := at.(type) {
	case map[string]any:
		if last && value == nil {
			delete(at, name)
			return nil
		}
		if last {
			at[name] = value
			return nil
		}
		if at[name] == nil {
			at[name] = map[string]any{}
		}
		return place(at[name], tokens[1:], value, pointer)
	case []any:
		n, err := strconv.Atoi(name)
		if err != nil || n < 0 || n >= len(at) {
			return fmt.Errorf("%s: the list has %d rows, counted from 0: %w", pointer, len(at), ErrInvalid)
		}
		if last {
			at[n] = value
			return nil
		}
		return place(at[n], tokens[1:], value, pointer)
	}
	return fmt.Errorf("%s leads into a single value: %w", pointer, ErrInvalid)
}

// edits writes values as a JSON patch (RFC 6902).
func edits(values map[string]any) []json.RawMessage {
	all := []json.RawMessage{}
	for _, pointer := range slices.Sorted(maps.Keys(values)) {
		edit := map[string]any{"op": "add", "path": pointer, "value": values[pointer]}
		if values[pointer] == nil {
			edit = map[string]any{"op": "remove", "path": pointer}
		}
		raw, err := json.Marshal(edit)
		if err == nil { // what came as JSON is JSON again
			all = append(all, raw)
		}
	}
	return all
}
