package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"docpipe/pipeline"
)

// Settle records what the claim's attempts cost and returns the rest of its grant to the
// budgets. u is what this claim used, not the document as a whole. An attempt that was
// recovered and stands in the books already counts as a hit.
//
// Grants of earlier claims whose worker died end here too. What those workers bought stands in
// u, because the answers were stored and met again; what they had sent and not yet received is
// booked as possibly billed, for each of them at most as much as it cost to send it again.
//
// A claim without a grant ends nobody's: it got none, or lost its lease and another worker has
// settled for it. What it spent is booked all the same, in place of what was assumed of it.
func (l *Ledger) Settle(ctx context.Context, c *pipeline.Claim, u pipeline.Usage) error {
	return l.write(ctx, func(s session) error {
		attempts, err := unbooked(ctx, s, u.Attempts)
		if err != nil {
			return err
		}
		own, err := endGrants(ctx, s, `document = $1 AND epoch = $2`, c.Document.ID, c.Epoch)
		if err != nil {
			return err
		}
		if len(own) == 0 {
			return settleLate(ctx, s, c, attempts)
		}
		stale, err := endGrants(ctx, s, `document = $1 AND epoch < $2`, c.Document.ID, c.Epoch)
		if err != nil {
			return err
		}
		if err := bookLost(ctx, s, lostInFlight(stale, attempts)); err != nil {
			return err
		}
		return recordAll(ctx, s, c.Document, c.Epoch, own[0].day, attempts)
	})
}

// settleLate books the attempts of a claim whose grant is gone.
func settleLate(ctx context.Context, s session, c *pipeline.Claim, attempts []pipeline.Attempt) error {
	if err := retractLost(ctx, s, c.Document, c.Epoch); err != nil {
		return err
	}
	day, err := today(ctx, s)
	if err != nil {
		return err
	}
	return recordAll(ctx, s, c.Document, c.Epoch, day, attempts)
}

// Spend records attempts that were paid for without a grant and without a hold, such as those
// of a batch that a provider has answered.
func (l *Ledger) Spend(ctx context.Context, d *pipeline.Document, attempts ...pipeline.Attempt) error {
	return l.write(ctx, func(s session) error {
		day, err := today(ctx, s)
		if err != nil {
			return err
		}
		fresh, err := unbooked(ctx, s, attempts)
		if err != nil {
			return err
		}
		return recordAll(ctx, s, d, 0, day, fresh)
	})
}

// Amend changes the outcome of an attempt that is booked: whether an answer of a batch can be used
// shows only when somebody asks for it.
func (l *Ledger) Amend(ctx context.Context, attempt, outcome string) error {
	return l.write(ctx, func(s session) error {
		_, err := s.exec(ctx, `UPDATE attempts SET state = $2 WHERE id = $1 AND state <> $2`, attempt, outcome)
		return err
	})
}

// unbooked returns the attempts that are not in the books. One that was recovered and is there
// counts as a hit.
func unbooked(ctx context.Context, s session, attempts []pipeline.Attempt) ([]pipeline.Attempt, error) {
	var fresh []pipeline.Attempt
	for _, a := range attempts {
		booked := 0
		if a.ID != "" {
			var err error
			if booked, err = single[int](s.row(ctx, `SELECT COUNT(*) FROM attempts WHERE id = $1`, a.ID)); err != nil {
				return nil, err
			}
		}
		hit, ok := a.Again()
		switch {
		case booked == 0:
			fresh = append(fresh, a)
		case a.Recovered && ok:
			fresh = append(fresh, hit)
		}
	}
	return fresh, nil
}

// recordAll writes attempts down and takes what they cost out of the day's budgets.
func recordAll(ctx context.Context, s session, d *pipeline.Document, epoch int64, day string, attempts []pipeline.Attempt) error {
	var spent pipeline.Micros
	for _, a := range attempts {
		spent += a.Cost + a.PossiblyBilled
		if err := recordAttempt(ctx, s, d, epoch, day, a); err != nil {
			return err
		}
	}
	if spent == 0 {
		return nil
	}
	return bookBoth(ctx, s, d.Tenant, day, spent, 0)
}

// A grant is money that a claim took, and may have drawn on.
type grant struct {
	document, tenant, day string
	epoch                 int64
	amount, drawn         pipeline.Micros
}

// endGrants gives the money of grants back to the budgets and returns them in the order of
// their claims. What was drawn is the caller's to book.
func endGrants(ctx context.Context, s session, which string, args ...any) ([]grant, error) {
	ended, err := all(ctx, s, func(row scanner) (g grant, err error) {
		err = row.Scan(&g.document, &g.epoch, &g.tenant, &g.day, &g.amount, &g.drawn)
		return g, err
	}, `DELETE FROM grants WHERE `+which+` RETURNING document, epoch, tenant, day, amount, drawn`, args...)
	for _, g := range ended {
		if err == nil {
			err = bookBoth(ctx, s, g.tenant, g.day, 0, -g.amount)
		}
	}
	slices.SortFunc(ended, func(a, b grant) int { return cmp.Compare(a.epoch, b.epoch) })
	return ended, err
}

func recordAttempt(ctx context.Context, s session, d *pipeline.Document, epoch int64, day string, a pipeline.Attempt) error {
	_, err := s.exec(ctx, `INSERT INTO attempts (id, tenant, document, epoch, target, model, state, reserved, cost, started_at, ended_at,
		day, task, input_tokens, output_tokens, possibly_billed, estimate, estimated, batch, recovered)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, {now} - $9, {now}, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		cmp.Or(a.ID, NewID("att")), d.Tenant, d.ID, epoch, a.Target, a.Model, a.Outcome, int64(a.Cost), a.LatencyMS,
		day, a.Task, a.InputTokens, a.OutputTokens, int64(a.PossiblyBilled), int64(a.Estimate), bit(a.Estimated), bit(a.Batch), bit(a.Recovered))
	if err != nil {
		return fmt.Errorf("booking an attempt: %w", err)
	}
	return nil
}

// bit is a truth value as both databases keep it.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
