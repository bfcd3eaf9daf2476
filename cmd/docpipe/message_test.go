package main

import (
	"bytes"
	"context"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func TestPlainKeepsTerminalsStill(t *testing.T) {
	t.Parallel()
	got := plain("b\x1b[31mroken\u009b2J.pdf:\tdamaged\x07\nsend it again: " + pipeline.ErrDamaged.Title)
	if want := "b[31mroken2J.pdf:\tdamaged\nsend it again"; got != want {
		t.Errorf("plain = %q, want %q", got, want)
	}
}

func TestAnswersKeepTerminalsStill(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	cmd := &cobra.Command{}
	cmd.SetOut(&out)
	err := (&desk{}).answer(t.Context(), cmd, 1<<40, func(context.Context, *desk) error {
		return showSummary(cmd.OutOrStdout(), []pipeline.SummaryPoint{{Text: "rent\x1b]0;title\x07 is due"}}, false)
	})
	if got := out.String(); err != nil || !strings.HasPrefix(got, "- rent]0;title is due\n") {
		t.Errorf("answer = %q, %v, want the text without its control characters", got, err)
	}
}

func TestAnswersAreWrittenOrFail(t *testing.T) {
	t.Parallel()
	cmd := &cobra.Command{}
	cmd.SetOut(fullDisk{})
	err := (&desk{}).answer(t.Context(), cmd, 1<<40, func(context.Context, *desk) error {
		return showSummary(cmd.OutOrStdout(), []pipeline.SummaryPoint{{Text: "rent is due"}}, false)
	})
	if codeOf(err) != exitEnvironment {
		t.Errorf("answer on a full disk = %v, want exit code %d", err, exitEnvironment)
	}
}

// A fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }
