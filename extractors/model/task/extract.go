package task

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// ExtractVersion names the task in records. A change of prompt or shape is another version.
const ExtractVersion = "extract@1"

const extractSystem = `Fill in the fields of the answer from the pages.
- A field has v, the value in the form that its description asks for, and q, the words of the page that show it, copied letter for letter: the value as it is printed, with the printed words beside it that say what it is, 2 to 12 words.%s
- Null for every field that is not on these pages. Most documents have only some of the fields.
- Dates as YYYY-MM-DD, amounts as plain decimals with all printed digits ("1.234,50 €" is 1234.50), text as printed.
- In lists, one entry for each row that is printed, in their order, none left out and none made up; headings, subtotals and carried-forward lines are no rows. at is the number before the "|" of the line on which the row begins, such as "2:14". Cells without q hold what is printed in that row.
- Take over what is printed. Do not work out what is missing.`

const extractPages = ` p is the number of that page.`

const extractAsk = `Give the fields of the document.`

// Read implements [extractors.Model]: it asks for what is open, page window by page window, and
// long lists row window by row window.
func (t *Tasks) Read(ctx context.Context, d *pipeline.Document, s *schemas.Schema, open []string) ([]extractors.Claim, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return nil, nil
	}
	x := &extraction{Tasks: t, doc: d, schema: s, pages: pages, languages: extractors.Languages(d), unprinted: unprinted(s)}
	claims, err := x.read(ctx, open)
	for _, r := range Suspicions(d) {
		claims = append(claims, remark(r))
	}
	return claims, err
}

var _ extractors.Model = (*Tasks)(nil)

func remark(r pipeline.Reason) extractors.Claim {
	return extractors.Claim{Pointer: r.Path, Code: r.Code, Reason: r.Detail, Source: pipeline.SourceModel,
		Reader: modelReader, Evidence: []pipeline.Evidence{{Page: r.Page}}}
}

// modelReader names the reader in results, before the model's own name.
const modelReader = "model@1"

// An extraction is one document being read.
type extraction struct {
	*Tasks
	doc       *pipeline.Document
	schema    *schemas.Schema
	pages     []*sheet
	languages []string
	unprinted map[string]bool

	mu     sync.Mutex
	shapes map[string]*checkedShape // by the leaves and whether pages are asked for
}

// A checkedShape is the shape of an answer with its checker.
type checkedShape struct {
	shape *shape
	check func(any) []string
}

// read asks the two sorts of questions. Lists of few rows come along with the other fields.
func (x *extraction) read(ctx context.Context, open []string) ([]extractors.Claim, error) {
	fields, long := x.share(open)
	found := &findings{root: x.schema.Root, lists: map[string][]row{}}
	err := x.fields(ctx, fields, found)
	if err == nil {
		err = x.lists(ctx, long, open, found)
	}
	if err == nil {
		err = x.check(ctx, open, found)
	}
	return found.claims(x), err
}

// share sorts what is open into fields for page windows, and lists for row windows.
func (x *extraction) share(open []string) (fields, long []string) {
	rows := 0
	for _, p := range x.pages {
		rows += len(p.tableLines())
	}
	for _, n := range x.schema.Leaves() {
		if !extractors.Opens(open, n.Pointer) {
			continue
		}
		list := outerList(n.Pointer)
		switch {
		case list == "" || rows <= x.cfg.Rows || strings.HasSuffix(n.Pointer, "/*"):
			fields = append(fields, n.Pointer)
		case !slices.Contains(long, list):
			long = append(long, list)
		}
	}
	return fields, long
}

// outerList is the list that holds a leaf, "" for none.
func outerList(pointer string) string {
	list, _, inside := strings.Cut(pointer, "/*")
	if !inside {
		return ""
	}
	return list
}

// An answered question is what came back about one window.
type answered struct {
	value  map[string]any
	window window
	model  string
}

// fields asks for fields, by windows of pages and by parts of an oversized schema.
func (x *extraction) fields(ctx context.Context, open []string, found *findings) error {
	if len(open) == 0 {
		return nil
	}
	parts, err := x.schema.Safe(x.profile(model.JSONSchema, open, true))
	if err != nil {
		return err
	}
	for i := range parts {
		answers, err := spread(ctx, x.Tasks, windows(x.pages, x.cfg.Pages), func(ctx context.Context, w window) (answered, error) {
			return x.about(ctx, w, x.question(w, open, parts[i].Properties))
		})
		for _, a := range answers {
			found.add(a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// about asks q and keeps who answered.
func (x *extraction) about(ctx context.Context, w window, q question) (answered, error) {
	a, err := x.ask(ctx, q)
	if err != nil {
		return answered{}, err
	}
	value, _ := a.Value.(map[string]any)
	return answered{value: value, window: w, model: a.Model}, nil
}

// question asks for those of the open leaves that are among the top-level properties.
func (x *extraction) question(w window, open, properties []string) question {
	var leaves []string
	for _, pointer := range open {
		if top, _, _ := strings.Cut(pointer[1:], "/"); slices.Contains(properties, unescaper.Replace(top)) {
			leaves = append(leaves, pointer)
		}
	}
	paged, system := len(w) > 1, ""
	if paged {
		system = extractPages
	}
	s := x.shaped(leaves, paged)
	return question{
		task: ExtractVersion, doc: x.doc, window: w, numbered: true, images: w.scanned(),
		system: fmt.Sprintf(extractSystem, system), ask: extractAsk,
		shape: s.shape, check: s.check, output: outputOf(leaves, w),
	}
}

var unescaper = strings.NewReplacer("~1", "/", "~0", "~")

// Tokens of an answer: most fields are null, and what is found has a quote.
const (
	tokensPerField = 40
	tokensPerCell  = 10
	tokensPerRow   = 12
)

// outputOf estimates how long an answer may get.
func outputOf(leaves []string, w window) int {
	cells := map[string]int{} // by list; a line is a row of one of them
	most := 0
	for _, l := range leaves {
		list := outerList(l)
		if cells[list]++; list != "" {
			most = max(most, cells[list])
		}
	}
	n := leastOutput + cells[""]*tokensPerField
	if most > 0 {
		n += w.rows() * (tokensPerRow + most*tokensPerCell)
	}
	return n
}

// shaped returns the shape for these leaves; windows share it.
func (x *extraction) shaped(leaves []string, paged bool) *checkedShape {
	x.mu.Lock()
	defer x.mu.Unlock()
	key := fmt.Sprint(paged, leaves)
	if s, ok := x.shapes[key]; ok {
		return s
	}
	s := x.shape(leaves, paged)
	if x.shapes == nil {
		x.shapes = map[string]*checkedShape{}
	}
	x.shapes[key] = &checkedShape{shape: s, check: checker(s)}
	return x.shapes[key]
}

// shape derives the schema of the answer, for each way to ask for JSON once.
func (x *extraction) shape(leaves []string, paged bool) *shape {
	return &shape{name: "fields", schema: remembered(func(mode model.JSONMode) (json.RawMessage, error) {
		parts, err := x.schema.Safe(x.profile(mode, leaves, paged))
		if err != nil {
			return nil, err
		}
		if len(parts) != 1 {
			return nil, fmt.Errorf("the fields take %d schemas in mode %s: %w", len(parts), mode, pipeline.ErrSchemaInvalid)
		}
		return parts[0].Schema, nil
	})}
}

// remembered derives a schema once for each mode.
func remembered(derive func(model.JSONMode) (json.RawMessage, error)) func(model.JSONMode) (json.RawMessage, error) {
	var mu sync.Mutex
	known := map[model.JSONMode]json.RawMessage{}
	return func(mode model.JSONMode) (json.RawMessage, error) {
		mu.Lock()
		defer mu.Unlock()
		if raw, ok := known[mode]; ok {
			return raw, nil
		}
		raw, err := derive(mode)
		if err == nil {
			known[mode] = raw
		}
		return raw, err
	}
}

// profile is how the answer's schema is derived: each leaf with its quote, each row with the
// line that it begins on.
func (x *extraction) profile(mode model.JSONMode, open []string, paged bool) schemas.Profile {
	p := schemas.Strict()
	switch mode {
	case model.JSONTool:
		p = schemas.Tool()
	case model.JSONObject, model.JSONPrompt:
		p = schemas.Minimal()
	}
	p.Open, p.Languages = open, append(x.languages, "en")
	p.Leaf = func(pointer string, leaf json.RawMessage) json.RawMessage {
		if inRow(pointer) && !x.unprinted[pointer] {
			return leaf
		}
		return quotedLeaf(leaf, paged && !inRow(pointer))
	}
	p.Row = func(string) (string, json.RawMessage) { return "at", json.RawMessage(`{"type":"string"}`) }
	return p
}

// inRow reports whether a leaf is a cell of a row.
func inRow(pointer string) bool {
	return strings.Contains(pointer, "/*/") && !strings.HasSuffix(pointer, "/*")
}

// unprinted are the cells whose values are seldom printed as they are: codes and truths. They
// need a quote even in a row.
func unprinted(s *schemas.Schema) map[string]bool {
	all := map[string]bool{}
	for _, n := range s.Leaves() {
		all[n.Pointer] = len(n.Enum) > 0 || slices.Contains(n.Types, "boolean") || slices.Contains([]string{"country", "currency", "language"}, n.Format)
	}
	return all
}

// quotedLeaf is a leaf with its quote, and with its page where several are shown.
func quotedLeaf(leaf json.RawMessage, paged bool) json.RawMessage {
	properties, required := `"v":`+string(leaf)+`,"q":{"type":"string"}`, `"v","q"`
	if paged {
		properties, required = properties+`,"p":{"type":"integer"}`, required+`,"p"`
	}
	return json.RawMessage(`{"type":"object","properties":{` + properties + `},"required":[` + required + `],"additionalProperties":false}`)
}

// checker holds answers to the derived schema, as far as it can be told to any provider. What
// is missing counts as null, what nobody asked for as nothing. Whether quotes are on the page is
// no reason to ask again: what cannot be found is not believed.
func checker(s *shape) func(any) []string {
	derived := sync.OnceValues(func() (*schemas.Schema, error) {
		raw, err := s.schema(model.JSONPrompt)
		if err != nil {
			return nil, err
		}
		return schemas.Parse("answer", raw)
	})
	return func(answer any) []string {
		d, err := derived()
		if err != nil {
			return []string{err.Error()}
		}
		violations, err := d.Validate(context.Background(), complete(d.Root, answer))
		if err != nil {
			return []string{err.Error()}
		}
		var wrong []string
		for _, v := range violations {
			wrong = append(wrong, v.Pointer+" "+v.Detail)
		}
		return wrong
	}
}

// complete gives an answer exactly the properties that were asked for.
func complete(n *schemas.Node, answer any) any {
	switch answer := answer.(type) {
	case map[string]any:
		group := map[string]any{}
		for _, p := range n.Properties {
			group[p.Name] = complete(p, answer[p.Name])
		}
		return group
	case []any:
		list := make([]any, len(answer))
		for i, e := range answer {
			list[i] = e
			if n.Items != nil {
				list[i] = complete(n.Items, e)
			}
		}
		return list
	}
	return answer
}
