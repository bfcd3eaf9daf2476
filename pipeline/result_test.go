package pipeline

import (
	"context"
	"fmt"
	"testing"
)

func TestStatus(t *testing.T) {
	t.Parallel()
	page := func(state PageState) *Page { return &Page{Number: 1, State: state} }
	because := func(codes ...string) *Extraction {
		e := &Extraction{}
		for _, c := range codes {
			e.Reasons = append(e.Reasons, Reason{Code: c})
		}
		return e
	}
	tests := []struct {
		name    string
		d       *Document
		failure error
		want    Status
	}{
		{"nothing doubtful", &Document{Pages: []*Page{page(PageRead)}, Extraction: because()}, nil, Completed},
		{"something doubtful", &Document{Pages: []*Page{page(PageRead)}, Extraction: because(ReasonLowConfidence)}, nil, NeedsReview},
		{"rows missing weigh more than doubt", &Document{Extraction: because(ReasonLowConfidence, ReasonRowsIncomplete)}, nil, Partial},
		{"a page nobody read", &Document{Pages: []*Page{page(PageRead), page(PageSkipped)}}, nil, Partial},
		{"no page could be read", &Document{Pages: []*Page{page(PageFailed)}}, nil, Failed},
		{"an error weighs most", &Document{Extraction: because(ReasonRowsIncomplete)}, ErrDamaged, Failed},
		{"out of time", &Document{}, fmt.Errorf("prepare: %w", context.DeadlineExceeded), Failed},
		{"cancelled", &Document{}, ErrCancelled, Cancelled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := NewResult(tt.d, 1, tt.failure).Status; got != tt.want {
				t.Errorf("status = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestChecksNeverChangeTheStatus(t *testing.T) {
	t.Parallel()
	d := &Document{Checks: &Checks{Verdict: Fail}, Findings: []Finding{{Severity: "critical"}}}
	if got := NewResult(d, 1, nil).Status; got != Completed {
		t.Errorf("status = %s, want completed", got)
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want *Kind
	}{
		{nil, nil},
		{fmt.Errorf("page 3: %w", ErrDamaged), ErrDamaged},
		{fmt.Errorf("outer: %w", fmt.Errorf("inner: %w", ErrEncrypted)), ErrEncrypted},
		{fmt.Errorf("read: %w", context.DeadlineExceeded), ErrTimeout},
		{context.Canceled, ErrCancelled},
		{fmt.Errorf("anything else"), ErrInternal},
	}
	for _, tt := range tests {
		if got := KindOf(tt.err); got != tt.want {
			t.Errorf("KindOf(%v) = %v, want %v", tt.err, got, tt.want)
		}
	}
}
