package compliance

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"docpipe/compliance/ident"
)

// identFunctions are ident(kind, value), true when the number is one of this kind, and
// identReason(kind, value), what is wrong with it. Kinds are those of package ident.
func identFunctions() []cel.EnvOption {
	text := []*cel.Type{cel.StringType, cel.StringType}
	return []cel.EnvOption{
		cel.Function("ident", cel.Overload("ident_string_string", text, cel.BoolType,
			cel.BinaryBinding(func(kind, value ref.Val) ref.Val {
				a, err := check(kind, value)
				if err != nil {
					return types.WrapErr(err)
				}
				return types.Bool(a.Valid)
			}))),
		cel.Function("identReason", cel.Overload("ident_reason_string_string", text, cel.StringType,
			cel.BinaryBinding(func(kind, value ref.Val) ref.Val {
				a, err := check(kind, value)
				if err != nil {
					return types.WrapErr(err)
				}
				return types.String(a.Reason)
			}))),
	}
}

func check(kind, value ref.Val) (ident.Answer, error) {
	return ident.Check(string(kind.(types.String)), string(value.(types.String)))
}

// unknownKind tells of a kind of number in an expression that there is not.
func unknownKind(e ast.Expr) error {
	var trouble error
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind || !strings.HasPrefix(e.AsCall().FunctionName(), "ident") || trouble != nil {
			return
		}
		if kind := e.AsCall().Args()[0]; kind.Kind() == ast.LiteralKind {
			if _, err := check(kind.AsLiteral(), types.String("")); err != nil {
				trouble = fmt.Errorf("ident: %w", err)
			}
		}
	}))
	return trouble
}
