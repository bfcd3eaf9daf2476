package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/bus"
	"docpipe/pipeline/ledger"
)

const (
	streamInFlight = 8
	streamBytes    = 20 << 10
	streamRounds   = 3 // of the reference and of ours in turn, so that both meet the same machine

	// What one document costs us, counted by who asks for it. Commits: the data key of its bytes, its
	// acceptance, a claim, and one for each of three stages. Publishes: one job message and five
	// events. Besides, one blob. The reference does as many, each by itself and each on the disk
	// before the next.
	//
	// We need fewer fsyncs than that, for the ledger commits together what documents in flight
	// ask for at the same time. That is what the budget may be earned with, so it is no reason
	// to count fewer here. The relay's own commits, shared by whatever goes out in a round, are
	// left out of the reference: they would make it slower.
	streamCommits   = 6
	streamPublishes = 6
)

// benchStream sends documents through stores, stream and workers with nothing to read, and
// compares with the same number of bare fsynced writes, commits and publishes.
func benchStream(ctx context.Context, b *bench) (benchRow, error) {
	count := 200
	if b.count > 0 {
		count = b.count
	}
	defer placesForWaiting()() // as a service has, and the reference may have the same
	var reference, ours time.Duration
	for round := range streamRounds {
		dir := filepath.Join(b.dir, fmt.Sprint("stream", round))
		bare, err := bareWrites(ctx, filepath.Join(dir, "bare"), count)
		if err != nil {
			return benchRow{}, err
		}
		took, err := nullService(ctx, filepath.Join(dir, "ours"), count)
		if err != nil {
			return benchRow{}, err
		}
		reference, ours = reference+bare, ours+took
	}
	rate := func(d time.Duration) float64 { return float64(streamRounds*count) / d.Seconds() }
	return benchRow{
		work: fmt.Sprintf("stream path, %d documents, %d in flight", streamRounds*count, streamInFlight),
		ours: fmt.Sprintf("%.0f documents/s", rate(ours)), reference: fmt.Sprintf("%.0f/s bare writes", rate(reference)),
		ratio: fmt.Sprintf("%.2f", rate(ours)/rate(reference)), budget: "≥ 0.70",
	}, nil
}

// inFlight calls do count times, at most streamInFlight at once.
func inFlight(count int, do func(i int) error) (time.Duration, error) {
	var next atomic.Int64
	var all sync.WaitGroup
	errs := make([]error, streamInFlight)
	start := time.Now()
	for n := range streamInFlight {
		all.Go(func() {
			for errs[n] == nil {
				i := int(next.Add(1)) - 1
				if i >= count {
					return
				}
				errs[n] = do(i)
			}
		})
	}
	all.Wait()
	return time.Since(start), errors.Join(errs...)
}

func content(i int) []byte {
	return append(fmt.Appendf(nil, "%%PDF-1.4 document %d\n", i), bytes.Repeat([]byte("x"), streamBytes)...)
}

// nullService is the service without engines. The time begins with one document done, and ends
// when the last event is published.
func nullService(ctx context.Context, dir string, count int) (took time.Duration, err error) {
	c := defaultConfig()
	c.Data = dir
	s, err := openStores(ctx, c, streamInFlight, io.Discard)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	settings := bus.DefaultConfig()
	settings.Listen, settings.Folder = "127.0.0.1:0", filepath.Join(dir, "nats")
	embedded, err := bus.StartServer(settings, bus.Access{})
	if err != nil {
		return 0, err
	}
	defer embedded.Shutdown()
	conn, err := bus.Connect(ctx, settings, embedded)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	log := slog.New(slog.DiscardHandler)
	relay := bus.NewRelay(s.ledger, conn, "bench", log)
	jobs := &awaitedJobs{Ledger: s.ledger, done: map[string]chan struct{}{}}
	worker := &bus.Worker{Bus: conn, Jobs: jobs, Runner: nullRunner{}, Relay: relay, Name: "bench", Stages: allStages, Slots: streamInFlight, Lease: leaseTime, Log: log}

	running, stop := context.WithCancel(ctx)
	var loops sync.WaitGroup
	loops.Go(func() { relay.Run(running) })
	loops.Go(func() { worker.Run(running, running) })
	defer func() { stop(); loops.Wait() }()
	if err := acceptAndWait(ctx, s, relay, jobs, count); err != nil { // makes the streams, as the reference does
		return 0, err
	}
	if err := silence(ctx, s.ledger); err != nil {
		return 0, err
	}
	start := time.Now()
	if _, err := inFlight(count, func(i int) error { return acceptAndWait(ctx, s, relay, jobs, i) }); err != nil {
		return 0, err
	}
	err = silence(ctx, s.ledger)
	return time.Since(start), err
}

// silence waits until every event is published.
func silence(ctx context.Context, l *ledger.Ledger) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		if silent, err := l.Silent(ctx); err != nil || silent {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func acceptAndWait(ctx context.Context, s *stores, relay *bus.Relay, jobs *awaitedJobs, i int) error {
	raw := content(i)
	sha, size, err := s.originals.Put(ctx, localTenant, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	d := &pipeline.Document{
		ID: ledger.NewID("doc"), Tenant: localTenant, Source: "bench",
		Files: []pipeline.File{{Name: "bench.pdf", SHA256: sha, Bytes: size, MediaType: "application/pdf"}},
	}
	done := jobs.await(d.ID)
	if _, _, err := s.ledger.Accept(ctx, pipeline.Acceptance{Document: d, FirstStage: allStages[0]}); err != nil {
		return err
	}
	relay.Kick()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// nullRunner does no work and names the next stage.
type nullRunner struct{}

func (nullRunner) Run(_ context.Context, c *pipeline.Claim) (pipeline.Outcome, error) {
	at := slices.Index(allStages, c.Stage)
	o := pipeline.Outcome{Document: c.Document, Events: []pipeline.Event{{Type: stageEvents[c.Stage]}}}
	if at+1 < len(allStages) {
		o.Next = allStages[at+1]
		return o, nil
	}
	o.Result = pipeline.NewResult(c.Document, 0, nil)
	return o, nil
}

// awaitedJobs tells when a document's result is committed.
type awaitedJobs struct {
	*ledger.Ledger
	mu   sync.Mutex
	done map[string]chan struct{}
}

func (a *awaitedJobs) await(id string) <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done[id] = make(chan struct{})
	return a.done[id]
}

func (a *awaitedJobs) Commit(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome) error {
	err := a.Ledger.Commit(ctx, c, o)
	if err == nil && o.Result != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		close(a.done[c.Document.ID])
		delete(a.done, c.Document.ID)
	}
	return err
}
