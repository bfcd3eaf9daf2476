package task

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// spread asks about every window, several at once, and returns the answers in the order of the
// windows. A window that no target takes is asked about in halves. An error keeps further windows
// from being asked, but not those on their way: they are paid for, and kept. When the budget ends,
// or nobody gives a valid answer about one of the windows, the answers come back with the error.
func spread[T any](ctx context.Context, t *Tasks, all []window, ask func(context.Context, window) (T, error)) ([]T, error) {
	s := spreading[T]{ask: ask, places: make(chan struct{}, t.cfg.Concurrency)}
	parts := make([][]T, len(all))
	for i, w := range all {
		s.running.Go(func() { parts[i] = s.one(ctx, w) })
	}
	s.running.Wait()
	var answers []T
	for _, p := range parts {
		answers = append(answers, p...)
	}
	switch {
	case s.broke != nil && !errors.Is(s.broke, pipeline.ErrBudgetExhausted):
		return nil, s.broke
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	}
	return answers, cmp.Or(s.broke, s.unanswered)
}

type spreading[T any] struct {
	ask     func(context.Context, window) (T, error)
	places  chan struct{}
	running sync.WaitGroup

	mu         sync.Mutex
	broke      error // why nothing more is asked; the budget's end gives way to any other
	unanswered error // of a window: a filter may refuse one page and read the others
}

func (s *spreading[T]) one(ctx context.Context, w window) []T {
	select {
	case s.places <- struct{}{}:
	case <-ctx.Done():
		return nil
	}
	if s.stopped() {
		<-s.places
		return nil
	}
	answer, err := s.ask(ctx, w)
	<-s.places
	switch {
	case err == nil:
		return []T{answer}
	case errors.Is(err, model.ErrTooLarge) && w.divisible():
		first, second := w.halves()
		return append(s.one(ctx, first), s.one(ctx, second)...)
	case errors.Is(err, pipeline.ErrInvalid):
		s.pass(err)
	default:
		s.stop(err)
	}
	return nil
}

// stop asks no further window, and lets those on their way come home.
func (s *spreading[T]) stop(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broke == nil || errors.Is(s.broke, pipeline.ErrBudgetExhausted) {
		s.broke = err
	}
}

func (s *spreading[T]) stopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broke != nil
}

// pass goes on with the other windows: they are worth what they cost.
func (s *spreading[T]) pass(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unanswered = cmp.Or(s.unanswered, err)
}
