package compliance

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// bound is a pack whose expressions were compiled for one type of document.
type bound struct {
	pack    *Pack
	doc     *shape
	inv     *shape
	rules   []*asked
	lacking map[string]error // rules that do not compile for the type: id to the fields that it lacks
	speech  *language
	tables  ref.Val
}

// An asked rule is compiled for one type of document.
type asked struct {
	*Rule
	loops            []loop
	when, assert     *program
	expected, actual *program
	message          []segment
	reads            []read
	says             []read // what the words of a failure say besides
	asksTerms        bool   // its answer comes from the variable inv
	judged           bool
}

// A loop is a list, and the name of its row in expressions.
type loop struct {
	as  string
	in  *program
	row *cel.Type
}

// A program is a compiled expression.
type program struct {
	cel.Program
	tree   ast.Expr
	output *cel.Type
}

// compile binds the pack to each of its types of document. A rule is at fault when it compiles
// for none of them, or fails for another reason than a field that one of them does not have.
func (p *Pack) compile() error {
	var errs []error
	faults := map[string][]error{}
	for _, t := range p.DocTypes {
		b, err := p.bind(t)
		if b == nil {
			errs = append(errs, err)
			continue
		}
		for id, err := range b.lacking {
			faults[id] = append(faults[id], err)
		}
		errs = append(errs, b.allAskTerms())
	}
	for _, r := range p.Rules {
		if all := faults[r.ID]; len(all) > 0 {
			errs = append(errs, inEach(all, len(p.DocTypes)))
		}
	}
	return errors.Join(errs...)
}

// allAskTerms finds the rules that a pack for e-invoices only would keep from other documents.
func (b *bound) allAskTerms() error {
	var errs []error
	for _, a := range b.rules {
		if b.pack.EInvoices && !a.asksTerms {
			errs = append(errs, b.pack.mistake(a.Rule, a.line, "applies_to.einvoice: the rule does not look at inv"))
		}
	}
	return errors.Join(errs...)
}

// bind compiles the pack for a type of document, once. Beside an error it returns what compiles,
// nil when nothing can.
func (p *Pack) bind(doctype string) (*bound, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b, ok := p.bounds[doctype]; ok {
		return b, nil
	}
	b, err := p.newBound(doctype)
	if err == nil {
		p.bounds[doctype] = b
	}
	return b, err
}

func (p *Pack) newBound(doctype string) (*bound, error) {
	doc := docShape(p.loader.Schemas[doctype])
	inv := p.invShape()
	l, err := newLanguage(doc, p.policyShape(), inv)
	if err != nil {
		return nil, &LoadError{File: p.File, Reason: err.Error()}
	}
	b := &bound{pack: p, doc: doc, speech: l, inv: inv, lacking: map[string]error{}, tables: types.DefaultTypeAdapter.NativeToValue(p.tables)}
	var errs []error
	for _, r := range p.Rules {
		a, err := b.compiler(r, nil).compile()
		if err == nil {
			b.rules = append(b.rules, a)
			continue
		}
		b.lacking[r.ID] = once(err)
		if !onlyFields(err) {
			errs = append(errs, err)
		}
	}
	return b, errors.Join(errs...)
}

// invShape is the shape of the variable inv, nil for a pack that does not speak of it.
func (p *Pack) invShape() *shape {
	if !bytes.Contains(p.raw, []byte("inv.")) {
		return nil
	}
	return newShape("Inv", p.loader.EInvoice.Root)
}

// A compiler makes the programs of one rule.
type compiler struct {
	*language
	pack  *Pack
	rule  *Rule
	loops []loop
	alter func(e expression, tree ast.Expr) // changes what was parsed, for mutants; nil leaves it
}

func (b *bound) compiler(r *Rule, alter func(expression, ast.Expr)) *compiler {
	return &compiler{language: b.speech, pack: b.pack, rule: r, alter: alter}
}

func (c *compiler) compile() (*asked, error) {
	a := &asked{Rule: c.rule, judged: c.rule.Judge != nil}
	if err := c.enter(); err != nil {
		return nil, err
	}
	a.loops = c.loops
	var errs [6]error
	a.when, errs[0] = c.program(c.rule.When, cel.BoolType, false)
	a.assert, errs[1] = c.program(c.assertion(), cel.BoolType, true)
	a.expected, errs[2] = c.program(c.rule.Expected, nil, false)
	a.actual, errs[3] = c.program(c.rule.Actual, nil, false)
	a.message, errs[4] = c.segments(c.rule.Message)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	a.reads = a.allReads()
	a.says = a.allSaid()
	a.asksTerms = a.startsIn("inv")
	return a, nil
}

// assertion is what must hold; of a judged rule, what settles it without a model.
func (c *compiler) assertion() expression {
	if c.rule.Judge != nil {
		return c.rule.Prefer
	}
	return c.rule.Assert
}

// enter compiles the loops, each of which sees the rows of those around it.
func (c *compiler) enter() error {
	if !c.rule.ForEach.given() {
		return nil
	}
	for _, w := range append([]Within{{c.rule.ForEach, c.rule.As}}, c.rule.Within...) {
		if !variable.MatchString(w.As) || slices.Contains([]string{"doc", "inv", "policy", "table", "today"}, w.As) {
			return c.pack.mistake(c.rule, c.rule.line, "as: %q cannot name a row", w.As)
		}
		in, err := c.program(w.ForEach, nil, false)
		if err != nil {
			return err
		}
		if in.output.Kind() != types.ListKind {
			return c.fault(w.ForEach, "for_each: not a list")
		}
		c.loops = append(c.loops, loop{as: w.As, in: in, row: in.output.Parameters()[0]})
	}
	return nil
}

// program compiles an expression of the type want, nil for any; nil without an expression.
func (c *compiler) program(e expression, want *cel.Type, decides bool) (*program, error) {
	if !e.given() {
		return nil, nil
	}
	env, err := c.with(c.loops)
	if err != nil {
		return nil, c.fault(e, err.Error())
	}
	parsed, issues := env.Parse(e.text)
	if issues.Err() != nil {
		return nil, c.issues(e, issues)
	}
	if c.alter != nil {
		c.alter(e, parsed.NativeRep().Expr())
	}
	r := &rewriter{ExprFactory: ast.NewExprFactory(), env: env, defines: c.pack.defines, alter: c.alter}
	if err := r.rewrite(parsed.NativeRep()); err != nil {
		return nil, c.fault(e, err.Error())
	}
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		return nil, c.issues(e, issues)
	}
	if want != nil && !checked.OutputType().IsExactType(want) {
		return nil, c.fault(e, fmt.Sprintf("gives %s, not %s", checked.OutputType(), want))
	}
	for _, name := range []string{"known", "seen"} {
		if decides && uses(checked.NativeRep().Expr(), name) {
			return nil, c.fault(e, name+"() decides nothing: use it in when; here use present, orElse, orZero or firstRead")
		}
	}
	if err := unknownKind(checked.NativeRep().Expr()); err != nil {
		return nil, c.fault(e, err.Error())
	}
	prg, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost), cel.InterruptCheckFrequency(checkEvery))
	if err != nil {
		return nil, c.fault(e, err.Error())
	}
	return &program{Program: prg, tree: checked.NativeRep().Expr(), output: checked.OutputType()}, nil
}

// issues tells what CEL found, on the lines of the file.
func (c *compiler) issues(e expression, issues *cel.Issues) error {
	var errs []error
	for _, i := range issues.Errors() {
		err := c.pack.mistake(c.rule, e.at(max(1, i.Location.Line())), "%s", i.Message)
		if strings.HasPrefix(i.Message, "undefined field") {
			err = &noField{err}
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (c *compiler) fault(e expression, reason string) error {
	return c.pack.mistake(c.rule, e.line, "%s", reason)
}

// uses reports whether an expression calls a function.
func uses(e ast.Expr, function string) bool {
	found := false
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) {
		found = found || e.Kind() == ast.CallKind && e.AsCall().FunctionName() == function
	}))
	return found
}

// startsIn reports whether the rule looks at the variable, itself or through its rows.
func (a *asked) startsIn(variable string) bool {
	begins := func(r read) bool { return r.steps[0] == variable }
	return slices.ContainsFunc(a.reads, begins) ||
		len(a.loops) > 0 && slices.ContainsFunc(readsOf(a.loops[0].in.tree, nil), begins)
}
