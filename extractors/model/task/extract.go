package task

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/extractors"
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
	why       string // why a premium target may be asked; empty for none
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
	if err == nil {
		err = x.escalate(ctx, open, found)
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
	parts, err := x.parts(open)
	if err != nil {
		return err
	}
	for _, properties := range parts {
		answers, err := spread(ctx, x.Tasks, windows(x.pages, x.cfg.Pages), func(ctx context.Context, w window) (answered, error) {
			return x.about(ctx, w, x.question(w, open, properties))
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
		shape: s.shape, check: s.check, output: outputOf(leaves, w), escalate: x.why,
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
