package bus

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// jobVersion is the newest version of job messages that this release understands.
const jobVersion = 1

// A job is the body of a job message.
type job struct {
	V     int    `json:"v"`
	Job   string `json:"job"`
	Stage string `json:"stage"`
}

// A decision is what becomes of a message.
type decision int

const (
	ack   decision = iota // done, or somebody else's: the ledger knows the rest
	again                 // come back, nothing was decided
	later                 // come back when the lease is over
	drop                  // no worker will ever understand it
)

// handle decides about one message, and is the only place that does.
//
//	not a job message                 drop: the ledger reissues what is really due
//	of a newer release                again: a newer worker takes it
//	nothing left to do, or not ours   ack: a wake-up is not the job
//	the ledger is away at the claim   again
//	and after the work                later: until then the lease is in the way
//	claimed and committed, released
//	or lost to a newer claim          ack
func (w *Worker) handle(ctx context.Context, m jetstream.Msg) decision {
	var j job
	if err := json.Unmarshal(m.Data(), &j); err != nil || j.Job == "" || j.V < 1 {
		w.Log.Warn("worker: dropped a message that is no job", "subject", m.Subject())
		return drop
	}
	if j.V > jobVersion {
		return again
	}
	claim, err := w.Jobs.ClaimJob(ctx, j.Job, w.Name, w.Lease)
	switch {
	case errors.Is(err, pipeline.ErrNotFound), errors.Is(err, pipeline.ErrClaimed):
		return ack
	case err != nil:
		w.Log.Warn("worker: claim", "job", j.Job, "error", err)
		return again
	}
	return w.work(ctx, m, claim)
}

// againAfter is how long a message stays away that comes again.
const againAfter = 5 * time.Second

// settle tells NATS. A lost ack brings the message again, which is harmless.
func (w *Worker) settle(m jetstream.Msg, d decision) {
	var err error
	switch d {
	case ack:
		err = m.Ack()
	case again:
		err = m.NakWithDelay(againAfter)
	case later:
		err = m.NakWithDelay(w.Lease + time.Second)
	case drop:
		err = m.Term()
	}
	if err != nil {
		w.Log.Debug("worker: ack", "error", err)
	}
}
