package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// An errand is one tool on its way.
type errand struct {
	*child
	status *os.File // what the trampoline reports; ends when the program takes over
	stdout *capped
}

// launch starts the trampoline with its order, its files and an environment of its own.
func (s *Sandbox) launch(path string, t Tool, args []string, files []*os.File) (*errand, error) {
	status, told, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("a pipe for %s: %w: %w", t.Name, err, pipeline.ErrEnvironment)
	}
	defer told.Close()
	e := &errand{status: status, stdout: &capped{limit: t.MaxOutput}}
	if e.stdout.limit <= 0 {
		e.stdout.limit = defaultMaxOutput
	}
	o := order{Path: path, Args: append([]string{t.Name}, args...), Read: t.ReadDirs}
	cmd := exec.Command(s.exe, toolArg, s.order(o))
	cmd.Env = append(toolEnv(), t.Env...)
	cmd.ExtraFiles = append([]*os.File{told}, files...)
	cmd.Stdout = e.stdout
	cmd.Stdin = t.Stdin
	if e.child, err = start(cmd); err != nil {
		status.Close()
		return nil, fmt.Errorf("starting %s: %w: %w", t.Name, err, pipeline.ErrEnvironment)
	}
	return e, nil
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
		pairs = append(pairs, "{fd}", strconv.Itoa(inputFD))
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

// readReport reads what the trampoline says: which layers are missing and, in a second
// report, why it could not become the program. The pipe closes when the program takes over.
func readReport(r io.Reader) (report, error) {
	var rep report
	reports := json.NewDecoder(io.LimitReader(r, maxStderr))
	if err := reports.Decode(&rep); err != nil {
		return rep, environment("the trampoline did not report")
	}
	var last report
	if err := reports.Decode(&last); err == nil {
		return rep, last.err()
	}
	return rep, rep.err()
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
