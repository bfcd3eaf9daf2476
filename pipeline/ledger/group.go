package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// A group makes the changes of SQLite, which has one writer at a time and waits for the disk at
// each commit. Changes that came while the one before was on its way to the disk share the next
// transaction: each in a savepoint of its own, so that one that fails undoes itself only, and
// none hears of its success before the commit of all of them is on the disk.
//
// When the transaction itself is lost, for the disk is full or broken, all in it hear of that,
// also those that had been refused: what they had seen is gone too.
type group struct {
	conn  *sql.Conn
	on    session
	queue chan *change
	stop  chan struct{} // closed: no more changes
	ended chan struct{} // closed: the last one is told
}

// A change is what somebody waits for.
type change struct {
	ctx  context.Context
	do   func(session) error
	err  error
	told chan error
}

// mostTogether bounds how long the first of a group waits for the others.
const mostTogether = 32

func startGroup(ctx context.Context, db *sql.DB, d dialect) (*group, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	g := &group{
		conn: conn, on: session{dialect: d, on: &statements{on: conn, whole: true}},
		queue: make(chan *change), stop: make(chan struct{}), ended: make(chan struct{}),
	}
	go g.serve()
	return g, nil
}

// write makes one change. A context that ends before the change has begun withdraws it;
// afterwards it is made or fails as a whole: interrupting one would undo those of others.
func (g *group) write(ctx context.Context, do func(session) error) error {
	c := &change{ctx: ctx, do: do, told: make(chan error, 1)}
	select {
	case g.queue <- c:
		return <-c.told
	case <-ctx.Done():
		return ctx.Err()
	case <-g.stop:
		return errClosed
	}
}

var errClosed = errors.New("the ledger is closed")

// close waits for the changes that have begun.
func (g *group) close() error {
	close(g.stop)
	<-g.ended
	return g.conn.Close()
}

func (g *group) serve() {
	defer close(g.ended)
	for {
		select {
		case c := <-g.queue:
			g.together(c)
		case <-g.stop:
			return
		}
	}
}

// together makes first, and what comes while it is at it, in one transaction.
func (g *group) together(first *change) {
	made := []*change{first}
	err := g.run("BEGIN IMMEDIATE")
	for i := 0; err == nil && i < len(made); i++ {
		if err = g.apply(made[i]); len(made) < mostTogether {
			made = append(made, g.waiting()...)
		}
	}
	if err == nil {
		err = g.run("COMMIT")
	}
	if err != nil {
		_ = g.run("ROLLBACK") // SQLite may have done so itself
	}
	for _, c := range made {
		c.told <- errors.Join(c.err, err)
	}
}

// waiting returns a change that somebody waits with, if there is one.
func (g *group) waiting() []*change {
	select {
	case c := <-g.queue:
		return []*change{c}
	default:
		return nil
	}
}

// apply makes one change, or undoes it. Its own error is not that of the transaction.
func (g *group) apply(c *change) error {
	if c.err = c.ctx.Err(); c.err != nil {
		return nil
	}
	if err := g.run("SAVEPOINT change"); err != nil {
		return err
	}
	if c.err = c.do(g.on); c.err != nil {
		if err := g.run("ROLLBACK TO change"); err != nil {
			return fmt.Errorf("undoing a change: %w", err)
		}
	}
	return g.run("RELEASE change")
}

func (g *group) run(statement string) error {
	_, err := g.on.on.ExecContext(context.Background(), statement)
	return err
}
