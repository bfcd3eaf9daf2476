package archive

import (
	"cmp"
	"context"
	"slices"
	"time"

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
	return q.statement(ctx, func(s sight, start time.Time) (int, bool) {
		end, ok := day(s.End)
		return daysBetween(end, start), ok
	})
}

// nextStatements (iban, end): of the account's statements, the oldest whose period begins after this
// one's ended, or on that day.
func (q question) nextStatements(ctx context.Context) (compliance.Recalled, error) {
	return q.statement(ctx, func(s sight, end time.Time) (int, bool) {
		start, ok := day(s.Start)
		return daysBetween(end, start), ok
	})
}

// statement finds the account's statement that is the fewest days away from a day, on the side where
// away is not below zero.
func (q question) statement(ctx context.Context, away func(s sight, from time.Time) (int, bool)) (compliance.Recalled, error) {
	iban := compact(q.text(0))
	from, ok := q.day(1)
	if iban == "" || !ok {
		return unanswered("the account or the period is not known")
	}
	found, err := q.sights(ctx, accountTrace, []string{iban}, mostPapers, func(s sight) bool {
		days, ok := away(s, from)
		return ok && days >= 0
	})
	if err != nil || len(found.sights) == 0 {
		return found.witnesses(), err
	}
	nearest := slices.MinFunc(found.sights, func(a, b sight) int {
		x, _ := away(a, from)
		y, _ := away(b, from)
		return cmp.Compare(x, y)
	})
	if days, _ := away(nearest, from); found.cut && days > 1 {
		return unanswered("the account has more statements than are compared")
	}
	row := fill{
		"document_id": nearest.Document,
		"opening":     notRead("the opening balance", nearest.Sighting), "closing": notRead("the closing balance", nearest.Sighting),
	}
	row.text("number", nearest.Number).day("start", nearest.Start).day("end", nearest.End)
	for _, account := range nearest.Accounts {
		if account.IBAN == iban {
			row.amount("opening", account.Opening).amount("closing", account.Closing).text("currency", account.Currency)
		}
	}
	return compliance.Recalled{Rows: []compliance.Row{compliance.Row(row)}}, nil
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// caseDocuments (doctype): the other documents of the case, each paper once.
func (q question) caseDocuments(ctx context.Context) (compliance.Recalled, error) {
	if q.d.Case == "" {
		return unanswered("the document belongs to no case")
	}
	found, err := q.sights(ctx, caseTrace, []string{q.d.Case}, mostPapers, func(s sight) bool { return q.text(0) == "" || s.DocType == q.text(0) })
	if found.cut {
		return unanswered(tooManyPapers)
	}
	return documents(distinct(found.sights)), err
}
