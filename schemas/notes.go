package schemas

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// notes is the value of x-docpipe.
type notes struct {
	Labels        byLanguage `json:"labels"`
	PII           string     `json:"pii"`
	BT            string     `json:"bt"`
	MinConfidence *float64   `json:"min_confidence"`

	DocType string     `json:"doctype"`
	Titles  byLanguage `json:"titles"`
	Words   byLanguage `json:"words"`
}

// byLanguage reads {"en": ["Total"]} and ["Total"].
type byLanguage map[string][]string

func (b *byLanguage) UnmarshalJSON(raw []byte) error {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		*b = byLanguage{"": list}
		return nil
	}
	var m map[string][]string
	if json.Unmarshal(raw, &m) != nil {
		return errors.New("labels, titles and words must be lists of strings, or such lists by language")
	}
	*b = m
	return nil
}

// all returns every phrase once: English first, then by language code.
func (b byLanguage) all() []string {
	languages := make([]string, 0, len(b))
	for l := range b {
		languages = append(languages, l)
	}
	slices.SortFunc(languages, func(x, y string) int { return compareLanguages(x, y) })
	var phrases []string
	for _, l := range languages {
		for _, phrase := range b[l] {
			if !slices.Contains(phrases, phrase) {
				phrases = append(phrases, phrase)
			}
		}
	}
	return phrases
}

func compareLanguages(x, y string) int {
	switch {
	case x == y:
		return 0
	case x == "en" || y != "en" && x < y:
		return -1
	}
	return 1
}

// readNotes reads the x-docpipe of o, which stands at pointer at of the schema file.
func readNotes(o *object, at string) (notes, error) {
	var n notes
	if !o.has("x-docpipe") {
		return n, nil
	}
	raw, err := json.Marshal(plain(o.at["x-docpipe"]))
	if err == nil {
		err = json.Unmarshal(raw, &n)
	}
	if err == nil && n.MinConfidence != nil && (*n.MinConfidence < 0 || *n.MinConfidence > 1) {
		err = errors.New("min_confidence must be between 0 and 1")
	}
	if err != nil {
		return n, fmt.Errorf("%s/x-docpipe: %w", at, err)
	}
	return n, nil
}

func topNotes(root *object) (notes, error) { return readNotes(root, "") }
