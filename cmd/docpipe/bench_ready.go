package main

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// benchReady starts serve twice on one folder and waits for its word.
func benchReady(ctx context.Context, b *bench) (benchRow, error) {
	data := filepath.Join(b.dir, "ready")
	cold, err := b.untilReady(ctx, data)
	if err != nil {
		return benchRow{}, err
	}
	warm, err := b.untilReady(ctx, data)
	return benchRow{
		work: "serve until ready", ours: fmt.Sprintf("%s empty, %s used", round(cold), round(warm)),
		reference: "—", ratio: "—", budget: "≤ 2 s empty, ≤ 0.5 s used",
	}, err
}

func (b *bench) untilReady(ctx context.Context, data string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, b.self, "serve", "--data", data, "--sandbox", b.sandbox)
	cmd.Env = append(cmd.Environ(), "DOCPIPE_LISTEN=127.0.0.1:0", "DOCPIPE_NATS__LISTEN=127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return 0, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	took, last := time.Duration(0), ""
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		last = lines.Text()
		if took == 0 && strings.Contains(last, "msg=ready") {
			took = time.Since(start)
			_ = cmd.Process.Signal(syscall.SIGTERM)
		}
	}
	if err := cmd.Wait(); err != nil || took == 0 {
		return 0, fmt.Errorf("serve did not become ready: %s", last)
	}
	return took, nil
}
