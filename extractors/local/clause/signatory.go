package clause

import (
	"strconv"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// surelySigned is the strength of what stands in a signature block.
const surelySigned = 0.85

// signers returns the signature blocks with a name, each name once.
func signers(r *evidence.Reading, all []signature) (named []signature, names []evidence.Option) {
	for _, sig := range all {
		if sig.name == nil {
			continue
		}
		if o := onLines(r.Sheets[sig.sheet], sig.sheet, sig.name, surelySigned); !isAmong(names, o) {
			named, names = append(named, sig), append(names, o)
		}
	}
	return named, names
}

// Signatories states the lists of those who sign, a row for each signature block with a name.
func Signatories(r *evidence.Reading) []extractors.Claim {
	var claims []extractors.Claim
	for _, l := range r.Plan.Lists {
		if !l.OfSigners() {
			continue
		}
		named, _ := signers(r, signatures(r))
		for i := range named {
			claims = append(claims, named[i].row(r, l, i)...)
		}
	}
	return claims
}

// row states what a block says of row i of a list.
func (sig *signature) row(r *evidence.Reading, l *plan.List, i int) []extractors.Claim {
	var claims []extractors.Claim
	for f := range l.Fields {
		n := l.Fields[f].Node
		lines := sig.linesFor(plan.NameWords(n))
		if lines == nil {
			continue
		}
		o := onLines(r.Sheets[sig.sheet], sig.sheet, lines, surelySigned)
		c := r.ClaimOf(l.Pointer()+"/"+strconv.Itoa(i)+n.Pointer[len(l.Node.Pointer)+2:], o, nil)
		c.Reason = "in a signature block"
		claims = append(claims, c)
	}
	return claims
}

// linesFor returns the lines of a signature block that a property asks for, by its name.
func (sig *signature) linesFor(words []string) []layout.Span {
	switch {
	case plan.Has(words, "company", "organization", "organisation", "party", "entity", "employer", "behalf", "firm", "firma", "societe", "empresa"):
		return sig.party
	case plan.Has(words, "title", "position", "role", "capacity", "function", "office", "funktion", "fonction", "qualite", "cargo"):
		return sig.role
	case plan.Has(words, "name", "signatory", "signer", "person", "nom", "nombre", "nome", "naam"):
		return sig.name
	}
	return nil
}
