package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// ErrHeld says of a budget that does not reach that it would if others gave back what they have
// set aside and do not spend: it is worth another try. It comes with pipeline.ErrBudgetExhausted.
var ErrHeld = errors.New("others have set the rest aside")

// Hold sets amount aside for one request to a model that is about d and belongs to no job, such
// as a question by REST. The budgets count it as spent until [Ledger.Book] says what became of
// it. It returns the hold's id. It wraps pipeline.ErrBudgetExhausted, and names the budget, when
// that much is not left, and [ErrHeld] when it may come back; of a document's own budget only
// what no job and no other request has set aside is left.
func (l *Ledger) Hold(ctx context.Context, d *pipeline.Document, amount pipeline.Micros, b pipeline.Budget) (hold string, err error) {
	err = l.write(ctx, func(s session) error {
		day, err := today(ctx, s)
		if err != nil {
			return err
		}
		g, err := left(ctx, s, d, day, b)
		if err != nil {
			return err
		}
		if g, err = withoutGrants(ctx, s, d, g, b); err != nil {
			return err
		}
		if g.Amount < amount {
			return tooLittle(ctx, s, d, day, amount, g, b)
		}
		hold, err = setAside(ctx, s, d, day, amount)
		return err
	})
	return hold, err
}

// Pledge is Hold for whoever keeps the budgets himself, as the command line does: what it notes
// is found when its process dies.
func (l *Ledger) Pledge(ctx context.Context, d *pipeline.Document, amount pipeline.Micros) (hold string, err error) {
	err = l.write(ctx, func(s session) error {
		day, err := today(ctx, s)
		if err == nil {
			hold, err = setAside(ctx, s, d, day, amount)
		}
		return err
	})
	return hold, err
}

func setAside(ctx context.Context, s session, d *pipeline.Document, day string, amount pipeline.Micros) (hold string, err error) {
	hold = NewID("hold")
	_, err = s.exec(ctx, `INSERT INTO holds (id, document, tenant, day, amount, at) VALUES ($1, $2, $3, $4, $5, {now})`,
		hold, d.ID, d.Tenant, day, int64(amount))
	if err != nil {
		return "", err
	}
	return hold, bookBoth(ctx, s, d.Tenant, day, 0, amount)
}

// tooLittle is the refusal of a hold.
func tooLittle(ctx context.Context, s session, d *pipeline.Document, day string, amount pipeline.Micros, g pipeline.Grant, b pipeline.Budget) error {
	spent, err := gone(ctx, s, d, day)
	if err != nil {
		return err
	}
	kind := error(pipeline.ErrBudgetExhausted)
	if spent.Document+amount <= b.Document && spent.TenantDay+amount <= b.TenantDay && spent.TotalDay+amount <= b.TotalDay {
		kind = fmt.Errorf("%w: %w", ErrHeld, kind)
	}
	return fmt.Errorf("models.budget.%s has %s USD left, the next request may cost %s USD: %w", g.Bound, usd(max(g.Amount, 0)), usd(amount), kind)
}

// gone is what each budget has lost for good: nothing of it is only set aside.
func gone(ctx context.Context, s session, d *pipeline.Document, day string) (spent pipeline.Budget, err error) {
	err = s.row(ctx, `SELECT (SELECT CAST(COALESCE(SUM(cost + possibly_billed), 0) AS BIGINT) FROM attempts WHERE document = $1),
		(SELECT COALESCE(MAX(spent), 0) FROM purses WHERE tenant = $2 AND scope = $4),
		(SELECT COALESCE(MAX(spent), 0) FROM purses WHERE tenant = $3 AND scope = $4)`, d.ID, d.Tenant, everyone, day).
		Scan(&spent.Document, &spent.TenantDay, &spent.TotalDay)
	return spent, err
}

// withoutGrants takes off what jobs of the document have set aside.
func withoutGrants(ctx context.Context, s session, d *pipeline.Document, g pipeline.Grant, b pipeline.Budget) (pipeline.Grant, error) {
	granted, err := single[int64](s.row(ctx, `SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM grants WHERE document = $1`, d.ID))
	if err != nil || granted == 0 {
		return g, err
	}
	spent, err := documentSpent(ctx, s, d.ID)
	if rest := b.Document - spent - pipeline.Micros(granted); rest < g.Amount {
		g = pipeline.Grant{Amount: rest, Bound: "document"}
	}
	return g, err
}

// documentSpent is what a document has cost, and what questions about it have set aside.
func documentSpent(ctx context.Context, s session, document string) (pipeline.Micros, error) {
	n, err := single[int64](s.row(ctx, `SELECT CAST(
		(SELECT COALESCE(SUM(cost + possibly_billed), 0) FROM attempts WHERE document = $1) +
		(SELECT COALESCE(SUM(amount), 0) FROM holds WHERE document = $1) AS BIGINT)`, document))
	return pipeline.Micros(n), err
}

// Book gives a hold back and records what the request cost; an empty hold records an answer that
// took no money now. It returns what stands in the books: an attempt that was recovered and is
// booked already counts as a hit, or as nothing. A hold that is not there any more was booked
// before, as lost or by an earlier call: then nothing changes.
func (l *Ledger) Book(ctx context.Context, d *pipeline.Document, hold string, a pipeline.Attempt) (booked []pipeline.Attempt, err error) {
	err = l.write(ctx, func(s session) error {
		booked = nil
		day, err := endHold(ctx, s, d, hold)
		if err != nil || day == "" {
			return err
		}
		if booked, err = unbooked(ctx, s, []pipeline.Attempt{a}); err != nil {
			return err
		}
		return recordAll(ctx, s, d, 0, day, booked)
	})
	return booked, err
}

// endHold returns the day whose budget the hold was taken from, today for none, and "" when it
// is gone.
func endHold(ctx context.Context, s session, d *pipeline.Document, hold string) (day string, err error) {
	if hold == "" {
		return today(ctx, s)
	}
	var amount pipeline.Micros
	err = s.row(ctx, `DELETE FROM holds WHERE id = $1 RETURNING day, amount`, hold).Scan(&day, &amount)
	if notFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return day, bookBoth(ctx, s, d.Tenant, day, 0, -amount)
}

// Lapse books holds older than age, whose processes died, as possibly billed in full: nobody
// knows whether their requests were answered. It returns how many there were.
func (l *Ledger) Lapse(ctx context.Context, age time.Duration) (lapsed int, err error) {
	type lost struct {
		hold, tenant, document string
		amount                 pipeline.Micros
	}
	old, err := all(ctx, l.read(), func(row scanner) (x lost, err error) {
		err = row.Scan(&x.hold, &x.tenant, &x.document, &x.amount)
		return x, err
	}, `SELECT id, tenant, document, amount FROM holds WHERE at <= {now} - $1 ORDER BY id`, age.Milliseconds())
	for _, x := range old {
		a := pipeline.Attempt{Target: "unknown", Model: "unknown", Outcome: outcomeLost, PossiblyBilled: x.amount}
		if _, err := l.Book(ctx, &pipeline.Document{ID: x.document, Tenant: x.tenant}, x.hold, a); err != nil {
			return lapsed, err
		}
		lapsed++
	}
	return lapsed, l.fault(err)
}

func usd(m pipeline.Micros) string { return fmt.Sprintf("%d.%06d", m/1e6, m%1e6) }
