package evidence

import (
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/plan"
)

// minorUnits are how descriptions say that a whole number counts cents, as payment interfaces do.
var minorUnits = []string{"in cents", "in cent", "in pence", "minor unit", "minor currency unit", "smallest currency unit", "smallest unit",
	"en centimes", "en céntimos", "in centesimi", "in eurocent", "em cêntimos", "em centavos", "en centavos", "w groszach"}

// wantsMinorUnits reports whether a field is a whole number of cents by its own description.
func wantsMinorUnits(f *plan.Field) bool {
	if !f.Whole || f.Kind != plan.Amount {
		return false
	}
	text := strings.ToLower(f.Node.Title + " " + f.Node.Description)
	for _, unit := range minorUnits {
		if strings.Contains(text, unit) {
			return true
		}
	}
	return false
}

// inMinorUnits states an amount of two decimals, or of none, in hundredths.
func inMinorUnits(o Option) Option {
	o.Value, o.Derived = strconv.FormatInt(int64(o.Amount.Ticks*100/extractors.TicksPerOne), 10), true
	return o
}
