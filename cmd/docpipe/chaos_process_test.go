package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programName as os.Args[0] makes the test binary the real program.
const programName = "docpipe"

// A process is one docpipe process that a test starts, kills and starts again.
type process struct {
	args []string
	env  []string
	log  *logFile
	temp string // its TMPDIR

	whole bool // the log holds requests, too

	mu       sync.Mutex
	cmd      *exec.Cmd
	ended    chan struct{} // closed when cmd has ended
	ready    chan struct{} // closed when it says that it is ready
	url      string
	nats     string
	sessions []int // process ids of every life
}

// newProcess prepares "docpipe args" with settings as environment variables. Its messages of
// all lives go to one log, which is shown when the test fails.
func newProcess(t *testing.T, settings map[string]string, args ...string) *process {
	t.Helper()
	needTools(t)
	p := &process{args: args, log: &logFile{}, temp: t.TempDir()}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "DOCPIPE_") {
			p.env = append(p.env, v)
		}
	}
	p.env = append(p.env, "TMPDIR="+p.temp)
	for name, value := range settings {
		p.env = append(p.env, name+"="+value)
	}
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("%s says at last:\n%s", strings.Join(args, " "), p.log.tail(60))
		}
	})
	return p
}

// start begins a new life and does not wait for it to be ready.
func (p *process) start() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{programName}, p.args...)
	cmd.Env = p.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cmd, p.ended, p.ready = cmd, make(chan struct{}), make(chan struct{})
	p.sessions = append(p.sessions, cmd.Process.Pid)
	go p.follow(cmd, stderr, p.ready, p.ended)
	return nil
}

var readyLine = regexp.MustCompile(`msg=(?:ready|"worker ready")(?: http=(\S+) nats=(\S+))?`)

// follow reads what the process says until it ends.
func (p *process) follow(cmd *exec.Cmd, stderr io.Reader, ready, ended chan struct{}) {
	defer close(ended)
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if p.whole || !strings.Contains(lines.Text(), "msg=request") {
			p.log.add(lines.Text())
		}
		if m := readyLine.FindStringSubmatch(lines.Text()); m != nil {
			p.mu.Lock()
			p.url, p.nats = m[1], m[2]
			p.mu.Unlock()
			close(ready)
		}
	}
	_ = cmd.Wait()
}

// startReady begins a new life and waits until it is ready.
func (p *process) startReady(ctx context.Context) error {
	if err := p.start(); err != nil {
		return err
	}
	return p.untilReady(ctx)
}

func (p *process) untilReady(ctx context.Context) error {
	select {
	case <-p.ready:
		return nil
	case <-p.ended:
		return fmt.Errorf("%s ended at once: %s", p.args[0], p.log.tail(5))
	case <-ctx.Done():
		return fmt.Errorf("%s is not ready: %w", p.args[0], ctx.Err())
	}
}

// kill ends the process as a power cut would, and waits until it is gone.
func (p *process) kill() {
	if p.cmd != nil {
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
}

// stop asks the process to end and returns its exit code.
func (p *process) stop() (code int, err error) {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	return p.wait(time.Minute)
}

// wait returns the exit code of a process that is about to end.
func (p *process) wait(patience time.Duration) (code int, err error) {
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode(), nil
	case <-time.After(patience):
		return 0, errors.New(strings.Join(p.args, " ") + " does not end")
	}
}

// address is where the newest life answers HTTP; of an older life until it is ready.
func (p *process) address() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.url
}

// orphans lists live processes of lives that are over: children that outlived their parent.
// Every life is a session of its own, and its children are in it.
func (p *process) orphans() []string {
	var left []string
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // gone meanwhile
		}
		name, rest, _ := bytes.Cut(raw, []byte(") "))
		f := strings.Fields(string(rest)) // state ppid pgrp session …
		for _, pid := range p.sessions {
			if len(f) > 3 && f[0] != "Z" && f[3] == strconv.Itoa(pid) {
				left = append(left, string(name)+")")
			}
		}
	}
	return left
}

// A logFile keeps the lines that a process wrote.
type logFile struct {
	mu    sync.Mutex
	lines []string
}

func (l *logFile) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
}

func (l *logFile) tail(n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines[max(0, len(l.lines)-n):], "\n")
}

// eventually calls holds until it returns true, and fails the test when that takes longer
// than patience.
func eventually(t *testing.T, patience time.Duration, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !holds() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("after %v still not: %s", patience, what)
		}
	}
}
