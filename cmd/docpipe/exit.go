package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"

	"docpipe/pipeline"
)

// Exit codes. The first that holds of 130/143, 2, 5, 4, 1, 3, 6, 0 is the command's.
const (
	exitOK          = 0
	exitFailed      = 1 // at least one input failed
	exitUsage       = 2 // usage or configuration
	exitCondition   = 3 // a condition of --fail-on holds
	exitBudget      = 4 // budget exhausted, resumable
	exitEnvironment = 5 // a tool or a kernel feature is missing
	exitIncomplete  = 6 // none failed, some partial or need review
	exitInterrupted = 130
	exitTerminated  = 143
)

// exitHelp stands at the end of the help of commands that process documents.
const exitHelp = `Exit codes:
  0  all completed
  1  at least one input failed
  2  usage or configuration
  3  a condition of --fail-on holds
  4  budget exhausted, resumable
  5  environment: names the missing tool and the command that installs it
  6  none failed, some partial or need review
  130, 143  interrupted, resumable`

// An exitError ends the command with a code and without a further message.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// A usageError is a mistake in flags, arguments or configuration.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// An interrupt is the cause of a context that a signal ended.
type interrupt struct{ signal syscall.Signal }

func (i interrupt) Error() string {
	if i.signal == syscall.SIGTERM {
		return "terminated"
	}
	return "interrupted"
}

// exitCode decides once what a command's error means for its caller, and says it on stderr.
func exitCode(err error, stderr io.Writer) int {
	var code exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(stderr, "docpipe: %s\n", plain(err.Error()))
	return codeOf(err)
}

func codeOf(err error) int {
	var usage usageError
	var stopped interrupt
	var down unreachable
	switch {
	case errors.As(err, &stopped) && stopped.signal == syscall.SIGTERM:
		return exitTerminated
	case errors.As(err, &stopped), errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, pipeline.ErrEnvironment), isDiskFull(err), errors.As(err, &down):
		return exitEnvironment
	}
	switch pipeline.KindOf(err) {
	case pipeline.ErrInvalid, pipeline.ErrSchemaInvalid, pipeline.ErrSchemaUnknown, pipeline.ErrUnauthorized, pipeline.ErrForbidden:
		return exitUsage
	case pipeline.ErrBudgetExhausted:
		return exitBudget
	}
	return exitFailed
}
