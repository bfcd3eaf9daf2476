package compliance

import (
	"strings"
	"unicode"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"
)

// operatorDecls lets decimals and dates be computed with and compared; the values themselves do
// it. Amounts may meet whole numbers on the right, as in tax * 100.
func operatorDecls() []cel.EnvOption {
	var all []cel.EnvOption
	for _, op := range []string{operators.Add, operators.Subtract, operators.Multiply, operators.Divide} {
		all = append(all, cel.Function(op,
			cel.Overload("decimal"+op+"decimal", []*cel.Type{decType, decType}, decType),
			cel.Overload("decimal"+op+"int", []*cel.Type{decType, cel.IntType}, decType)))
	}
	for _, op := range []string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals} {
		all = append(all, cel.Function(op,
			cel.Overload("decimal"+op+"decimal", []*cel.Type{decType, decType}, cel.BoolType),
			cel.Overload("decimal"+op+"int", []*cel.Type{decType, cel.IntType}, cel.BoolType),
			cel.Overload("date"+op+"date", []*cel.Type{dayType, dayType}, cel.BoolType)))
	}
	return append(all,
		cel.Function(operators.Negate, cel.Overload("-decimal", []*cel.Type{decType}, decType)),
		cel.Function(operators.Subtract, cel.Overload("date-date", []*cel.Type{dayType, dayType}, cel.IntType)))
}

// maxPlaces bounds the decimals that an amount is rounded to: each is a digit in memory.
const maxPlaces = 30

// decimalFunctions are dec(text), and about, abs, the roundings, decimals and text of decimals.
func decimalFunctions() []cel.EnvOption {
	round := func(name string, do func(d decimal.Decimal, places int32) decimal.Decimal) cel.EnvOption {
		return cel.Function(name, cel.MemberOverload("decimal_"+name, []*cel.Type{decType, cel.IntType}, decType,
			cel.BinaryBinding(func(d, places ref.Val) ref.Val {
				if places.(types.Int) < 0 || places.(types.Int) > maxPlaces {
					return types.NewErr("%s: %v decimals, use 0 to %d", name, places, maxPlaces)
				}
				n := int32(places.(types.Int))
				return dec{decimal.NewFromBigInt(do(d.(dec).Decimal, n).Shift(n).BigInt(), -n)}
			})))
	}
	return []cel.EnvOption{
		cel.Function("dec", cel.Overload("dec_any", []*cel.Type{cel.DynType}, decType, cel.UnaryBinding(toDecimal))),
		cel.Function("about", cel.MemberOverload("decimal_about", []*cel.Type{decType, decType, decType}, cel.BoolType,
			cel.FunctionBinding(about))),
		cel.Function("abs", cel.MemberOverload("decimal_abs", []*cel.Type{decType}, decType,
			cel.UnaryBinding(func(d ref.Val) ref.Val { return dec{d.(dec).Abs()} }))),
		cel.Function("decimals", cel.MemberOverload("decimal_decimals", []*cel.Type{decType}, cel.IntType,
			cel.UnaryBinding(func(d ref.Val) ref.Val { return types.Int(max(0, -d.(dec).Exponent())) }))),
		cel.Function("sum", cel.MemberOverload("decimals_sum", []*cel.Type{cel.ListType(decType)}, decType,
			cel.UnaryBinding(sum))),
		round("round", decimal.Decimal.Round),
		round("roundHalfUp", roundHalfUp),
		round("roundBank", decimal.Decimal.RoundBank),
	}
}

// roundHalfUp rounds halves towards plus infinity, as XPath does and with it the official
// checks of EN 16931: -0.005 becomes 0.00.
func roundHalfUp(d decimal.Decimal, places int32) decimal.Decimal {
	half := decimal.New(5, -places-1)
	return d.Add(half).RoundFloor(places)
}

func toDecimal(v ref.Val) ref.Val {
	if d, ok := asDecimal(v); ok {
		return dec{d}
	}
	text, _ := v.(types.String)
	if d, ok := parseDecimal(string(text)); ok {
		return dec{d}
	}
	return types.NewErr("no decimal")
}

// about tells whether two amounts are the same, give or take the third.
func about(args ...ref.Val) ref.Val {
	a, b, near := args[0].(dec), args[1].(dec), args[2].(dec)
	return types.Bool(a.Sub(b.Decimal).Abs().LessThanOrEqual(near.Decimal))
}

// sum adds a list, and tells of all its rows that cannot be added.
func sum(v ref.Val) ref.Val {
	total := decimal.Zero
	var missing *types.Unknown
	for _, row := range elements(v) {
		switch row := row.(type) {
		case dec:
			total = total.Add(row.Decimal)
		case *types.Unknown:
			missing = types.MergeUnknowns(missing, row)
		default:
			return types.MaybeNoSuchOverloadErr(row)
		}
	}
	if missing != nil {
		return missing
	}
	return dec{total}
}

// dateFunctions are date(text), and the calendar of dates.
func dateFunctions() []cel.EnvOption {
	shift := func(name string, do func(d day, n int) day) cel.EnvOption {
		return cel.Function(name, cel.MemberOverload("date_"+name, []*cel.Type{dayType, cel.IntType}, dayType,
			cel.BinaryBinding(func(d, n ref.Val) ref.Val { return do(d.(day), int(n.(types.Int))) })))
	}
	part := func(name string, do func(d day) int) cel.EnvOption {
		return cel.Function(name, cel.MemberOverload("date_"+name, []*cel.Type{dayType}, cel.IntType,
			cel.UnaryBinding(func(d ref.Val) ref.Val { return types.Int(do(d.(day))) })))
	}
	return []cel.EnvOption{
		cel.Function("date", cel.Overload("date_any", []*cel.Type{cel.DynType}, dayType, cel.UnaryBinding(toDay))),
		shift("plusDays", func(d day, n int) day { return day{d.AddDate(0, 0, n)} }),
		shift("plusMonths", day.plusMonths),
		part("year", func(d day) int { return d.Year() }),
		part("month", func(d day) int { return int(d.Month()) }),
		part("dayOfMonth", func(d day) int { return d.Day() }),
		part("weekday", func(d day) int { return (int(d.Weekday())+6)%7 + 1 }),
	}
}

func toDay(v ref.Val) ref.Val {
	if d, ok := v.(day); ok {
		return d
	}
	text, _ := v.(types.String)
	if d, ok := parseDay(string(text)); ok {
		return d
	}
	return types.NewErr("no date")
}

// textFunctions are compact, country and fold of texts, and string of decimals and dates.
func textFunctions() []cel.EnvOption {
	of := func(name string, do func(string) string) cel.EnvOption {
		return cel.Function(name, cel.MemberOverload("string_"+name, []*cel.Type{cel.StringType}, cel.StringType,
			cel.UnaryBinding(func(s ref.Val) ref.Val { return types.String(do(string(s.(types.String)))) })))
	}
	written := cel.UnaryBinding(func(v ref.Val) ref.Val { return v.ConvertToType(types.StringType) })
	return []cel.EnvOption{
		of("compact", compact), of("country", countryPrefix), of("fold", fold),
		cel.Function("string",
			cel.Overload("decimal_to_string", []*cel.Type{decType}, cel.StringType, written),
			cel.Overload("date_to_string", []*cel.Type{dayType}, cel.StringType, written)),
	}
}

// compact removes the spaces, dots and dashes that people group numbers with, and raises
// letters.
func compact(text string) string { return strings.ToUpper(grouping.Replace(text)) }

var grouping = strings.NewReplacer(" ", "", "\u00a0", "", ".", "", "-", "", "/", "")

// fold takes accents and capitals away, so that texts can be compared.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// countryPrefix returns the two capital letters that text begins with, "" without them.
func countryPrefix(text string) string {
	text = compact(text)
	letter := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	if len(text) < 2 || !letter(text[0]) || !letter(text[1]) {
		return ""
	}
	return text[:2]
}
