package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"syscall"
	"time"

	"docpipe/extractors/model"
)

// A wayCost is what one call costs on one way: the time it takes in the middle, and the mean of
// the processor time, that of the server included.
type wayCost struct{ median, cpu time.Duration }

// oneCall compares calls that are answered at once: bare HTTP with a body that is there, and with
// one that is written for each call, the wire, the router before the
// wire, and the router before a wire that does nothing. They take turns, so that all meet the
// same machine.
func (m *benchModels) oneCall(ctx context.Context) ([]benchRow, error) {
	p, err := blindProvider(0)
	if err != nil {
		return nil, err
	}
	defer p.close()
	d, err := benchDeployment(p.url, "a", 1, time.Minute, modelClient(nil))
	if err != nil {
		return nil, err
	}
	full, err := m.asking(ctx, d)
	if err != nil {
		return nil, err
	}
	wire := d.Keys[0].Wire
	d.Keys = []model.Key{{ID: "key 1", Wire: wireAtOnce{}}}
	own, err := m.asking(ctx, d)
	if err != nil {
		return nil, err
	}
	body, client := rawBody(), modelClient(nil)
	costs, err := turns(m.calls, []func(n int) error{
		func(int) error { return rawPost(ctx, client, p.url, body) },
		func(int) error { return rawPost(ctx, client, p.url, rawBody()) },
		func(n int) error { _, err := wire.Send(ctx, benchRequest(n, 1, model.JSONSchema)); return err },
		full, own,
	})
	if err != nil {
		return nil, err
	}
	raw := costs[0]
	row := func(work string, c wayCost, over wayCost, budget string) benchRow {
		return benchRow{
			work: work, ours: fmt.Sprintf("%s, %s CPU", fine(c.median), fine(c.cpu)),
			reference: fmt.Sprintf("%s, %s CPU net/http", fine(raw.median), fine(raw.cpu)),
			ratio:     fmt.Sprintf("%+.2f ms, %+.2f ms CPU", millis(c.median-over.median), millis(c.cpu-over.cpu)), budget: budget,
		}
	}
	return []benchRow{
		row("one call of a 256 KB page, router and wire", costs[3], raw, "≤ +0.5 ms"),
		row("  of it the wire with its SDK, alone", costs[2], raw, ""),
		row("  of it the router alone", costs[4], wayCost{}, ""),
		row("  net/http that writes the body for each call", costs[1], raw, ""),
	}, nil
}

// asking is a router over one target, whose answers are not kept.
func (m *benchModels) asking(ctx context.Context, d model.Deployment) (func(n int) error, error) {
	router, err := model.NewRouter(model.DefaultRouterConfig(), []model.Deployment{d}, nil, nil)
	unlimited := model.NewWallets(model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit})
	return func(n int) error {
		_, err := router.Ask(ctx, benchCall(benchDocument(n, unlimited.For(localTenant)), n, 1))
		return err
	}, err
}

// turns calls every way count times in blocks of ten, after one block that does not count.
func turns(count int, ways []func(n int) error) ([]wayCost, error) {
	const block = 10
	costs, took := make([]wayCost, len(ways)), make([][]time.Duration, len(ways))
	for n := -block; n < count; n += block {
		for i, way := range ways {
			before := processorTime()
			for k := range block {
				began := time.Now()
				if err := way(n + k); err != nil {
					return nil, err
				}
				if n >= 0 {
					took[i] = append(took[i], time.Since(began))
				}
			}
			if n >= 0 {
				costs[i].cpu += processorTime() - before
			}
		}
	}
	for i := range ways {
		slices.Sort(took[i])
		costs[i].median = took[i][len(took[i])/2]
		costs[i].cpu /= time.Duration(len(took[i]))
	}
	return costs, nil
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func fine(d time.Duration) string { return d.Round(10 * time.Microsecond).String() }

func millis(d time.Duration) float64 { return d.Seconds() * 1e3 }

// wireAtOnce answers without asking anybody.
type wireAtOnce struct{}

// Send implements model.Wire.
func (wireAtOnce) Send(context.Context, model.Request) (model.Response, error) {
	return model.Response{Text: benchAnswer, Finish: model.FinishStop, Usage: model.Usage{Input: benchInput, Output: benchOutput}}, nil
}

const memoryPages = 20

// memory watches the heap while one request with many pictures is under way. The pictures are
// there before; the server, in the same process, keeps nothing of them.
func (m *benchModels) memory(ctx context.Context) ([]benchRow, error) {
	p, err := blindProvider(0)
	if err != nil {
		return nil, err
	}
	defer p.close()
	d, err := benchDeployment(p.url, "a", 1, time.Minute, modelClient(nil))
	if err != nil {
		return nil, err
	}
	r := benchRequest(0, memoryPages, model.JSONSchema)
	send := func() error { _, err := d.Keys[0].Wire.Send(ctx, r); return err }
	if err := send(); err != nil { // connections and tables are made once
		return nil, err
	}
	grown, allocated, err := heapOf(send)
	body := memoryPages * benchImage
	return []benchRow{{
		work: fmt.Sprintf("memory of a %d-page request, %.1f MB of pictures", memoryPages, megabytes(body)),
		ours: fmt.Sprintf("%.1f MB more heap at the most, %.1f MB allocated", megabytes(grown), megabytes(allocated)), reference: "—",
		ratio: fmt.Sprintf("%.2f of the pictures", float64(grown)/float64(body)), budget: "—",
	}}, err
}

func megabytes(n int) float64 { return float64(n) / (1 << 20) }

// heapOf returns by how many bytes the heap grew at the most while do ran, garbage included, and
// how much was allocated.
func heapOf(do func() error) (grown, allocated int, err error) {
	runtime.GC()
	heap, sum := heapNow()
	most, done := heap, make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		tick := time.NewTicker(200 * time.Microsecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				now, _ := heapNow()
				most = max(most, now)
			}
		}
	})
	err = do()
	close(done)
	watching.Wait()
	now, all := heapNow()
	return int(max(most, now) - heap), int(all - sum), err
}

func heapNow() (objects, allocated uint64) {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}
