package compliance

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// on lays e over base: what e says of a field, a group or a list holds.
func (e Example) on(base Example) Example {
	own := plain(&e.Doc)
	e.data = merge(plain(&base.Doc), own)
	e.states = base.named()
	maps.DeleteFunc(e.states, func(pointer string, _ pipeline.FieldState) bool { return valueAt(own, pointer) != nil })
	for pointer, state := range e.named() {
		e.states[pointer] = state
		remove(e.data, pointer)
	}
	if e.Rest == "" {
		e.Rest = base.Rest
	}
	if e.DocType == "" {
		e.DocType = base.DocType
	}
	if e.Today == "" {
		e.Today = base.Today
	}
	return e
}

// named gives the states that the example lists, by pointer.
func (e Example) named() map[string]pipeline.FieldState {
	all := map[string]pipeline.FieldState{}
	for state, paths := range map[pipeline.FieldState][]string{
		pipeline.FieldAbsent: e.Absent, pipeline.FieldNotFound: e.NotFound, pipeline.FieldUnreadable: e.Unreadable,
	} {
		for _, p := range paths {
			all[pointerOf(p)] = state
		}
	}
	return all
}

// pointerOf turns seller.vat_id or vat_lines[0].rate into a pointer.
func pointerOf(path string) string {
	path = strings.NewReplacer("[", ".", "]", "").Replace(path)
	return "/" + strings.ReplaceAll(path, ".", "/")
}

// merge lays one value over another: maps key by key, everything else whole. It changes
// neither.
func merge(under, over any) any {
	a, isMap := under.(map[string]any)
	b, alsoMap := over.(map[string]any)
	switch {
	case over == nil:
		return under
	case !isMap || !alsoMap:
		return over
	}
	m := maps.Clone(a)
	for k, v := range b {
		m[k] = merge(a[k], v)
	}
	return m
}

// remove takes the value at a pointer out of the data.
func remove(data any, pointer string) {
	at := strings.LastIndexByte(pointer, '/')
	parent := data
	if at > 0 {
		parent = valueAt(data, pointer[:at])
	}
	if group, ok := parent.(map[string]any); ok {
		delete(group, pointer[at+1:])
	}
}

// extraction is what the readers would have found on the example.
func (e Example) extraction(s *schemas.Schema) *pipeline.Extraction {
	data, _ := e.data.(map[string]any)
	x := &pipeline.Extraction{DocType: e.DocType, Schema: s.ID, Data: data, Fields: map[string]pipeline.Field{}}
	e.fill(x, s.Root, "", data)
	for _, list := range e.Incomplete {
		x.Reasons = append(x.Reasons, pipeline.Reason{Code: pipeline.ReasonRowsIncomplete, Path: pointerOf(list)})
	}
	return x
}

// fill writes the entry of every field below n.
func (e Example) fill(x *pipeline.Extraction, n *schemas.Node, pointer string, value any) {
	items, _ := value.([]any)
	switch {
	case n.IsList() && len(items) > 0 && n.Items != nil:
		for i, item := range items {
			e.fill(x, n.Items, pointer+"/"+strconv.Itoa(i), item)
		}
	case len(n.Properties) > 0:
		group, _ := value.(map[string]any)
		for _, p := range n.Properties {
			e.fill(x, p, pointer+"/"+p.Name, group[p.Name])
		}
	case value != nil && len(items) == 0:
		confidence := e.confidence(pointer)
		x.Fields[pointer] = pipeline.Field{State: pipeline.FieldFound, Confidence: &confidence, Evidence: []pipeline.Evidence{{Page: 1}}}
	default:
		if state := e.state(pointer); state != "" {
			x.Fields[pointer] = pipeline.Field{State: state}
		}
	}
}

func (e Example) confidence(pointer string) float64 {
	for path, c := range e.Confidence {
		if pointerOf(path) == pointer {
			return c
		}
	}
	return 0.97
}

// state is what is known of a field without a value: what the example says of it or of the
// nearest group around it.
func (e Example) state(pointer string) pipeline.FieldState {
	for at := pointer; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
		if s, ok := e.states[at]; ok {
			return s
		}
	}
	switch e.Rest {
	case "absent":
		return pipeline.FieldAbsent
	case "foreign":
		return ""
	}
	return pipeline.FieldNotFound
}

// sources are those that the example describes.
func (e Example) sources() Sources {
	s := Sources{Archive: exampleArchive(e.Recall), Scanner: exampleScanner(e.Recall)}
	if rows, ok := e.Recall["sanctioned"]; ok {
		s.Screener = exampleScreener(rows)
	}
	if e.Judge != "" {
		s.Judge = exampleJudge(e.Judge)
	}
	return s
}

// exampleArchive answers with the rows of an example.
type exampleArchive map[string][]map[string]any

func (a exampleArchive) Recall(_ context.Context, _ *pipeline.Document, q Recall) (Recalled, error) {
	rows, ok := a[q.Function]
	if !ok {
		return Recalled{Unanswered: "the example names nobody to ask"}, nil
	}
	i := slices.IndexFunc(Recalls, func(f RecallFunction) bool { return f.Name == q.Function })
	columns := RowTypes[Recalls[i].RowType]
	answer := Recalled{Rows: []Row{}}
	for _, row := range rows {
		r := Row{}
		for name, v := range row {
			r[name] = columnValue(columns[name], v)
		}
		answer.Rows = append(answer.Rows, r)
	}
	return answer, nil
}

// exampleScreener finds on its lists what an example says; a row with asked only for that name.
type exampleScreener []map[string]any

func (e exampleScreener) Screen(_ context.Context, q ScreenQuery) (Screened, error) {
	var found Screened
	for _, row := range e {
		word := func(name string) string { w, _ := row[name].(string); return w }
		if asked := word("asked"); asked != "" && asked != q.Name {
			continue
		}
		likeness, _ := parseDecimal(text(row["likeness"]))
		found.Hits = append(found.Hits, ScreenHit{
			List: word("list"), Entry: word("entry"), Name: word("name"), Main: word("main"), Kind: word("kind"),
			Likeness: likeness.InexactFloat64(), Birth: word("birth"),
		})
	}
	return found, nil
}

// exampleScanner answers personal_data in the same way.
type exampleScanner map[string][]map[string]any

func (s exampleScanner) Scan(ctx context.Context, d *pipeline.Document, class string) (Recalled, error) {
	found, err := exampleArchive(s).Recall(ctx, d, Recall{Function: personalData})
	found.Rows = slices.DeleteFunc(found.Rows, func(r Row) bool { return r["class"] != class })
	return found, err
}

func columnValue(k ColumnKind, v any) any {
	switch k {
	case AmountColumn:
		d, _ := parseDecimal(text(v))
		return d
	case DateColumn:
		if t, ok := v.(time.Time); ok {
			return t
		}
		d, _ := parseDay(v)
		return d.Time
	}
	return v
}

func text(v any) string {
	raw, _ := json.Marshal(v)
	return strings.Trim(string(raw), `"`)
}

type exampleJudge pipeline.Verdict

func (j exampleJudge) Judge(context.Context, *pipeline.Document, Inquiry) (Judgement, error) {
	v := Judgement{Verdict: pipeline.Verdict(j), Reason: "as the example says"}
	if v.Verdict == pipeline.CannotTell {
		v.Why = WhyUndecided
	}
	return v, nil
}
