package main

import (
	"context"
	"sync"
)

// share has a few workers do the work from 0 to n-1, in that order, until one of them fails or
// ctx ends. It returns why it stopped early, when all workers have come home.
func share(ctx context.Context, workers, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan int)
	var all sync.WaitGroup
	for range min(workers, n) {
		all.Go(func() {
			for i := range queue {
				if err := do(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	feed(ctx, queue, n)
	all.Wait()
	return context.Cause(ctx)
}

func feed(ctx context.Context, queue chan<- int, n int) {
	defer close(queue)
	for i := range n {
		select {
		case queue <- i:
		case <-ctx.Done():
			return
		}
	}
}
