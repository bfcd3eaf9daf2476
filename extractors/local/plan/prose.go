package plan

import (
	"slices"
	"strings"
)

// Prose is the fields that sentences fill without a label, -1 where the schema has none.
type Prose struct {
	Terms, Reference, Due int // of a payment
	Law, Effective        int // of a contract
	Parties, Duration     int // of a contract
	Signers               int // who signed it
}

func (p *Plan) newProse() Prose {
	dated := func(word string) int {
		return slices.IndexFunc(p.Fields, func(f Field) bool { return f.Kind == Date && Has(NameWords(f.Node), word) })
	}
	return Prose{
		Terms: p.paymentField("BT-20", "terms"), Reference: p.paymentField("BT-83", "reference"), Due: dated("due"),
		Law: slices.IndexFunc(p.Fields, isLaw), Effective: dated("effective"),
		Parties:  slices.IndexFunc(p.Fields, func(f Field) bool { return f.List && Has(NameWords(f.Node), "parties") }),
		Signers:  slices.IndexFunc(p.Fields, func(f Field) bool { return f.List && namesSigners(NameWords(f.Node)) }),
		Duration: slices.IndexFunc(p.Fields, isDuration),
	}
}

// isDuration recognises a field for how long a contract lasts.
func isDuration(f Field) bool {
	return f.Kind == Text && f.Group == "" && len(f.Node.Labels) == 0 && Has(NameWords(f.Node), "term", "duration") && !Has(NameWords(f.Node), "payment", "short", "long")
}

// paymentField finds the field of a payment by its EN 16931 term or its name.
func (p *Plan) paymentField(term, name string) int {
	return slices.IndexFunc(p.Fields, func(f Field) bool {
		return f.Node.BT == term || Has(NameWords(f.Node), name) && strings.Contains(f.Node.Pointer, "payment")
	})
}

// isLaw recognises a field for the law that governs a contract.
func isLaw(f Field) bool {
	words := append(NameWords(f.Node), Folded(f.Node.Title)...)
	return f.Kind == Text && (Has(words, "jurisdiction") || Has(words, "law") && Has(words, "governing", "applicable", "choice"))
}

// signerWords name those who sign, folded, in names of properties.
var signerWords = []string{"signatories", "signatory", "signers", "signed", "signatures", "unterzeichner", "unterschriften", "signataires", "firmantes",
	"firmatari", "ondertekenaars", "signatarios", "sygnatariusze"}

// namesSigners reports whether a property is for those who sign.
func namesSigners(words []string) bool { return Has(words, signerWords...) }
