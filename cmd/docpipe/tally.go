package main

import (
	"fmt"
	"path"
	"slices"
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
	read     int // in this run
	skipped  int // done before
	pages    int // of this run
	status   map[pipeline.Status]int
	verdict  map[pipeline.Verdict]int
	findings map[string]int
	failures []failure
	held     int // results for which a condition of --fail-on holds
	progress progress
	money    *batchMoney // nil when no model is asked
}

// A failure is an input without a result that can be used.
type failure struct {
	Source string `json:"source"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func newTally(total int, p progress, money *batchMoney) *tally {
	return &tally{
		started: time.Now(), total: total, progress: p, money: money,
		status: map[pipeline.Status]int{}, verdict: map[pipeline.Verdict]int{}, findings: map[string]int{},
	}
}

// add counts a result of this run; parts are the documents in a stack.
func (t *tally) add(in input, r *pipeline.Result, held bool, parts ...*pipeline.Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.read++
	t.pages += r.Document.PageCount
	t.count(in, held, append(parts, r)...)
	if t.money != nil {
		t.progress.spent(t.money.spent())
	}
	t.progress.step(in.Source, string(r.Status))
}

// before counts a result of an earlier run: it weighs as much for the exit code.
func (t *tally) before(in input, r *pipeline.Result, held bool, parts ...*pipeline.Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.skipped++
	t.count(in, held, append(parts, r)...)
	t.progress.step(in.Source, "done before")
}

func (t *tally) count(in input, held bool, results ...*pipeline.Result) {
	if held {
		t.held++
	}
	for _, r := range results {
		t.status[r.Status]++
		t.verdict[r.Checks.Verdict]++
		for _, f := range r.Findings {
			t.findings[f.Severity]++
		}
		if useless(r.Status) {
			t.failures = append(t.failures, failureOf(in, r))
		}
	}
}

// useless reports whether a status leaves nothing to work with: failed, or ended by somebody.
func useless(s pipeline.Status) bool {
	switch s {
	case pipeline.Failed, pipeline.Cancelled, pipeline.Rejected, pipeline.Erased:
		return true
	}
	return false
}

// failureOf says why there is no result: the document's error, or that of its first page.
func failureOf(in input, r *pipeline.Result) failure {
	f := failure{Source: in.Source, Code: pipeline.ReasonPageFailed, Detail: "no page could be read"}
	if r.Error != nil {
		f.Code, f.Detail = r.Error.Code, plain(r.Error.Detail)
	} else if at := slices.IndexFunc(r.Reasons, func(r pipeline.Reason) bool { return r.Code == pipeline.ReasonPageFailed }); at >= 0 {
		f.Detail = fmt.Sprintf("page %d: %s", r.Reasons[at].Page, plain(r.Reasons[at].Detail))
	}
	f.Detail = strings.TrimPrefix(f.Detail, path.Base(in.Source)+": ")
	return f
}

// skip counts an input whose result is yet to come from elsewhere.
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
	case len(t.failures) > 0:
		return exitError(exitFailed)
	case len(failOn) > 0 && t.held > 0:
		return exitError(exitCondition)
	case t.status[pipeline.Partial]+t.status[pipeline.NeedsReview] > 0:
		return exitError(exitIncomplete)
	}
	return nil
}

// summary is the last thing on stderr: what was read, how it ended, and what to do next.
func (t *tally) summary(out string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %s read, %s, %s", t.read, counted(t.total, "document"), counted(t.pages, "page"), t.finished.Sub(t.started).Round(10*time.Millisecond))
	if t.skipped > 0 {
		fmt.Fprintf(&b, ", %d done before", t.skipped)
	}
	if t.money != nil {
		fmt.Fprintf(&b, ", %s USD", dollars(int64(t.money.spent())))
	}
	lead := "\n  "
	for _, s := range []pipeline.Status{pipeline.Completed, pipeline.NeedsReview, pipeline.Partial, pipeline.Failed, pipeline.Cancelled, pipeline.Rejected, pipeline.Erased} {
		if n := t.status[s]; n > 0 {
			fmt.Fprintf(&b, "%s%d %s", lead, n, strings.ReplaceAll(string(s), "_", " "))
			lead = ", "
		}
	}
	for i, f := range t.failures {
		if i == failuresShown {
			fmt.Fprintf(&b, "\n  and %d more", len(t.failures)-i)
			break
		}
		fmt.Fprintf(&b, "\n  failed: %s: %s", printable(f.Source), f.Detail)
	}
	if out != "" {
		fmt.Fprintf(&b, "\nresults in %s", out)
	}
	if left := t.total - t.read - t.skipped; left > 0 && out != "" {
		fmt.Fprintf(&b, "; %d not read: go on with the same command and --resume", left)
	}
	return b.String()
}

const failuresShown = 5
