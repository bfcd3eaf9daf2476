package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"

	"docpipe/pipeline"
)

func TestCodeOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want int
	}{
		{fmt.Errorf("flag: %w", usageError{errors.New("bad")}), exitUsage},
		{fmt.Errorf("stop: %w", interrupt{syscall.SIGTERM}), exitTerminated},
		{interrupt{syscall.SIGINT}, exitInterrupted},
		{context.Canceled, exitInterrupted},
		{fmt.Errorf("qpdf: %w", pipeline.ErrEnvironment), exitEnvironment},
		{pipeline.ErrDiskFull, exitEnvironment},
		{unreachable{errors.New("no service")}, exitEnvironment},
		{pipeline.ErrUnauthorized, exitUsage},
		{pipeline.ErrSchemaUnknown, exitUsage},
		{pipeline.ErrBudgetExhausted, exitBudget},
		{errors.New("anything else"), exitFailed},
	}
	for _, tt := range tests {
		if got := codeOf(tt.err); got != tt.want {
			t.Errorf("codeOf(%v) = %d, want %d", tt.err, got, tt.want)
		}
	}
}

func TestCheckServer(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{
		"": true, "http://127.0.0.1:8080": true, "https://docpipe.example/": true,
		"127.0.0.1:8080": false, "docpipe": false, "ftp://x": false, "http://": false, "%zz": false,
	} {
		if err := checkServer(address); (err == nil) != ok {
			t.Errorf("checkServer(%q) = %v, want accepted: %v", address, err, ok)
		}
	}
}
