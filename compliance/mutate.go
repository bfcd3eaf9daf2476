package compliance

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// A Mutant is a rule with one thing in its condition or assertion altered. When the rule's
// examples do not notice, they do not say enough of what the rule says.
type Mutant struct {
	Rule    string // its id; for a definition its name
	Part    string // when | assert | define
	Change  string
	Noticed bool
}

func (m Mutant) String() string { return fmt.Sprintf("%s %s: %s", m.Rule, m.Part, m.Change) }

// Mutants alters the conditions and assertions of every rule and the definitions of the pack,
// each place in each way once, and tells which of the changes the examples notice: those of the
// rule, and for a definition those of any rule. Changes that do not compile are none.
func (p *Pack) Mutants() ([]Mutant, error) {
	var all []Mutant
	add := func(where, part string, e expression, rules []*Rule) error {
		some, err := p.mutants(e, rules)
		for _, m := range some {
			m.Rule, m.Part = where, part
			all = append(all, m)
		}
		return err
	}
	for _, r := range p.Rules {
		if err := errors.Join(add(r.ID, "when", r.When, []*Rule{r}), add(r.ID, "assert", r.Assert, []*Rule{r})); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.defines)) {
		if err := add(name, "define", p.defines[name], p.Rules); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// mutants makes every change to one expression.
func (p *Pack) mutants(e expression, rules []*Rule) ([]Mutant, error) {
	var all []Mutant
	for n := 0; e.given(); n++ {
		m := &mutation{ExprFactory: ast.NewExprFactory(), want: n, part: e}
		noticed := false
		for _, r := range rules {
			if err := p.notices(r, m, &noticed); err != nil {
				return nil, err
			}
			if noticed {
				break
			}
		}
		if m.done == "" {
			return all, nil
		}
		if m.compiled {
			all = append(all, Mutant{Change: m.done, Noticed: noticed})
		}
	}
	return all, nil
}

// notices runs the examples of a rule that m alters.
func (p *Pack) notices(r *Rule, m *mutation, noticed *bool) error {
	altered := map[string]*asked{}
	examples, err := p.Examples(r)
	if err != nil {
		return err
	}
	for _, e := range examples {
		based, err := p.based(e)
		if err != nil {
			return err
		}
		b, err := p.bind(based.DocType)
		if err != nil {
			return err
		}
		a, ok := altered[based.DocType]
		if !ok {
			a = b.altered(r, m)
			altered[based.DocType] = a
		}
		if a == nil {
			continue
		}
		m.compiled = true
		outcomes, err := p.asks(b, a, based)
		if err != nil {
			return err
		}
		if based.among(outcomes) != nil {
			*noticed = true
			return nil
		}
	}
	return nil
}

// altered is the rule with the change; nil when it does not compile, or is not touched.
func (b *bound) altered(r *Rule, m *mutation) *asked {
	i := slices.IndexFunc(b.rules, func(a *asked) bool { return a.ID == r.ID })
	if i < 0 {
		return nil
	}
	a := *b.rules[i]
	c := b.compiler(r, m.alter)
	m.touched = false
	if c.enter() != nil {
		return nil
	}
	a.loops = c.loops
	var errs [2]error
	a.when, errs[0] = c.program(r.When, cel.BoolType, false)
	a.assert, errs[1] = c.program(c.assertion(), cel.BoolType, true)
	if errors.Join(errs[:]...) != nil || !m.touched {
		return nil
	}
	a.reads = a.allReads()
	return &a
}

// A mutation makes the change number want of an expression.
type mutation struct {
	ast.ExprFactory
	part expression
	want int
	at   int
	done string // what was changed
	last int64

	touched  bool // the change was made in the rule at hand
	compiled bool // it compiled at least once
}

// fresh numbers a new node, far above those that the parser gave.
func (m *mutation) fresh() int64 {
	m.last++
	return m.last + 1<<32
}

func (m *mutation) alter(e expression, tree ast.Expr) {
	if e == m.part {
		m.at = 0
		m.visit(tree)
	}
}

// change makes the change if it is the one that is wanted.
func (m *mutation) change(e ast.Expr, what string, to func() ast.Expr) {
	if m.at == m.want {
		m.done, m.touched = what, true
		e.SetKindCase(to())
	}
	m.at++
}

// visit goes through what a person wrote: of a macro, its range and its condition.
func (m *mutation) visit(e ast.Expr) {
	if m.at > m.want {
		return
	}
	switch e.Kind() {
	case ast.CallKind:
		m.call(e)
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		m.visit(c.IterRange())
		m.step(c.LoopStep())
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			m.visit(item)
		}
	case ast.SelectKind:
		m.visit(e.AsSelect().Operand())
	case ast.LiteralKind:
		m.literal(e)
	}
}

// step goes on in what a loop does with each row: the operator itself is the macro's.
func (m *mutation) step(e ast.Expr) {
	if e.Kind() != ast.CallKind {
		return
	}
	args := e.AsCall().Args()
	switch e.AsCall().FunctionName() {
	case operators.LogicalAnd, operators.LogicalOr:
		m.negated(args[1])
		m.visit(args[1])
	case operators.Conditional: // filter
		m.negated(args[0])
		m.visit(args[0])
	case operators.Add: // map
		m.visit(args[1])
	}
}

func (m *mutation) negated(e ast.Expr) {
	m.change(e, "condition of a list negated", func() ast.Expr { return m.not(e) })
}

func (m *mutation) not(e ast.Expr) ast.Expr {
	return m.NewCall(m.fresh(), operators.LogicalNot, m.copied(e))
}

// copied is e under new numbers, so that it can stand inside itself.
func (m *mutation) copied(e ast.Expr) ast.Expr {
	c := m.CopyExpr(e)
	c.RenumberIDs(func(int64) int64 { return m.fresh() })
	return c
}

// swaps are the operators that are exchanged.
var swaps = map[string][]string{
	operators.Less: {operators.LessEquals, operators.Greater}, operators.LessEquals: {operators.Less, operators.Greater},
	operators.Greater: {operators.GreaterEquals, operators.Less}, operators.GreaterEquals: {operators.Greater, operators.Less},
	operators.Equals: {operators.NotEquals}, operators.NotEquals: {operators.Equals},
	operators.LogicalAnd: {operators.LogicalOr}, operators.LogicalOr: {operators.LogicalAnd},
	operators.Add: {operators.Subtract}, operators.Subtract: {operators.Add},
	operators.Multiply: {operators.Divide}, operators.Divide: {operators.Multiply},
}

// turned are functions whose answer is turned round.
var turned = map[string]bool{
	"present": true, "unread": true, "seen": true, "ident": true, "about": true, "matches": true,
	"contains": true, "startsWith": true, "endsWith": true, operators.In: true,
}

// dropped are functions that give way to their first argument.
var dropped = map[string]bool{
	"orElse": true, "orZero": true, "firstRead": true, "abs": true, "round": true, "roundHalfUp": true,
	"compact": true, "fold": true, operators.LogicalNot: true, operators.Negate: true,
}

func (m *mutation) call(e ast.Expr) {
	c := e.AsCall()
	name, parts := c.FunctionName(), c.Args()
	if c.IsMemberFunction() {
		parts = append([]ast.Expr{c.Target()}, parts...)
	}
	for _, other := range swaps[name] {
		m.change(e, name+" becomes "+other, func() ast.Expr { return m.NewCall(e.ID(), other, parts...) })
	}
	if turned[name] {
		m.change(e, name+" negated", func() ast.Expr { return m.not(e) })
	}
	if dropped[name] {
		m.change(e, name+" dropped", func() ast.Expr { return parts[0] })
	}
	if name == operators.LogicalAnd || name == operators.LogicalOr || name == operators.Conditional {
		for _, i := range []int{len(parts) - 2, len(parts) - 1} {
			m.change(e, fmt.Sprintf("%s: only part %d", name, i+1), func() ast.Expr { return parts[i] })
		}
	}
	if name == "ident" || name == "identReason" || name == "date" {
		parts = parts[1:]
	}
	for _, part := range parts {
		m.visit(part)
	}
}

func (m *mutation) literal(e ast.Expr) {
	switch v := e.AsLiteral().(type) {
	case types.Int:
		m.change(e, fmt.Sprintf("%d becomes %d", v, v+1), func() ast.Expr { return m.NewLiteral(e.ID(), v+1) })
	case types.Bool:
		m.change(e, fmt.Sprintf("%t becomes %t", v, !v), func() ast.Expr { return m.NewLiteral(e.ID(), !v) })
	case types.Double:
		m.change(e, fmt.Sprintf("%v becomes %v", v, v+1), func() ast.Expr { return m.NewLiteral(e.ID(), v+1) })
	case types.String:
		if v == "" { // nothing to alter
			return
		}
		to := string(v) + "x"
		if d, err := strconv.ParseFloat(string(v), 64); err == nil {
			to = strconv.FormatFloat(d+1, 'f', -1, 64)
		}
		m.change(e, fmt.Sprintf("%q becomes %q", string(v), to), func() ast.Expr { return m.NewLiteral(e.ID(), types.String(to)) })
	}
}
