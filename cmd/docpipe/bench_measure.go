package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"docpipe/testdata"
)

// A cost is what a command needed, with all its children.
type cost struct {
	wall time.Duration
	cpu  time.Duration
	peak int64 // bytes of proportional memory of the process tree, 0 when not watched
}

// measure runs a command and its children. Exit codes up to 6 are outcomes of documents.
func measure(ctx context.Context, watch bool, name string, args ...string) (cost, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	var c cost
	done := make(chan struct{})
	var watching sync.WaitGroup
	if watch {
		watching.Go(func() { c.peak = peakMemory(cmd.Process.Pid, done) })
	}
	err := cmd.Wait()
	close(done)
	watching.Wait()
	c.wall = time.Since(start)
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	var exit *exec.ExitError
	if errors.As(err, &exit) && (exit.ExitCode() == exitFailed || exit.ExitCode() == exitIncomplete) {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", filepath.Base(name), err, lastLines(stderr.Bytes(), 3))
	}
	return c, err
}

const sampleEvery = 100 * time.Millisecond

// peakMemory watches the process tree under root until done.
func peakMemory(root int, done <-chan struct{}) (peak int64) {
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return peak
		case <-tick.C:
			peak = max(peak, treeMemory(root))
		}
	}
}

// treeMemory sums the proportional set sizes of a process and its descendants, in bytes.
func treeMemory(root int) int64 {
	total := int64(0)
	for _, p := range processTree(root) {
		if !p.borrows {
			total += proportional(p.pid)
		}
	}
	return total
}

// proportional reads the Pss of one process, in bytes.
func proportional(pid int) int64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "Pss:"); ok {
			kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kib << 10
		}
	}
	return 0
}

// extractCost measures extract on files into a fresh folder, and returns the folder too.
func (b *bench) extractCost(ctx context.Context, watch bool, files []string) (cost, string, error) {
	out, err := os.MkdirTemp(b.dir, "out-")
	if err != nil {
		return cost{}, "", err
	}
	list := filepath.Join(out, "list.csv")
	if err := os.WriteFile(list, []byte("path\n"+strings.Join(absolute(files), "\n")+"\n"), 0o600); err != nil {
		return cost{}, "", err
	}
	results := filepath.Join(out, "results")
	c, err := measure(ctx, watch, b.self, "extract", "--manifest", list, "--out", results, "--sandbox", b.sandbox, "--no-progress")
	return c, results, err
}

func absolute(files []string) []string {
	var abs []string
	for _, f := range files {
		if a, err := filepath.Abs(f); err == nil {
			f = a
		}
		abs = append(abs, f)
	}
	return abs
}

// sampleFile returns the bytes of a sample's first file.
func sampleFile(name string) ([]byte, error) {
	for _, s := range testdata.Samples() {
		if s.Name == name {
			return fs.ReadFile(testdata.Files, s.Files[0])
		}
	}
	return nil, fmt.Errorf("sample %s: %w", name, fs.ErrNotExist)
}

// report reads the pages and documents of a finished run.
func pagesRead(results string) (pages, documents int, err error) {
	r, err := readReport(results)
	if err != nil {
		return 0, 0, err
	}
	for _, n := range r.Status {
		documents += n
	}
	return r.Pages, documents, nil
}
