package compliance

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"github.com/shopspring/decimal"
)

// decType is the type of amounts, quantities and rates in expressions.
var decType = cel.ObjectType("decimal",
	traits.AdderType, traits.SubtractorType, traits.MultiplierType, traits.DividerType,
	traits.NegatorType, traits.ComparerType)

// dec is an exact decimal that keeps the scale it was printed with.
type dec struct{ decimal.Decimal }

var (
	_ traits.Adder      = dec{}
	_ traits.Subtractor = dec{}
	_ traits.Multiplier = dec{}
	_ traits.Divider    = dec{}
	_ traits.Negater    = dec{}
	_ traits.Comparer   = dec{}
)

// with computes with another decimal or a whole number.
func (d dec) with(other ref.Val, do func(a, b decimal.Decimal) decimal.Decimal) ref.Val {
	b, ok := asDecimal(other)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return dec{do(d.Decimal, b)}
}

func asDecimal(v ref.Val) (decimal.Decimal, bool) {
	switch v := v.(type) {
	case dec:
		return v.Decimal, true
	case types.Int:
		return decimal.NewFromInt(int64(v)), true
	}
	return decimal.Zero, false
}

func (d dec) Add(other ref.Val) ref.Val      { return d.with(other, decimal.Decimal.Add) }
func (d dec) Subtract(other ref.Val) ref.Val { return d.with(other, decimal.Decimal.Sub) }
func (d dec) Multiply(other ref.Val) ref.Val { return d.with(other, decimal.Decimal.Mul) }
func (d dec) Negate() ref.Val                { return dec{d.Neg()} }

// Divide gives 16 decimals. Division by zero breaks the rule that asks for it.
func (d dec) Divide(other ref.Val) ref.Val {
	if b, ok := asDecimal(other); ok && b.IsZero() {
		return types.NewErr("division by zero")
	}
	return d.with(other, decimal.Decimal.Div)
}

func (d dec) Compare(other ref.Val) ref.Val {
	b, ok := asDecimal(other)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.Cmp(b))
}

func (d dec) Equal(other ref.Val) ref.Val {
	b, ok := asDecimal(other)
	return types.Bool(ok && d.Decimal.Equal(b))
}

func (d dec) Type() ref.Type { return decType }
func (d dec) Value() any     { return d }

func (d dec) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a decimal does not convert to %v", t)
}

func (d dec) ConvertToType(t ref.Type) ref.Val {
	if t == types.StringType {
		return types.String(d.text())
	}
	return types.NewErr("a decimal does not convert to %s", t.TypeName())
}

// text writes d with the decimals that it was printed or rounded with.
func (d dec) text() string { return d.StringFixed(max(0, -d.Exponent())) }

// plainDecimal keeps out exponents: a short text must not become a number of a million digits.
var plainDecimal = regexp.MustCompile(`^[-+]?\d{1,30}(\.\d{1,30})?$`)

// parseDecimal reads what JSON can hold an amount in.
func parseDecimal(v any) (decimal.Decimal, bool) {
	var text string
	switch v := v.(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	case float64: // a number that was decoded without UseNumber: the shortest form is the printed one
		text = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return decimal.Zero, false
	}
	if !plainDecimal.MatchString(text) {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}
