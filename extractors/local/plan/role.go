package plan

import (
	"slices"

	"docpipe/schemas"
)

// A Role is a field's part in the sum of a document: net + tax = gross.
type Role int

const (
	NoRole Role = iota // none
	Net                // before tax
	Tax                // the tax itself
	Gross              // with tax
	Due                // left to pay
)

// roleOf recognises the role of an amount by its EN 16931 term or the words of its name. Only
// fields of the whole document have one, not those of lines.
func roleOf(n *schemas.Node, k Kind) Role {
	if k != Amount {
		return NoRole
	}
	switch n.BT {
	case "BT-109":
		return Net
	case "BT-110":
		return Tax
	case "BT-112":
		return Gross
	case "BT-115":
		return Due
	case "":
		return roleOfName(NameWords(n))
	}
	return NoRole
}

func roleOfName(words []string) Role {
	switch {
	case Has(words, "rate", "lines", "tip", "discount", "rounding", "prepaid", "allowances", "charges"):
		return NoRole
	case Has(words, "due", "payable"):
		return Due
	case Has(words, "subtotal", "net") || slices.Equal(words, []string{"sub", "total"}):
		return Net
	case Has(words, "vat", "tax", "gst"):
		return Tax
	case Has(words, "gross", "grand") || slices.Equal(words, []string{"total"}) || slices.Equal(words, []string{"total", "amount"}):
		return Gross
	}
	return NoRole
}

// SumsUp reports whether a field is an amount that stands among the sums below a table.
func (f *Field) SumsUp() bool {
	return f.Role != NoRole || f.Kind == Amount && Has(NameWords(f.Node), "lines", "prepaid", "paid", "rounding")
}
