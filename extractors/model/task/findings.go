package task

import (
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// findings gathers the answers about the windows of one document.
type findings struct {
	root    *schemas.Node
	fields  []extractors.Claim
	lists   map[string][]row // by the list's pointer
	remarks []extractors.Claim
	models  []string // that answered
	windows int
}

// A row is one entry of a list as a window showed it.
type row struct {
	at     place
	window int
	leaves map[string]any   // by pointer within the row; "" for a list of values
	lists  map[string][]row // lists inside the row
}

// A place is a line of a page; the zero place is nowhere.
type place struct{ page, line int }

func (p place) before(o place) bool { return p.page < o.page || p.page == o.page && p.line < o.line }

// readPlace reads "3:12".
func readPlace(v any) place {
	text, _ := v.(string)
	page, line, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(text), "|"), ":")
	p, err := strconv.Atoi(page)
	l, err2 := strconv.Atoi(line)
	if err != nil || err2 != nil {
		return place{}
	}
	return place{p, l}
}

// add takes an answer apart.
func (f *findings) add(a answered) {
	f.windows++
	if !slices.Contains(f.models, a.model) {
		f.models = append(f.models, a.model)
	}
	f.group(f.root, a.value, "", a.window)
}

func (f *findings) group(n *schemas.Node, group map[string]any, pointer string, w window) {
	for _, p := range n.Properties {
		v, at := group[p.Name], pointer+"/"+escaper.Replace(p.Name)
		switch inner, isGroup := v.(map[string]any); {
		case v == nil:
		case p.IsList():
			list, _ := v.([]any)
			f.lists[at] = append(f.lists[at], f.rows(p.Items, list)...)
		case p.Leaf() && isGroup:
			f.field(at, inner, w)
		case isGroup:
			f.group(p, inner, at, w)
		}
	}
}

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// field keeps a value with its quote, and the same value of another window only once.
func (f *findings) field(pointer string, leaf map[string]any, w window) {
	c := extractors.Claim{Pointer: pointer, Value: leaf["v"], Source: pipeline.SourceModel, Evidence: []pipeline.Evidence{quote(leaf, w)}}
	if empty(c.Value) {
		return
	}
	if !slices.ContainsFunc(f.fields, func(o extractors.Claim) bool { return o.Pointer == pointer && o.Value == c.Value }) {
		f.fields = append(f.fields, c)
	}
}

// empty reports whether a value says nothing: null, or a text without a letter or digit.
func empty(v any) bool {
	s, isText := v.(string)
	return v == nil || isText && extractors.Fold(s) == "" && extractors.Currency(s) == ""
}

// quote is what the model says that it read, on a page that it was shown.
func quote(leaf map[string]any, w window) pipeline.Evidence {
	text, _ := leaf["q"].(string)
	e := pipeline.Evidence{Quote: text}
	if n, ok := leaf["p"].(interface{ Int64() (int64, error) }); ok {
		page, _ := n.Int64()
		e.Page = int(page)
	}
	if len(w) == 1 || !slices.ContainsFunc(w, func(v view) bool { return v.sheet.page.Number == e.Page }) {
		e.Page = 0
	}
	if len(w) == 1 {
		e.Page = w[0].sheet.page.Number
	}
	return e
}

// rows reads the entries of a list. An entry that does not say where it stands, stands where
// the one before it does.
func (f *findings) rows(items *schemas.Node, list []any) []row {
	var all []row
	last := place{}
	for _, e := range list {
		r := row{window: f.windows, leaves: map[string]any{}, lists: map[string][]row{}}
		group, ok := e.(map[string]any)
		if items == nil || !ok {
			continue
		}
		if items.Leaf() {
			r.leaves[""] = group
		} else {
			r.at = readPlace(group["at"])
			f.cells(items, group, "", &r)
		}
		if r.at == (place{}) {
			r.at = last
		}
		last = r.at
		if len(r.leaves)+len(r.lists) > 0 {
			all = append(all, r)
		}
	}
	return all
}

func (f *findings) cells(n *schemas.Node, group map[string]any, pointer string, r *row) {
	for _, p := range n.Properties {
		v, at := group[p.Name], pointer+"/"+escaper.Replace(p.Name)
		switch inner, isGroup := v.(map[string]any); {
		case v == nil:
		case p.IsList():
			if list, _ := v.([]any); len(list) > 0 {
				r.lists[at] = f.rows(p.Items, list)
			}
		case p.Leaf():
			if !isGroup && !empty(v) || isGroup && !empty(inner["v"]) {
				r.leaves[at] = v
			}
		case isGroup:
			f.cells(p, inner, at, r)
		}
	}
}
