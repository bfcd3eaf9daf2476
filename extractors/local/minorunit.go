package local

import (
	"strconv"
	"strings"

	"docpipe/extractors"
)

// minorUnits are how descriptions say that a whole number counts cents, as payment interfaces do.
var minorUnits = []string{"in cents", "in cent", "in pence", "minor unit", "minor currency unit", "smallest currency unit", "smallest unit",
	"en centimes", "en céntimos", "in centesimi", "in eurocent", "em cêntimos", "em centavos", "en centavos", "w groszach"}

// wantsMinorUnits reports whether a field is a whole number of cents by its own description.
func wantsMinorUnits(f *field) bool {
	if !f.whole || f.kind != kindAmount {
		return false
	}
	text := strings.ToLower(f.node.Title + " " + f.node.Description)
	for _, unit := range minorUnits {
		if strings.Contains(text, unit) {
			return true
		}
	}
	return false
}

// inMinorUnits states an amount of two decimals, or of none, in hundredths.
func inMinorUnits(o option) option {
	o.value, o.derived = strconv.FormatInt(int64(o.amount.Ticks*100/extractors.TicksPerOne), 10), true
	return o
}
