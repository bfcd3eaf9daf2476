package main

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// other answers the tasks that are no extraction, by the name of their shape, as plainly as it
// can be done: with sentences that stand on the page.
func (r *reader) other(ctx context.Context, t task, d *pipeline.Document, sent []sentPage, s *shape) (string, bool) {
	has := func(names ...string) bool {
		for _, n := range names {
			if s.properties[n] == nil {
				return false
			}
		}
		return len(names) == len(s.properties)
	}
	switch {
	case has("answer", "quotes"):
		return reply(answerIn(sent, t.text)), true
	case has("points"):
		return reply(map[string]any{"points": pointsIn(sent)}), true
	case has("keep"):
		return reply(map[string]any{"keep": []int{1}}), true
	case has("verdict", "reason", "quotes"):
		return reply(r.judged(sent, t.text)), true
	case has("doctype", "quotes"):
		return reply(r.typeOf(ctx, d, sent)), true
	case has("begins"):
		return reply(map[string]any{"begins": r.begins(ctx, d)}), true
	case has("lines"):
		return reply(map[string]any{"lines": linesIn(sent)}), true
	case has("title", "fields"):
		return reply(map[string]any{"title": "Document", "fields": labelledIn(sent)}), true
	case has("summary", "things"):
		return reply(map[string]any{"summary": "A page of text.", "things": []any{}}), true
	}
	return "", false
}

func reply(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of plain values
	}
	return string(b)
}

// answerIn is the line that shares most words with the question.
func answerIn(sent []sentPage, text string) map[string]any {
	_, question, _ := strings.Cut(text[max(strings.LastIndex(text, "</page>"), 0):], "Question:")
	var best quote
	most := 0
	for _, s := range sent {
		for _, line := range s.lines {
			n := 0
			for word := range strings.FieldsSeq(strings.ToLower(question)) {
				if word = strings.Trim(word, "?.,!"); len(word) > 3 && strings.Contains(strings.ToLower(line), word) {
					n++
				}
			}
			if n > most {
				best, most = quote{s.page.Number, strings.Join(strings.Fields(line), " ")}, n
			}
		}
	}
	if most == 0 {
		return map[string]any{"answer": nil, "quotes": []any{}}
	}
	return map[string]any{"answer": best.Quote, "quotes": []quote{best}}
}

// pointsIn are the first lines of each page.
func pointsIn(sent []sentPage) []any {
	points := []any{}
	for _, s := range sent {
		n := 0
		for _, line := range s.lines {
			text := strings.Join(strings.Fields(line), " ")
			if len(text) > 10 && n < 2 {
				points = append(points, map[string]any{"text": text, "page": s.page.Number, "quote": text})
				n++
			}
		}
	}
	return points
}

func linesIn(sent []sentPage) []any {
	lines := []any{}
	for _, s := range sent {
		for i, line := range s.lines {
			lines = append(lines, map[string]any{"line": s.names[i], "text": strings.Join(strings.Fields(line), " ")})
		}
	}
	return lines
}

var (
	wide    = regexp.MustCompile(`\s{2,}`)
	unsnake = regexp.MustCompile(`[^a-z0-9]+`)
)

// labelledIn takes every line of two cells for a label and its value.
func labelledIn(sent []sentPage) []any {
	fields, seen := []any{}, map[string]bool{}
	for _, s := range sent {
		for _, line := range s.lines {
			cells := wide.Split(strings.TrimSpace(line), -1)
			name := strings.Trim(unsnake.ReplaceAllString(strings.ToLower(cells[0]), "_"), "_0123456789")
			if len(cells) != 2 || name == "" || seen[name] {
				continue
			}
			seen[name] = true
			fields = append(fields, map[string]any{
				"name": name, "list": nil, "type": "text", "description": cells[0], "label": cells[0], "quote": cells[1],
			})
		}
	}
	return fields
}

// begins are the pages with a heading that names a type, but for those that say that they are not
// the first.
func (r *reader) begins(ctx context.Context, d *pipeline.Document) []any {
	begins := []any{}
	signs, err := r.local.PageSigns(ctx, d)
	if err != nil {
		return begins
	}
	for i, s := range signs {
		if s.Type != "" && s.Page < 2 {
			begins = append(begins, map[string]any{"page": d.Pages[i].Number, "doctype": s.Type})
		}
	}
	return begins
}

// typeOf is the local reader's guess, with the first line as what shows it.
func (r *reader) typeOf(ctx context.Context, d *pipeline.Document, sent []sentPage) map[string]any {
	doctype, _, err := r.local.Classify(ctx, d)
	if err != nil || doctype == extractors.Unknown || len(sent) == 0 {
		return map[string]any{"doctype": extractors.Unknown, "quotes": []any{}}
	}
	for _, line := range sent[0].lines {
		if text := strings.Join(strings.Fields(line), " "); text != "" {
			return map[string]any{"doctype": doctype, "quotes": []quote{{sent[0].page.Number, text}}}
		}
	}
	return map[string]any{"doctype": extractors.Unknown, "quotes": []any{}}
}
