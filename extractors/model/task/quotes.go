package task

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// A quoted is words that a model says stand on a page.
type quoted struct {
	Page  int    `json:"page"`
	Quote string `json:"quote"`
}

// quotedSchema is the shape of quoted, in a strict schema.
const quotedSchema = `{"type":"object","properties":{"page":{"type":"integer","description":"the number of the page tag"},` +
	`"quote":{"type":"string","description":"verbatim words of that page, at most one line"}},"required":["page","quote"],"additionalProperties":false}`

// cite looks quotes up and returns those that stand on the document, each place once.
func cite(d *pipeline.Document, quotes []quoted) []pipeline.Evidence {
	found := []pipeline.Evidence{}
	seen := map[string]bool{}
	for _, q := range quotes {
		e, ok := extractors.Cite(d, q.Quote, q.Page)
		if !ok || e.Box == nil {
			continue
		}
		if place := fmt.Sprint(e.Page, *e.Box); !seen[place] {
			seen[place] = true
			found = append(found, e)
		}
	}
	return found
}

// unquoted says, in words for the model, which quotes stand nowhere.
func unquoted(d *pipeline.Document, quotes []quoted) []string {
	var wrong []string
	for _, q := range quotes {
		if _, ok := extractors.Cite(d, q.Quote, q.Page); !ok {
			wrong = append(wrong, fmt.Sprintf("the quote %q does not stand on page %d: copy words exactly as they are printed", short(q.Quote), q.Page))
		}
	}
	return wrong
}

// read turns a decoded answer into T. The strict schema makes a failure a defect of the answer.
func read[T any](answer any) (T, error) {
	var v T
	b, err := json.Marshal(answer)
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	return v, err
}

// checked reads an answer and checks it: one function for Check and for what comes after.
func checked[T any](check func(T) []string) func(any) []string {
	return func(answer any) []string {
		v, err := read[T](answer)
		if err != nil {
			return []string{"the answer has another shape than the schema: " + err.Error()}
		}
		return check(v)
	}
}

// short cuts a text for a message, and makes it safe to be shown to a model again: what it
// claims to quote may be a document's attempt to speak out of turn.
func short(s string) string {
	const most = 60
	s = clean(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// enum writes words as the members of a JSON enum.
func enum(words []string) string {
	quotedWords := make([]string, len(words))
	for i, w := range words {
		quotedWords[i] = strconv.Quote(w)
	}
	return strings.Join(quotedWords, ",")
}

// inLanguage is the sentence that asks for a language; empty leaves it to the document.
func inLanguage(tag string) string {
	if tag == "" {
		return " Write in the language of the pages."
	}
	return " Write in the language with the BCP 47 tag " + clean(tag) + "."
}
