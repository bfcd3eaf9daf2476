package archive

import (
	"context"
	"slices"

	"docpipe/compliance"
	"docpipe/compliance/alike"
	"docpipe/pipeline/look"
)

// sameLook is the likeness of looks from which two pages are the same paper: second scans reach it
// in eight of ten cases, another letter of the same sender hardly ever.
const sameLook = 0.97

// seenInvoices (vat_id, supplier, number): documents of the same type and supplier with the number.
func (q question) seenInvoices(ctx context.Context) (compliance.Recalled, error) {
	vat, called, wanted := q.text(0), q.text(1), number(q.text(2))
	if wanted == "" {
		return unanswered("the document has no number to look for")
	}
	var keys []string
	for _, s := range suppliers(vat, called) {
		keys = append(keys, s+"|"+wanted)
	}
	if len(keys) == 0 {
		return unanswered("the supplier is not known")
	}
	found, err := q.sights(ctx, invoiceTrace, keys, mostWitnesses, func(s sight) bool { return q.sameType(s) && sameSupplier(s, vat, called) })
	return found.witnesses(), err
}

// seenAmounts (vat_id, supplier, amount, date): the same with the amount and the date.
func (q question) seenAmounts(ctx context.Context) (compliance.Recalled, error) {
	vat, called := q.text(0), q.text(1)
	sum, priced := q.amount(2)
	date, dated := q.day(3)
	if !priced || !dated {
		return unanswered("the document has no amount or no date to look for")
	}
	var keys []string
	for _, s := range suppliers(vat, called) {
		keys = append(keys, s+"|"+sum.String()+"|"+date.Format("2006-01-02"))
	}
	if len(keys) == 0 {
		return unanswered("the supplier is not known")
	}
	found, err := q.sights(ctx, amountTrace, keys, mostWitnesses, func(s sight) bool { return q.sameType(s) && sameSupplier(s, vat, called) })
	return found.witnesses(), err
}

// seenImages (): documents of the same bytes, and those whose first page looks the same. A form
// that was filled in anew looks the same too, so a look-alike counts only where it does not say
// another number and another amount.
func (q question) seenImages(ctx context.Context) (compliance.Recalled, error) {
	own := &prints{}
	own.common(q.d)
	var same found
	var err error
	if own.facts.Content != "" {
		if same, err = q.sights(ctx, bytesTrace, []string{own.facts.Content}, mostWitnesses, func(sight) bool { return true }); err != nil {
			return compliance.Recalled{}, err
		}
	}
	answer := documents(same.sights)
	for _, row := range answer.Rows {
		row["identical"] = true
	}
	if own.facts.Look == "" {
		return answer, nil
	}
	alike, err := q.search(ctx, searchFor(lookTrace, look.Bands(own.facts.Look), mostNear, mostAlike), func(s sight) bool {
		return s.Content != own.facts.Content && look.Likeness(s.Look, own.facts.Look) >= sameLook && !q.saysOther(s)
	})
	for _, s := range alike.sights {
		row := s.row()
		row["identical"] = false
		answer.Rows = append(answer.Rows, row)
	}
	return answer, err
}

// saysOther reports whether a look-alike was read as a document of its own.
func (q question) saysOther(s sight) bool {
	mine := Footprint(q.d)
	if mine == nil {
		return false
	}
	own, err := factsOf(sighting(mine))
	if err != nil {
		return false
	}
	return own.Number != "" && s.Number != "" && number(own.Number) != number(s.Number) &&
		own.Amount != "" && s.Amount != "" && own.Amount != s.Amount
}

// ibanUsers (iban, vat_id, supplier): documents on which somebody else is paid on this account. One
// company has VAT ids in several states, and one that is misread: who has the name is the same.
func (q question) ibanUsers(ctx context.Context) (compliance.Recalled, error) {
	iban, vat, called := compact(q.text(0)), q.text(1), q.text(2)
	if iban == "" || len(suppliers(vat, called)) == 0 {
		return unanswered("the account or the supplier is not known")
	}
	others := searchFor(ibanTrace, []string{iban}, mostNear, 0)
	others.Except = suppliers(vat, called)
	found, err := q.search(ctx, others, func(s sight) bool { return !sameSupplier(s, vat, called) && !sameName(s, called) })
	return found.witnesses(), err
}

func (q question) sameType(s sight) bool {
	return q.d.Extraction != nil && s.DocType == q.d.Extraction.DocType
}

// sameSupplier compares VAT ids where both have one, else names: one that contains the other's
// words is the same, as branches and trade names are written.
func sameSupplier(s sight, vat, called string) bool {
	if a, b := compact(s.VATID), compact(vat); a != "" && b != "" {
		return a == b
	}
	return sameName(s, called)
}

func sameName(s sight, called string) bool {
	a, b := alike.Words(s.Facts.Supplier), alike.Words(called)
	return len(a) > 0 && len(b) > 0 && (within(a, b) || within(b, a))
}

func within(few, all []string) bool {
	return !slices.ContainsFunc(few, func(word string) bool { return !slices.Contains(all, word) })
}
