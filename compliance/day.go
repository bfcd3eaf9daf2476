package compliance

import (
	"fmt"
	"reflect"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// dayType is the type of dates in expressions: a day of the calendar, without a time or a zone.
var dayType = cel.ObjectType("date", traits.SubtractorType, traits.ComparerType)

// day is midnight UTC of a calendar day.
type day struct{ time.Time }

var (
	_ traits.Subtractor = day{}
	_ traits.Comparer   = day{}
)

// parseDay reads YYYY-MM-DD.
func parseDay(v any) (day, bool) {
	text, _ := v.(string)
	t, err := time.Parse(time.DateOnly, text)
	return day{t}, err == nil
}

// Subtract gives the days from other to d.
func (d day) Subtract(other ref.Val) ref.Val {
	o, ok := other.(day)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.Sub(o.Time).Hours() / 24)
}

func (d day) Compare(other ref.Val) ref.Val {
	o, ok := other.(day)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.Time.Compare(o.Time))
}

func (d day) Equal(other ref.Val) ref.Val {
	o, ok := other.(day)
	return types.Bool(ok && d.Time.Equal(o.Time))
}

func (d day) Type() ref.Type { return dayType }
func (d day) Value() any     { return d }

func (d day) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a date does not convert to %v", t)
}

func (d day) ConvertToType(t ref.Type) ref.Val {
	if t == types.StringType {
		return types.String(d.text())
	}
	return types.NewErr("a date does not convert to %s", t.TypeName())
}

func (d day) text() string { return d.Format(time.DateOnly) }

// plusMonths keeps the day of the month, or takes the month's last day.
func (d day) plusMonths(n int) day {
	first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return day{first.AddDate(0, 0, min(d.Day(), last)-1)}
}
