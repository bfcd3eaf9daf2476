package evidence

import (
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// words that say whether tax is in an amount.
var (
	Without = layout.WordSet("excl excluding exclusive ex before ohne exkl zzgl hors ht sin antes escluso esclusa exclusief sem bez netto net")
	With    = layout.WordSet("incl including inclusive inkl after mit ttc avec con incluso inclusa compreso inclusief com brutto gross")
)

// contrary reports whether the printed label around a hit says the opposite of the role:
// "Total (excluding tax)" is no gross total.
func contrary(s *layout.Sheet, h plan.Hit, r plan.Role) bool {
	against := Without
	switch r {
	case plan.Net:
		against = With
	case plan.Gross, plan.Due:
	default:
		return false
	}
	for i := h.Zone.From; i < h.Zone.To; i++ {
		if inside := i >= h.Span.From && i < h.Span.To; !inside && against[s.Tokens[i].Fold] {
			return true
		}
	}
	return false
}
