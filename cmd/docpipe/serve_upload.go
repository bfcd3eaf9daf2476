package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/bus"
	"docpipe/pipeline/intake"
	"docpipe/pipeline/ledger"
	"docpipe/pipeline/rest"
)

// apiLedger is the ledger as the API uses it: it knows the route, and what documents may say.
type apiLedger struct {
	*ledger.Ledger
	schemas *tenantSchemas
}

var _ rest.Ledger = apiLedger{}

// stageOfSplit is the stage of the route that finds the documents of a stack.
const stageOfSplit = "extract"

// Split has a document's pages parted anew, from the stage on that parts them.
func (a apiLedger) Split(ctx context.Context, tenant, id string, parts [][]int) (pipeline.Header, error) {
	return a.Ledger.Split(ctx, tenant, id, parts, stageOfSplit)
}

// stageOfRules is the stage of the route that checks what was extracted.
const stageOfRules = "check"

// Decide records a decision on a finding; a correction has the rules run again.
func (a apiLedger) Decide(ctx context.Context, tenant, id string, d pipeline.Decision) (pipeline.FindingRecord, error) {
	if d.Decision != pipeline.Correct {
		return a.Ledger.Decide(ctx, tenant, id, d)
	}
	return a.Correct(ctx, tenant, id, d, stageOfRules, func(document *pipeline.Document) error {
		return a.schemas.mayCorrect(ctx, document, d.Values)
	})
}

// kickedLedger is an apiLedger whose messages go out at once.
type kickedLedger struct {
	apiLedger
	relay *bus.Relay
}

var _ rest.Ledger = kickedLedger{}

// Accept records an upload and wakes the relay.
func (k kickedLedger) Accept(ctx context.Context, a pipeline.Acceptance) (pipeline.Header, bool, error) {
	defer k.relay.Kick()
	return k.Ledger.Accept(ctx, a)
}

// Cancel ends a document and wakes the relay.
func (k kickedLedger) Cancel(ctx context.Context, tenant, id string) (pipeline.Header, error) {
	defer k.relay.Kick()
	return k.Ledger.Cancel(ctx, tenant, id)
}

// Split queues a document to be parted anew and wakes the relay.
func (k kickedLedger) Split(ctx context.Context, tenant, id string, parts [][]int) (pipeline.Header, error) {
	defer k.relay.Kick()
	return k.apiLedger.Split(ctx, tenant, id, parts)
}

// Decide records a decision and wakes the relay.
func (k kickedLedger) Decide(ctx context.Context, tenant, id string, d pipeline.Decision) (pipeline.FindingRecord, error) {
	defer k.relay.Kick()
	return k.apiLedger.Decide(ctx, tenant, id, d)
}

// Erase destroys a document and wakes the relay.
func (k kickedLedger) Erase(ctx context.Context, tenant, id, by string) (pipeline.Receipt, error) {
	defer k.relay.Kick()
	return k.Ledger.Erase(ctx, tenant, id, by)
}

// An intakeStore takes uploads: it looks at the first bytes, hashes, and stores.
type intakeStore struct {
	originals *blob.Originals
	max       int64       // bytes of one file
	roomy     func() bool // whether the disk has room
}

// Put streams one file into the store. It wraps the kinds of [intake.Take] and ErrDiskFull.
func (s intakeStore) Put(ctx context.Context, tenant, name string, r io.Reader) (pipeline.File, error) {
	if !s.roomy() {
		return pipeline.File{}, fmt.Errorf("%s: the disk is below limits.min_free_disk: %w", name, pipeline.ErrDiskFull)
	}
	upload := s.originals.Upload(tenant)
	defer upload.Close()
	f, err := intake.Take(ctx, name, r, upload, intake.Config{MaxBytes: s.max})
	if err != nil {
		return f, err
	}
	_, _, err = upload.Commit(ctx)
	return f, err
}

// Open returns the bytes of a tenant's file.
func (s intakeStore) Open(ctx context.Context, tenant, sha256 string) (io.ReadCloser, error) {
	return s.originals.Open(ctx, tenant, sha256)
}

// A resultNotifier waits for results by looking at the ledger, which works whichever process
// does the work.
type resultNotifier struct{ ledger *ledger.Ledger }

const notifyEvery = 50 * time.Millisecond

// Wait returns when the document has ended.
func (n resultNotifier) Wait(ctx context.Context, tenant, id string) error {
	tick := time.NewTicker(notifyEvery)
	defer tick.Stop()
	for {
		h, err := n.ledger.Header(ctx, tenant, id)
		if err != nil || h.Status.Terminal() {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
