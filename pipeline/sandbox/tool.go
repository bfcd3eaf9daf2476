package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"docpipe/pipeline"
)

// A Tool is one run of an external program.
type Tool struct {
	Name      string            // looked up on PATH
	Args      []string          // "{in}" stands for the path of Input, "{file:NAME}" for that of Files[NAME]
	Input     *Input            // the document, or nil
	Files     map[string]*Input // further files: a password, a list of words
	Stdin     []byte
	Env       []string // NAME=value, beside the few variables that every tool gets
	MaxOutput int64    // bytes accepted on standard output; 0 is 16 MiB
	ReadDirs  []string // folders the tool may read beside the system's libraries and data
}

// An Output is what a program that ran to its end has said.
type Output struct {
	Stdout []byte
	Stderr []byte // the first 64 KiB; it may hold words of the document: never log it
	Code   int    // exit code, or 128 + the number of the signal that killed the program
}

const defaultMaxOutput = 16 << 20

// Run runs a program through the trampoline, which locks it. An exit code other than 0 is
// no error: the caller knows the program.
//
// A missing program wraps [pipeline.ErrEnvironment], output beyond the limit
// [pipeline.ErrTooLarge], the deadline of ctx [pipeline.ErrRenderTimeout]; when ctx is
// cancelled its error is wrapped.
func (s *Sandbox) Run(ctx context.Context, t Tool) (Output, error) {
	path, err := find(t.Name)
	if err != nil {
		return Output{}, err
	}
	ctx, cancel := s.deadline(ctx)
	defer cancel()
	out, _, err := s.run(ctx, path, t)
	return out, err
}

// find returns the real path of a program.
func find(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", fmt.Errorf("%s is not installed: run `docpipe doctor --install`: %w", name, pipeline.ErrEnvironment)
	}
	return path, nil
}

func (s *Sandbox) run(ctx context.Context, path string, t Tool) (Output, report, error) {
	files, args, err := t.inherit()
	defer closeAll(files)
	if err != nil {
		return Output{}, report{}, fmt.Errorf("%s: %w", t.Name, err)
	}
	status, told, err := os.Pipe()
	if err != nil {
		return Output{}, report{}, fmt.Errorf("a pipe for %s: %w: %w", t.Name, err, pipeline.ErrEnvironment)
	}
	defer status.Close()
	o := order{Path: path, Args: append([]string{t.Name}, args...), Read: t.ReadDirs}
	cmd := exec.Command(s.exe, toolArg, s.order(o))
	cmd.Env = append(toolEnv(), t.Env...)
	cmd.Stdin = bytes.NewReader(t.Stdin)
	cmd.ExtraFiles = append([]*os.File{told}, files...)
	stdout := &capped{limit: t.MaxOutput}
	if stdout.limit <= 0 {
		stdout.limit = defaultMaxOutput
	}
	cmd.Stdout = stdout
	c, err := start(cmd)
	told.Close()
	if err != nil {
		return Output{}, report{}, fmt.Errorf("starting %s: %w: %w", t.Name, err, pipeline.ErrEnvironment)
	}
	defer c.end()
	defer context.AfterFunc(ctx, c.kill)()
	rep, err := readReport(status)
	if err == nil {
		err = rep.err()
	}
	state := c.state()
	if ctx.Err() != nil {
		return Output{}, rep, s.stopped(ctx, t.Name)
	}
	if err != nil {
		return Output{}, rep, fmt.Errorf("%s: %w", t.Name, err)
	}
	if stdout.over {
		return Output{}, rep, fmt.Errorf("%s wrote more than %d bytes: %w", t.Name, stdout.limit, pipeline.ErrTooLarge)
	}
	return Output{Stdout: stdout.bytes, Stderr: c.stderr.bytes, Code: code(state)}, rep, nil
}

// stopped is the error of a program that the end of ctx has killed.
func (s *Sandbox) stopped(ctx context.Context, name string) error {
	s.cfg.killed(endReason(ctx))
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s was stopped at its deadline: %w", name, pipeline.ErrRenderTimeout)
	}
	return fmt.Errorf("%s: %w", name, ctx.Err())
}

// inherit gives each file a descriptor, from inputFD on, and puts their paths in the
// arguments. The files are returned even with an error, to be closed.
func (t Tool) inherit() (files []*os.File, args []string, err error) {
	var pairs []string
	add := func(mark string, in *Input) error {
		f, err := in.share()
		if err != nil {
			return err
		}
		pairs = append(pairs, mark, "/proc/self/fd/"+strconv.Itoa(inputFD+len(files)))
		files = append(files, f)
		return nil
	}
	if t.Input != nil {
		err = add("{in}", t.Input)
	}
	for name, in := range t.Files {
		err = errors.Join(err, add("{file:"+name+"}", in))
	}
	args = slices.Clone(t.Args)
	for i := range args {
		args[i] = strings.NewReplacer(pairs...).Replace(args[i])
	}
	return files, args, err
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}

// readReport reads what the trampoline says. The pipe closes when the program takes over.
func readReport(r io.Reader) (report, error) {
	var rep report
	text, err := io.ReadAll(io.LimitReader(r, maxStderr))
	if err == nil {
		err = json.Unmarshal(text, &rep)
	}
	if err != nil {
		return rep, fmt.Errorf("the trampoline did not report: %w", pipeline.ErrEnvironment)
	}
	return rep, nil
}

func code(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}

// toolEnv is the environment of every tool: what it needs to find its data and to write
// plain UTF-8.
func toolEnv() []string {
	env := scrubbed([]string{"PATH", "TZ", "TESSDATA_PREFIX"})
	return append(env, "LC_ALL=C.UTF-8", "HOME=/nonexistent", "MALLOC_ARENA_MAX=2")
}

var errOutput = errors.New("too much output")

// capped collects up to limit bytes and fails beyond, which closes the program's pipe.
type capped struct {
	limit int64
	bytes []byte
	over  bool
}

func (c *capped) Write(p []byte) (int, error) {
	if int64(len(c.bytes)+len(p)) > c.limit {
		c.over = true
		return 0, errOutput
	}
	c.bytes = append(c.bytes, p...)
	return len(p), nil
}
