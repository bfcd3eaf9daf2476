package ledger

import (
	"cmp"
	"context"

	"docpipe/pipeline"
)

// Settle records what the claim's attempts cost and returns the rest of its grant to the
// budgets. u is what this claim used, not the document as a whole. An attempt that was
// recovered and stands in the books already counts as a hit.
//
// Grants of earlier claims whose worker died end here too. What those workers bought stands in
// u, because the answers were stored and met again; what they had sent and not yet received is
// booked as possibly billed, for each of them at most as much as it cost to send it again.
func (l *Ledger) Settle(ctx context.Context, c *pipeline.Claim, u pipeline.Usage) error {
	d := c.Document
	return l.write(ctx, func(s session) error {
		grants, err := openGrants(ctx, s, d.ID, c.Epoch)
		if err != nil || len(grants) == 0 {
			return err
		}
		attempts, err := unbooked(ctx, s, u.Attempts)
		if err != nil {
			return err
		}
		if lost := lostInFlight(grants[:len(grants)-1], attempts); lost > 0 {
			attempts = append(attempts, pipeline.Attempt{Target: "unknown", Model: "unknown", Outcome: outcomeLost, PossiblyBilled: lost})
		}
		newest := grants[len(grants)-1]
		var spent pipeline.Micros
		for _, a := range attempts {
			spent += a.Cost + a.PossiblyBilled
			if err := recordAttempt(ctx, s, d, c.Epoch, newest.day, a); err != nil {
				return err
			}
		}
		for _, g := range grants {
			if err := bookBoth(ctx, s, d.Tenant, g.day, 0, -g.amount); err != nil {
				return err
			}
		}
		if err := bookBoth(ctx, s, d.Tenant, newest.day, spent, 0); err != nil {
			return err
		}
		_, err = s.exec(ctx, `DELETE FROM grants WHERE document = $1 AND epoch <= $2`, d.ID, c.Epoch)
		return err
	})
}

// Spend records attempts that were paid for without a grant, as the command line does: its
// own purse has held the budget.
func (l *Ledger) Spend(ctx context.Context, d *pipeline.Document, attempts ...pipeline.Attempt) error {
	return l.write(ctx, func(s session) error {
		day, err := today(ctx, s)
		if err == nil {
			attempts, err = unbooked(ctx, s, attempts)
		}
		for _, a := range attempts {
			if err != nil {
				return err
			}
			err = recordAttempt(ctx, s, d, 0, day, a)
		}
		return err
	})
}

// unbooked returns attempts with those made hits that were recovered and are booked.
func unbooked(ctx context.Context, s session, attempts []pipeline.Attempt) ([]pipeline.Attempt, error) {
	var fresh []pipeline.Attempt
	for _, a := range attempts {
		add := true
		if a.Recovered {
			n, err := single[int64](s.row(ctx, `SELECT COUNT(*) FROM attempts WHERE id = $1`, a.ID))
			if err != nil {
				return nil, err
			}
			if n > 0 {
				a, add = a.Again()
			}
		}
		if add {
			fresh = append(fresh, a)
		}
	}
	return fresh, nil
}

// outcomeLost marks what a worker had sent when it died.
const outcomeLost = "lost"

// lostInFlight bounds what dead workers may have been charged for calls whose answer nobody
// received: all of these calls were sent again, and each of those workers may have sent them.
func lostInFlight(stale []grant, attempts []pipeline.Attempt) pipeline.Micros {
	var granted, recovered, resent, sent pipeline.Micros
	for _, a := range attempts {
		if a.Recovered {
			recovered += a.Cost + a.PossiblyBilled
		} else {
			resent += a.Cost
		}
	}
	for _, g := range stale {
		granted += g.amount
		sent += min(g.amount, resent)
	}
	return max(min(granted-recovered, sent), 0)
}

type grant struct {
	day    string
	amount pipeline.Micros
}

// openGrants lists the document's unsettled grants, the claim's own last.
func openGrants(ctx context.Context, s session, document string, epoch int64) ([]grant, error) {
	return all(ctx, s, func(row scanner) (g grant, err error) {
		err = row.Scan(&g.day, &g.amount)
		return g, err
	}, `SELECT day, amount FROM grants WHERE document = $1 AND epoch <= $2 ORDER BY epoch`, document, epoch)
}

func recordAttempt(ctx context.Context, s session, d *pipeline.Document, epoch int64, day string, a pipeline.Attempt) error {
	_, err := s.exec(ctx, `INSERT INTO attempts (id, tenant, document, epoch, target, model, state, reserved, cost, started_at, ended_at,
		day, task, input_tokens, output_tokens, possibly_billed, estimate)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, {now} - $9, {now}, $10, $11, $12, $13, $14, $15)`,
		cmp.Or(a.ID, NewID("att")), d.Tenant, d.ID, epoch, a.Target, a.Model, a.Outcome, int64(a.Cost), a.LatencyMS,
		day, a.Task, a.InputTokens, a.OutputTokens, int64(a.PossiblyBilled), int64(a.Estimate))
	return err
}
