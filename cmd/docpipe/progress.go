package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"docpipe/pipeline"
)

// A progress shows how far a batch is. Its callers take turns.
type progress interface {
	step(source, outcome string)
	spent(all pipeline.Micros) // on models, so far
	finish()
}

// newProgress makes the kind that --progress names: a bar only on a terminal, else a line a
// minute.
func newProgress(kind string, total int, w io.Writer) progress {
	switch {
	case kind == "none":
		return silent{}
	case kind == "bar", kind == "" && isTerminal(w):
		return newBar(total, w)
	}
	return &lines{w: w, total: total, next: time.Now().Add(time.Minute)}
}

// isTerminal reports whether a person looks at w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

type silent struct{}

func (silent) step(string, string)   {}
func (silent) spent(pipeline.Micros) {}
func (silent) finish()               {}

type bar struct{ *progressbar.ProgressBar }

// newBar draws the bar at once: the first document may take a while.
func newBar(total int, w io.Writer) bar {
	b := bar{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionEnableColorCodes(os.Getenv("NO_COLOR") == ""),
		progressbar.OptionClearOnFinish(),
	)}
	_ = b.RenderBlank()
	return b
}

func (b bar) step(string, string)       { _ = b.Add(1) }
func (b bar) spent(all pipeline.Micros) { b.Describe("reading, " + dollars(int64(all)) + " USD") }
func (b bar) finish()                   { _ = b.Clear() }

// lines writes one line a minute, for logs.
type lines struct {
	w     io.Writer
	total int
	done  int
	next  time.Time
	money string
}

func (l *lines) step(string, string) {
	l.done++
	if time.Now().Before(l.next) {
		return
	}
	l.next = time.Now().Add(time.Minute)
	fmt.Fprintf(l.w, "%d of %d documents%s\n", l.done, l.total, l.money)
}

func (l *lines) spent(all pipeline.Micros) { l.money = ", " + dollars(int64(all)) + " USD" }

func (l *lines) finish() {}
