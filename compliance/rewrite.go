package compliance

import (
	"fmt"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// sourcesVar is the hidden variable through which functions reach beyond the document.
const sourcesVar = "@sources"

// A rewriter changes a parsed expression before its types are checked: numbers with a point
// become exact decimals, names of the pack's definitions become what they stand for, and
// functions that look past the document get the variable that lets them.
type rewriter struct {
	ast.ExprFactory
	env     *cel.Env
	defines map[string]expression
	alter   func(e expression, tree ast.Expr) // see [compiler]
	last    int64
	nodes   int // visited so far
	depth   int
}

// maxDepth bounds how far definitions may use each other, maxNodes how large an expression
// becomes with them: definitions that double each other grow without end.
const (
	maxDepth = 8
	maxNodes = 50_000
)

func (r *rewriter) rewrite(a *ast.AST) error {
	r.last = max(r.last, ast.MaxID(a))
	var trouble error
	ast.PostOrderVisit(a.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if r.nodes++; trouble == nil {
			trouble = r.node(e)
		}
	}))
	return trouble
}

func (r *rewriter) node(e ast.Expr) error {
	switch e.Kind() {
	case ast.LiteralKind:
		if d, ok := e.AsLiteral().(types.Double); ok {
			text := types.String(strconv.FormatFloat(float64(d), 'f', -1, 64))
			e.SetKindCase(r.NewCall(e.ID(), "dec", r.NewLiteral(r.next(), text)))
		}
	case ast.IdentKind:
		if d, ok := r.defines[e.AsIdent()]; ok {
			return r.inline(e, d)
		}
	case ast.CallKind:
		c := e.AsCall()
		if !c.IsMemberFunction() && recalls[c.FunctionName()] {
			args := append([]ast.Expr{r.NewIdent(r.next(), sourcesVar)}, c.Args()...)
			e.SetKindCase(r.NewCall(e.ID(), c.FunctionName(), args...))
		}
	}
	return nil
}

// inline puts a definition in the place of its name.
func (r *rewriter) inline(e ast.Expr, d expression) error {
	switch {
	case r.depth >= maxDepth:
		return fmt.Errorf("definition %q stands for itself", e.AsIdent())
	case r.nodes > maxNodes:
		return fmt.Errorf("definition %q: the expression is too large with it, the limit is %d parts", e.AsIdent(), maxNodes)
	}
	parsed, issues := r.env.Parse(d.text)
	if issues.Err() != nil {
		return issues.Err()
	}
	inner := parsed.NativeRep()
	if r.alter != nil {
		r.alter(d, inner.Expr())
	}
	inner.Expr().RenumberIDs(func(id int64) int64 {
		if id == 0 {
			return 0
		}
		return r.next()
	})
	deeper := &rewriter{ExprFactory: r.ExprFactory, env: r.env, defines: r.defines, alter: r.alter, last: r.last, nodes: r.nodes, depth: r.depth + 1}
	if err := deeper.rewrite(inner); err != nil {
		return err
	}
	r.last, r.nodes = deeper.last, deeper.nodes
	e.SetKindCase(inner.Expr())
	return nil
}

func (r *rewriter) next() int64 {
	r.last++
	return r.last
}
