package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// outcomeLost marks what a worker may have sent when it died.
const outcomeLost = "lost"

// A loss is what a claim may have been charged without ever saying so.
type loss struct {
	grant  grant
	amount pipeline.Micros
}

// Draw notes that the claim may spend upTo of its grant, all its requests together, before it
// does: what it never drew can be given back when its worker dies. It wraps pipeline.ErrClaimed
// when the grant is not there any more: then nothing may be spent.
func (l *Ledger) Draw(ctx context.Context, c *pipeline.Claim, upTo pipeline.Micros) error {
	return l.write(ctx, func(s session) error {
		changed, err := s.exec(ctx, `UPDATE grants SET drawn = CASE WHEN $3 > amount THEN amount WHEN $3 > drawn THEN $3 ELSE drawn END
			WHERE document = $1 AND epoch = $2`, c.Document.ID, c.Epoch, int64(upTo))
		if err == nil && changed == 0 {
			return fmt.Errorf("job %s: the money of epoch %d was taken back: %w", c.Job, c.Epoch, pipeline.ErrClaimed)
		}
		return err
	})
}

// Reclaim ends grants older than age that no claim will settle: their worker died, and the
// document was cancelled, erased or given up since. What was never drawn returns to the
// budgets, the rest is booked as possibly billed. It returns how many there were. A worker
// that lives after all can draw no more, and its own [Ledger.Settle] puts the books right.
func (l *Ledger) Reclaim(ctx context.Context, age time.Duration) (ended int, err error) {
	const dead = `at <= {now} - $1 AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.document = grants.document AND j.state = 'ready')`
	some, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM grants WHERE `+dead, age.Milliseconds()))
	if err != nil || some == 0 {
		return 0, l.fault(err)
	}
	err = l.write(ctx, func(s session) error {
		grants, err := endGrants(ctx, s, dead, age.Milliseconds())
		ended = len(grants)
		for _, g := range grants {
			if err != nil {
				return err
			}
			err = bookLost(ctx, s, []loss{{g, g.drawn}})
		}
		return err
	})
	return ended, err
}

// lostInFlight bounds what dead workers may have been charged for calls whose answer nobody
// received: all of these calls were sent again, and each of those workers may have sent them.
func lostInFlight(stale []grant, attempts []pipeline.Attempt) (lost []loss) {
	var rest, resent pipeline.Micros
	for _, g := range stale {
		rest += g.drawn
	}
	for _, a := range attempts {
		if a.Recovered {
			rest -= a.Cost + a.PossiblyBilled
		} else {
			resent += a.Cost
		}
	}
	for _, g := range stale {
		amount := max(min(g.drawn, resent, rest), 0)
		rest -= amount
		lost = append(lost, loss{g, amount})
	}
	return lost
}

// lostID names what is assumed of a claim, so that it can be taken back.
func lostID(document string, epoch int64) string {
	return fmt.Sprintf("att_lost_%s_%d", document, epoch)
}

func bookLost(ctx context.Context, s session, lost []loss) error {
	for _, x := range lost {
		if x.amount == 0 {
			continue
		}
		g := x.grant
		a := pipeline.Attempt{ID: lostID(g.document, g.epoch), Target: "unknown", Model: "unknown", Outcome: outcomeLost, PossiblyBilled: x.amount}
		if err := recordAll(ctx, s, &pipeline.Document{ID: g.document, Tenant: g.tenant}, g.epoch, g.day, []pipeline.Attempt{a}); err != nil {
			return err
		}
	}
	return nil
}

// retractLost takes back what was assumed of a claim that now says what it spent.
func retractLost(ctx context.Context, s session, d *pipeline.Document, epoch int64) error {
	var day string
	var amount pipeline.Micros
	err := s.row(ctx, `DELETE FROM attempts WHERE id = $1 RETURNING day, possibly_billed`, lostID(d.ID, epoch)).Scan(&day, &amount)
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return bookBoth(ctx, s, d.Tenant, day, -amount, 0)
}
