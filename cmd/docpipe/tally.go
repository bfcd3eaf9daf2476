package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"docpipe/pipeline"
)

// A tally counts how a batch goes. Safe for concurrent use.
type tally struct {
	mu       sync.Mutex
	started  time.Time
	finished time.Time
	total    int
	skipped  int
	pages    int
	status   map[pipeline.Status]int
	verdict  map[pipeline.Verdict]int
	findings map[string]int
	failures []failure
	held     int // results for which a condition of --fail-on holds
	progress progress
}

// A failure is an input without a result that can be used.
type failure struct {
	Source string `json:"source"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func newTally(total int, p progress) *tally {
	return &tally{
		started: time.Now(), total: total, progress: p,
		status: map[pipeline.Status]int{}, verdict: map[pipeline.Verdict]int{}, findings: map[string]int{},
	}
}

func (t *tally) add(in input, r *pipeline.Result, held bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.status[r.Status]++
	t.verdict[r.Checks.Verdict]++
	t.pages += r.Document.PageCount
	for _, f := range r.Findings {
		t.findings[f.Severity]++
	}
	if held {
		t.held++
	}
	if r.Status == pipeline.Failed {
		t.failures = append(t.failures, failureOf(in, r))
	}
	t.progress.step(in.Source, string(r.Status))
}

func failureOf(in input, r *pipeline.Result) failure {
	if r.Error == nil {
		return failure{Source: in.Source, Code: pipeline.ReasonPageFailed, Detail: "no page could be read"}
	}
	return failure{Source: in.Source, Code: r.Error.Code, Detail: r.Error.Detail}
}

func (t *tally) skip() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.skipped++
	t.progress.step("", "done before")
}

func (t *tally) finish() {
	t.finished = time.Now()
	t.progress.finish()
}

// exit turns the counts into the command's exit code.
func (t *tally) exit(failOn []string) error {
	switch {
	case t.status[pipeline.Failed] > 0:
		return exitError(exitFailed)
	case len(failOn) > 0 && t.held > 0:
		return exitError(exitCondition)
	case t.status[pipeline.Partial]+t.status[pipeline.NeedsReview] > 0:
		return exitError(exitIncomplete)
	}
	return nil
}

// summary is the last line on stderr.
func (t *tally) summary(out string) string {
	var b strings.Builder
	done := 0
	for _, n := range t.status {
		done += n
	}
	fmt.Fprintf(&b, "%d of %d documents read, %d pages, %s", done, t.total, t.pages, t.finished.Sub(t.started).Round(10*time.Millisecond))
	for _, s := range []pipeline.Status{pipeline.Completed, pipeline.NeedsReview, pipeline.Partial, pipeline.Failed} {
		if n := t.status[s]; n > 0 {
			fmt.Fprintf(&b, " · %d %s", n, strings.ReplaceAll(string(s), "_", " "))
		}
	}
	if t.skipped > 0 {
		fmt.Fprintf(&b, " · %d done before", t.skipped)
	}
	if out != "" {
		fmt.Fprintf(&b, "\nresults in %s", out)
	}
	for i, f := range t.failures {
		if i == 5 {
			fmt.Fprintf(&b, "\n  and %d more", len(t.failures)-i)
			break
		}
		fmt.Fprintf(&b, "\n  failed: %s: %s", f.Source, f.Detail)
	}
	return b.String()
}
