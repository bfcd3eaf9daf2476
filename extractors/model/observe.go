package model

import (
	"context"

	"docpipe/pipeline"
)

// An Observer is told of every call and every request, to make spans and metrics of them. It
// gets no content. It must be safe for concurrent use and must not block.
type Observer interface {
	// Call begins a call. What follows runs with the context it returns; end is called once.
	Call(ctx context.Context, c Call) (_ context.Context, end func(Answer, error))

	// Attempt begins one request. It is sent with the context it returns; end is called once.
	Attempt(ctx context.Context, s Sending) (_ context.Context, end func(Sent))
}

// A Sending is a request that is about to leave.
type Sending struct {
	Target       Target
	Task         string
	Key          string // id of the key, never the secret
	Attempt      int    // 1 for the first request of the call
	FallbackFrom string // the target that was asked before, when it is another one
	JSON         JSONMode
	Images       bool
	Worst        pipeline.Micros // set aside for it
}

// A Sent is what became of a request.
type Sent struct {
	pipeline.Attempt        // as it was booked
	ResponseID       string // the provider's name of the answer
	ResponseModel    string
	Finish           Finish
	Status           int // HTTP status of a fault, 0 when none came
}

type unobserved struct{}

func (unobserved) Call(ctx context.Context, _ Call) (context.Context, func(Answer, error)) {
	return ctx, func(Answer, error) {}
}

func (unobserved) Attempt(ctx context.Context, _ Sending) (context.Context, func(Sent)) {
	return ctx, func(Sent) {}
}
