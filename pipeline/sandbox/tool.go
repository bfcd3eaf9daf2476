package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"docpipe/pipeline"
)

// A Tool is one run of an external program.
type Tool struct {
	Name      string            // looked up on PATH
	Args      []string          // "{in}" stands for the path of Input, "{fd}" for its descriptor, "{file:NAME}" for the path of Files[NAME]
	Input     *Input            // the document, or nil
	Files     map[string]*Input // further files: a password, a list of words
	Stdin     io.Reader         // nil for none
	Env       []string          // NAME=value, beside the few variables that every tool gets
	MaxOutput int64             // bytes accepted on standard output; 0 is 16 MiB
	ReadDirs  []string          // folders the tool may read beside the system's libraries and data
}

// An Output is what a program that ran to its end has said.
type Output struct {
	Stdout []byte
	Stderr []byte // its first and last 32 KiB; it may hold words of the document: never log it
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
	s.cfg.begins(t.Name)
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

// run runs the program at path and also says what the trampoline reported.
func (s *Sandbox) run(ctx context.Context, path string, t Tool) (Output, report, error) {
	files, args, err := t.inherit()
	defer closeAll(files)
	if err != nil {
		return Output{}, report{}, fmt.Errorf("%s: %w", t.Name, err)
	}
	r, err := s.launch(path, t, args, files)
	if err != nil {
		return Output{}, report{}, err
	}
	defer r.status.Close()
	defer r.end()
	defer context.AfterFunc(ctx, r.kill)()
	rep, err := readReport(r.status)
	state := r.state()
	switch {
	case ctx.Err() != nil:
		err = s.stopped(ctx, t.Name)
	case err != nil:
		err = fmt.Errorf("%s: %w", t.Name, err)
	case r.stdout.over:
		err = fmt.Errorf("%s wrote more than %d bytes: %w", t.Name, r.stdout.limit, pipeline.ErrTooLarge)
	default:
		return Output{Stdout: r.stdout.bytes, Stderr: r.stderr.bytes(), Code: code(state)}, rep, nil
	}
	return Output{}, rep, err
}

// stopped is the error of a program that the end of ctx has killed.
func (s *Sandbox) stopped(ctx context.Context, name string) error {
	s.cfg.killed(endReason(ctx))
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s was stopped at its deadline: %w", name, pipeline.ErrRenderTimeout)
	}
	return fmt.Errorf("%s: %w", name, ctx.Err())
}

func code(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
