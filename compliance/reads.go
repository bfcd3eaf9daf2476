package compliance

import (
	"slices"
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// A read is a field, or the same field of every row, that an expression looks at.
type read struct {
	steps  []string // doc vat_lines * rate
	needed bool     // without it the expression has no value
	shown  bool     // it is evidence; a list whose rows are looked into is not
}

const (
	everyRow  = "*"
	rowBefore = "^"
)

// A place in an expression that leads to fields: a chain of names, or a list of such.
type chain struct {
	steps []string
	each  bool // the steps lead to each element of a list, not to the list
}

func (c chain) row() []string {
	if c.each {
		return c.steps
	}
	return append(c.steps[:len(c.steps):len(c.steps)], everyRow)
}

func (c chain) then(step string) chain {
	return chain{steps: append(c.steps[:len(c.steps):len(c.steps)], step)}
}

// A reader of expressions finds what fields they read.
type reader struct {
	found []read
	names map[string]chain // variables and what they stand for
}

// readsOf lists the fields of doc and inv that a checked expression reads, in the order in
// which it names them. loops are the variables of the rule's rows.
func readsOf(e ast.Expr, loops []loop) []read {
	r := &reader{names: map[string]chain{"doc": {steps: []string{"doc"}}, "inv": {steps: []string{"inv"}}}}
	for _, l := range loops {
		r.names[l.as] = chain{steps: []string{l.as}}
	}
	r.visit(e, true)
	return r.found
}

func (r *reader) visit(e ast.Expr, needed bool) {
	if c, ok := r.chain(e); ok && !c.each {
		r.note(c.steps, needed, true)
		return
	}
	switch e.Kind() {
	case ast.CallKind:
		r.call(e.AsCall(), needed)
	case ast.ComprehensionKind:
		r.comprehension(e.AsComprehension(), needed)
	case ast.SelectKind:
		r.visit(e.AsSelect().Operand(), needed)
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			r.visit(item, needed)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			r.visit(entry.AsMapEntry().Value(), needed)
		}
	}
}

// optional are the functions that do with a missing value.
var optional = map[string]bool{
	operators.LogicalAnd: true, operators.LogicalOr: true, operators.NotStrictlyFalse: true,
	"present": true, "seen": true, "unread": true, "orElse": true, "orZero": true, "firstRead": true,
}

func (r *reader) call(c ast.CallExpr, needed bool) {
	name := c.FunctionName()
	if name == "known" { // decides nothing
		return
	}
	if c.IsMemberFunction() {
		r.visit(c.Target(), needed)
	}
	for i, arg := range c.Args() {
		certain := !optional[name] && !recalls[name] && (name != operators.Conditional || i == 0)
		r.visit(arg, needed && certain)
	}
}

func (r *reader) comprehension(c ast.ComprehensionExpr, needed bool) {
	rows, ok := r.chain(c.IterRange())
	if ok {
		r.note(rows.steps, needed, false)
		r.visitInside(c.IterRange(), needed)
	} else {
		r.visit(c.IterRange(), needed)
	}
	hidden, had := r.names[c.IterVar()]
	if ok {
		r.names[c.IterVar()] = chain{steps: rows.row()}
	} else {
		delete(r.names, c.IterVar())
	}
	r.visit(c.LoopStep(), needed)
	delete(r.names, c.IterVar())
	if had {
		r.names[c.IterVar()] = hidden
	}
}

// visitInside looks for reads in the conditions of a list that was filtered or mapped.
func (r *reader) visitInside(e ast.Expr, needed bool) {
	if e.Kind() == ast.ComprehensionKind {
		r.comprehension(e.AsComprehension(), needed)
	}
}

// chain follows selections from a variable of the document.
func (r *reader) chain(e ast.Expr) (chain, bool) {
	switch e.Kind() {
	case ast.IdentKind:
		c, ok := r.names[e.AsIdent()]
		return c, ok
	case ast.SelectKind:
		c, ok := r.chain(e.AsSelect().Operand())
		return c.then(e.AsSelect().FieldName()), ok && !c.each
	case ast.CallKind:
		return r.callChain(e.AsCall())
	case ast.ComprehensionKind:
		return r.mapped(e.AsComprehension())
	}
	return chain{}, false
}

func (r *reader) callChain(c ast.CallExpr) (chain, bool) {
	switch c.FunctionName() {
	case operators.Index:
		list, ok := r.chain(c.Args()[0])
		if i := c.Args()[1]; ok && !list.each && i.Kind() == ast.LiteralKind {
			if n, isInt := i.AsLiteral().(types.Int); isInt {
				return list.then(strconv.Itoa(int(n))), true
			}
		}
		return chain{steps: list.row()}, ok
	case "previous":
		row, ok := r.chain(c.Args()[0])
		return row.then(rowBefore), ok
	case "known":
		return r.chain(c.Args()[0])
	}
	return chain{}, false
}

// mapped recognises filter and map, whose result is a list of what leads to fields too.
func (r *reader) mapped(c ast.ComprehensionExpr) (chain, bool) {
	rows, ok := r.chain(c.IterRange())
	if !ok {
		return chain{}, false
	}
	item := added(c.LoopStep())
	if item == nil {
		return chain{}, false
	}
	hidden, had := r.names[c.IterVar()]
	r.names[c.IterVar()] = chain{steps: rows.row()}
	defer func() {
		delete(r.names, c.IterVar())
		if had {
			r.names[c.IterVar()] = hidden
		}
	}()
	one, ok := r.chain(item)
	return chain{steps: one.steps, each: true}, ok && !one.each
}

// added is the element that a step of a loop adds to a list, nil when it does something else.
func added(step ast.Expr) ast.Expr {
	if step.Kind() != ast.CallKind {
		return nil
	}
	c := step.AsCall()
	switch {
	case c.FunctionName() == operators.Conditional:
		return added(c.Args()[1])
	case c.FunctionName() == operators.Add && c.Args()[1].Kind() == ast.ListKind && c.Args()[1].AsList().Size() == 1:
		return c.Args()[1].AsList().Elements()[0]
	}
	return nil
}

// note remembers a read once.
func (r *reader) note(steps []string, needed, shown bool) {
	for i, old := range r.found {
		if slices.Equal(old.steps, steps) {
			r.found[i].needed = old.needed || needed
			r.found[i].shown = old.shown || shown
			return
		}
	}
	r.found = append(r.found, read{steps, needed, shown})
}
