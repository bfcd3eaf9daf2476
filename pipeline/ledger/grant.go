package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Fund takes money for the claim out of the budgets: as much as the document, its tenant's day
// and the day of all have left, whichever is least. The budgets count it as spent until
// [Ledger.Settle] says what became of it, also when the claim's worker dies: no crash makes
// room in a budget. Before it is spent, [Ledger.Draw] notes how much of it may be. It wraps pipeline.ErrBudgetExhausted and names the budget when nothing is
// left.
func (l *Ledger) Fund(ctx context.Context, c *pipeline.Claim, b pipeline.Budget) (pipeline.Grant, error) {
	var g pipeline.Grant
	err := l.write(ctx, func(s session) error {
		day, err := today(ctx, s)
		if err != nil {
			return err
		}
		if g, err = left(ctx, s, c.Document, day, b); err != nil {
			return err
		}
		if g.Amount <= 0 {
			return fmt.Errorf("models.budget.%s is spent: %w", g.Bound, pipeline.ErrBudgetExhausted)
		}
		return take(ctx, s, c, day, g.Amount)
	})
	return g, err
}

func today(ctx context.Context, s session) (string, error) {
	now, err := single[int64](s.row(ctx, `SELECT {now}`))
	return time.UnixMilli(now).UTC().Format(time.DateOnly), err
}

// left is the least of what the budgets still hold. The tenant's purse of the day is locked
// first, so that two claims never count on the same money.
func left(ctx context.Context, s session, d *pipeline.Document, day string, b pipeline.Budget) (pipeline.Grant, error) {
	tenant, tenantHeld, err := used(ctx, s, d.Tenant, day)
	if err != nil {
		return pipeline.Grant{}, err
	}
	total, totalHeld, err := used(ctx, s, everyone, day)
	if err != nil {
		return pipeline.Grant{}, err
	}
	document, err := documentSpent(ctx, s, d.ID)
	if err != nil {
		return pipeline.Grant{}, err
	}
	own, err := single[int64](s.row(ctx, `SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM grants WHERE document = $1 AND day = $2`, d.ID, day))
	if err != nil {
		return pipeline.Grant{}, err
	}
	tenantHeld, totalHeld = tenantHeld-pipeline.Micros(own), totalHeld-pipeline.Micros(own) // what its own dead workers took comes from nobody else
	g := pipeline.Grant{Amount: b.Document - document, Bound: "document"}
	if rest := b.TenantDay - tenant; rest < g.Amount {
		g = pipeline.Grant{Amount: rest, Bound: "tenant_day", Held: tenantHeld}
	}
	if rest := b.TotalDay - total; rest < g.Amount {
		g = pipeline.Grant{Amount: rest, Bound: "total_day", Held: totalHeld}
	}
	return g, nil
}

// Left is what the budgets of the day still hold: that of all tenants, and that of the tenant
// who has least. What is granted or on hold counts as spent.
func (l *Ledger) Left(ctx context.Context, b pipeline.Budget) (tenantDay, totalDay pipeline.Micros, err error) {
	day, err := today(ctx, l.read())
	if err != nil {
		return 0, 0, l.fault(err)
	}
	var most, total int64
	err = l.read().row(ctx, `SELECT COALESCE(MAX(CASE WHEN tenant = $1 THEN 0 ELSE spent + reserved END), 0),
		COALESCE(MAX(CASE WHEN tenant = $1 THEN spent + reserved ELSE 0 END), 0) FROM purses WHERE scope = $2`, everyone, day).Scan(&most, &total)
	return b.TenantDay - pipeline.Micros(most), b.TotalDay - pipeline.Micros(total), l.fault(err)
}

// everyone is the tenant under which the day of all tenants is kept; no tenant is called so.
const everyone = ""

// used returns what is spent and granted, and of that what is only granted. It locks the purse
// until the transaction ends.
func used(ctx context.Context, s session, tenant, day string) (all, held pipeline.Micros, err error) {
	if err := book(ctx, s, tenant, day, 0, 0); err != nil {
		return 0, 0, err
	}
	var spent, reserved int64
	err = s.row(ctx, `SELECT spent, reserved FROM purses WHERE tenant = $1 AND scope = $2`, tenant, day).Scan(&spent, &reserved)
	return pipeline.Micros(spent + reserved), pipeline.Micros(reserved), err
}

// book moves money in a purse, which it makes when it is not there.
func book(ctx context.Context, s session, tenant, day string, spent, reserved pipeline.Micros) error {
	_, err := s.exec(ctx, `INSERT INTO purses (tenant, scope, spent, reserved) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, scope) DO UPDATE SET spent = purses.spent + EXCLUDED.spent, reserved = purses.reserved + EXCLUDED.reserved`,
		tenant, day, int64(spent), int64(reserved))
	return err
}

func take(ctx context.Context, s session, c *pipeline.Claim, day string, amount pipeline.Micros) error {
	d := c.Document
	_, err := s.exec(ctx, `INSERT INTO grants (document, epoch, tenant, day, amount, at) VALUES ($1, $2, $3, $4, $5, {now})`,
		d.ID, c.Epoch, d.Tenant, day, int64(amount))
	if err != nil {
		return err
	}
	return bookBoth(ctx, s, d.Tenant, day, 0, amount)
}

func bookBoth(ctx context.Context, s session, tenant, day string, spent, reserved pipeline.Micros) error {
	for _, whose := range []string{tenant, everyone} {
		if err := book(ctx, s, whose, day, spent, reserved); err != nil {
			return err
		}
	}
	return nil
}
