package local

import (
	"slices"

	"docpipe/schemas"
)

// A role is a field's part in the sum of a document: net + tax = gross.
type role int

const (
	noRole role = iota
	roleNet
	roleTax
	roleGross
	roleDue
)

// roleOf recognises the role of an amount by its EN 16931 term or the words of its name. Only
// fields of the whole document have one, not those of lines.
func roleOf(n *schemas.Node, k kind) role {
	if k != kindAmount {
		return noRole
	}
	switch n.BT {
	case "BT-109":
		return roleNet
	case "BT-110":
		return roleTax
	case "BT-112":
		return roleGross
	case "BT-115":
		return roleDue
	case "":
		return roleOfName(nameWords(n))
	}
	return noRole
}

func roleOfName(words []string) role {
	switch {
	case has(words, "rate", "lines", "tip", "discount", "rounding", "prepaid", "allowances", "charges"):
		return noRole
	case has(words, "due", "payable"):
		return roleDue
	case has(words, "subtotal", "net") || slices.Equal(words, []string{"sub", "total"}):
		return roleNet
	case has(words, "vat", "tax", "gst"):
		return roleTax
	case has(words, "gross", "grand") || slices.Equal(words, []string{"total"}) || slices.Equal(words, []string{"total", "amount"}):
		return roleGross
	}
	return noRole
}

// sumsUp reports whether a field is an amount that stands among the sums below a table.
func (f *field) sumsUp() bool {
	return f.role != noRole || f.kind == kindAmount && has(nameWords(f.node), "lines", "prepaid", "paid", "rounding")
}

// words that say whether tax is in an amount.
var (
	without = wordSet("excl excluding exclusive ex before ohne exkl zzgl hors ht sin antes escluso esclusa exclusief sem bez netto net")
	with    = wordSet("incl including inclusive inkl after mit ttc avec con incluso inclusa compreso inclusief com brutto gross")
)

// contrary reports whether the printed label around a hit says the opposite of the role:
// "Total (excluding tax)" is no gross total.
func contrary(s *sheet, h hit, r role) bool {
	against := without
	switch r {
	case roleNet:
		against = with
	case roleGross, roleDue:
	default:
		return false
	}
	for i := h.zone.from; i < h.zone.to; i++ {
		if inside := i >= h.span.from && i < h.span.to; !inside && against[s.tokens[i].fold] {
			return true
		}
	}
	return false
}
