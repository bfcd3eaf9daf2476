package compliance

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// unanswered marks a question that nobody could answer; in place of a pointer it carries the
// reason.
const unanswered mark = 'q'

var sourcesType = cel.ObjectType("sources")

// recalls tells the names of [Recalls].
var recalls = func() map[string]bool {
	names := map[string]bool{}
	for _, f := range Recalls {
		names[f.Name] = true
	}
	return names
}()

// asking carries the functions of [Recalls] to those who answer, for one document. The first
// trouble of a source ends the check. A question that condition, assertion and message share is put
// once.
type asking struct {
	ctx     context.Context
	sources Sources
	d       *pipeline.Document
	trouble error
	known   map[string]ref.Val // answers by their question
	lists   []string           // that were searched
	names   []string           // of people and companies, in the answers
}

func (a *asking) Type() ref.Type              { return sourcesType }
func (a *asking) Value() any                  { return a }
func (a *asking) Equal(other ref.Val) ref.Val { return types.Bool(ref.Val(a) == other) }

func (a *asking) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("sources do not convert to %v", t)
}

func (a *asking) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("sources do not convert to %s", t.TypeName())
}

// rowShapes are the types of the rows that archives answer with.
func rowShapes() []*shape {
	var all []*shape
	for name, columns := range RowTypes {
		s := &shape{name: name, fields: map[string]*place{}}
		for column, kind := range columns {
			s.fields[column] = &place{typ: columnType(kind)}
			s.order = append(s.order, column)
		}
		slices.Sort(s.order)
		all = append(all, s)
	}
	return all
}

func columnType(k ColumnKind) *cel.Type {
	switch k {
	case AmountColumn:
		return decType
	case DateColumn:
		return dayType
	case FlagColumn:
		return cel.BoolType
	case RowsColumn:
		return cel.DynType
	}
	return cel.StringType
}

// recallFunctions declares [Recalls]. They see arguments without a value: an absent one is
// handed on, one that was not read makes the answer unknown.
func recallFunctions() []cel.EnvOption {
	shapes := map[string]*shape{}
	for _, s := range rowShapes() {
		shapes[s.name] = s
	}
	var all []cel.EnvOption
	for _, f := range Recalls {
		args := []*cel.Type{sourcesType}
		for _, k := range f.Args {
			args = append(args, columnType(k))
		}
		rows := shapes[f.RowType]
		all = append(all, cel.Function(f.Name, cel.Overload("recall_"+f.Name, args, cel.ListType(rows.typ()),
			cel.OverloadIsNonStrict(), cel.FunctionBinding(func(args ...ref.Val) ref.Val {
				a, ok := args[0].(*asking)
				if !ok {
					return types.NewErr("%s: nobody to ask", f.Name)
				}
				return a.recall(f.Name, rows, args[1:])
			}))))
	}
	return append(all, cel.Variable(sourcesVar, sourcesType))
}

func (a *asking) recall(name string, rows *shape, args []ref.Val) ref.Val {
	q := Recall{Function: name}
	for _, v := range args {
		if w, ok := why(v); ok && w != absent {
			return v
		}
		if types.IsError(v) {
			return v
		}
		q.Args = append(q.Args, argument(v))
	}
	key, err := json.Marshal(q)
	if err != nil {
		return types.WrapErr(err)
	}
	if answer, ok := a.known[string(key)]; ok {
		return answer
	}
	answer := a.put(q, rows)
	if a.known == nil {
		a.known = map[string]ref.Val{}
	}
	a.known[string(key)] = answer
	return answer
}

// put asks the sources.
func (a *asking) put(q Recall, rows *shape) ref.Val {
	answer, err := a.sources.Recall(a.ctx, a.d, q)
	a.lists = union(a.lists, answer.Lists)
	a.names = union(a.names, namesIn(answer.Rows))
	switch {
	case err != nil:
		a.trouble = err
		return types.WrapErr(err)
	case answer.Unanswered != "":
		return new(marks).new(unanswered, answer.Unanswered)
	}
	all := make([]ref.Val, len(answer.Rows))
	for i, row := range answer.Rows {
		all[i] = rows.row(row)
	}
	return newRowList(q.Function, all)
}

// nameColumns are the columns of rows that name people and companies.
var nameColumns = []string{"supplier", "name", "main"}

func namesIn(rows []Row) []string {
	var all []string
	for _, row := range rows {
		for _, column := range nameColumns {
			if name, _ := row[column].(string); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// named lists the names that a finding says of those that were answered.
func (a *asking) named(texts ...any) []string {
	var said []string
	message := fmt.Sprintln(texts...)
	for _, name := range a.names {
		if strings.Contains(message, name) {
			said = append(said, name)
		}
	}
	slices.SortFunc(said, func(a, b string) int { return len(b) - len(a) }) // one may be part of another
	return said
}

// argument gives what an archive is asked with; nil for what is absent.
func argument(v ref.Val) any {
	switch v := v.(type) {
	case dec:
		return v.Decimal
	case day:
		return v.Time
	case *rowList:
		return v.read()
	case *types.Unknown:
		return nil
	}
	return v.Value()
}

// read is the list as data, of which each row has only what was read well enough for the rule that
// asks: for who answers the rest is not there.
func (l *rowList) read() []any {
	all := make([]any, len(l.rows))
	for i, row := range l.rows {
		group := map[string]any{}
		if o, ok := row.(*object); ok {
			for name, p := range o.shape.fields {
				if p.group == nil && !p.list && !types.IsUnknownOrError(o.field(name)) {
					group[name] = o.data[name]
				}
			}
		}
		all[i] = group
	}
	return all
}

// row makes the value of a row of an archive. What it does not have is absent.
func (s *shape) row(r Row) *object {
	o := &object{shape: s, fields: map[string]ref.Val{}}
	var m marks
	for _, name := range s.order {
		o.fields[name] = m.new(absent, "/"+name)
		switch v := r[name].(type) {
		case string:
			o.fields[name] = types.String(v)
		case decimal.Decimal:
			o.fields[name] = dec{v}
		case time.Time:
			o.fields[name] = day{v}
		case bool:
			o.fields[name] = types.Bool(v)
		case NotRead:
			o.fields[name] = m.new(unanswered, string(v))
		}
	}
	return o
}
