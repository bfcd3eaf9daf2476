package archive

import (
	"context"

	"github.com/shopspring/decimal"

	"docpipe/compliance"
	"docpipe/pipeline"
)

// sighting makes a footprint look as if somebody else had left it.
func sighting(f *pipeline.Footprint) pipeline.Sighting {
	return pipeline.Sighting{DocType: f.DocType, Facts: f.Facts}
}

// numbersBefore (vat_id, supplier, number, date): of the supplier's series, the document with the
// highest number below this one. How many lie between is told when all of the series was looked at.
func (q question) numbersBefore(ctx context.Context) (compliance.Recalled, error) {
	vat, called := q.text(0), q.text(1)
	prefix, place := series(q.text(2))
	mine, err := decimal.NewFromString(place)
	if err != nil {
		return compliance.Recalled{Rows: []compliance.Row{}}, nil // a number without digits is of no series
	}
	var keys []string
	for _, s := range suppliers(vat, called) {
		keys = append(keys, s+"|"+prefix)
	}
	if len(keys) == 0 {
		return unanswered("the supplier is not known")
	}
	found, err := q.sights(ctx, seriesTrace, keys, mostNear, func(s sight) bool { return q.sameType(s) && sameSupplier(s, vat, called) })
	if err != nil {
		return compliance.Recalled{}, err
	}
	var before []sight
	var best decimal.Decimal
	for _, s := range found.sights {
		_, place := series(s.Number)
		other, err := decimal.NewFromString(place)
		if err == nil && other.LessThan(mine) && (before == nil || other.GreaterThan(best)) {
			before, best = []sight{s}, other
		}
	}
	if before == nil && found.cut {
		return unanswered("the supplier's newest invoices all have higher numbers")
	}
	answer := documents(before)
	if skipped := mine.Sub(best).Sub(decimal.NewFromInt(1)); len(before) > 0 && (skipped.IsZero() || !found.cut) {
		answer.Rows[0]["skipped"] = skipped
	}
	return answer, nil
}

// previousStatements (iban, start): of the account's statements, the newest whose period ended
// before this one's begins, or on that day.
func (q question) previousStatements(ctx context.Context) (compliance.Recalled, error) {
	iban := compact(q.text(0))
	start, ok := q.day(1)
	if iban == "" || !ok {
		return unanswered("the account or the begin of the period is not known")
	}
	found, err := q.sights(ctx, accountTrace, []string{iban}, mostPapers, func(s sight) bool {
		end, ok := day(s.End)
		return ok && !end.After(start)
	})
	if err != nil || len(found.sights) == 0 {
		return found.witnesses(), err
	}
	last := found.sights[0]
	for _, s := range found.sights[1:] {
		if s.End > last.End {
			last = s
		}
	}
	if end, _ := day(last.End); found.cut && end.Before(start.AddDate(0, 0, -1)) {
		return unanswered("the account has more statements than are compared")
	}
	row := fill{"document_id": last.Document}
	row.text("number", last.Number).day("start", last.Start).day("end", last.End)
	for _, account := range last.Accounts {
		if account.IBAN == iban {
			row.amount("closing", account.Closing).text("currency", account.Currency)
		}
	}
	return compliance.Recalled{Rows: []compliance.Row{compliance.Row(row)}}, nil
}

// caseDocuments (doctype): the other documents of the case.
func (q question) caseDocuments(ctx context.Context) (compliance.Recalled, error) {
	if q.d.Case == "" {
		return unanswered("the document belongs to no case")
	}
	found, err := q.sights(ctx, caseTrace, []string{q.d.Case}, mostPapers, func(s sight) bool { return q.text(0) == "" || s.DocType == q.text(0) })
	if found.cut {
		return unanswered(tooManyPapers)
	}
	return documents(found.sights), err
}
