// Package sandbox runs what strangers' bytes may break in locked-down child processes.
//
// There are two kinds of child. A Worker is this binary again, re-executed with a hidden
// first argument: our own decoders, warmed up, then locked so that they can open no file,
// make no socket and start no program. A Tool is an external program (qpdf, tesseract)
// that a trampoline locks and then becomes: it may read the system's libraries and data and
// nothing else, and can write only to its standard output.
//
// Both get their document as a sealed memory file ([Input]) and both die, with everything
// they started, when their context ends.
//
//	func main() {
//		sandbox.Main(sandbox.Kind{Name: "page", Warm: raster.Warm, Ops: raster.Ops()})
//		sb, err := sandbox.New(sandbox.DefaultConfig())
//		pages := sb.Pool("page", 2)
//		defer pages.Close()
//		reply, err := pages.Do(ctx, sandbox.Request{Tenant: "acme", Op: "render", Input: in})
//
// The layers of the lock are resource limits, no_new_privs, landlock and a seccomp filter.
// Each child applies them before it sees any input, checks each one, and refuses to go on
// when one is missing, unless the mode is [BestEffort].
package sandbox

import (
	"fmt"
	"os"

	"docpipe/pipeline"
)

// A Sandbox starts children under one configuration. It is safe for concurrent use.
type Sandbox struct {
	cfg   Config
	exe   string
	level string
}

// New proves with one child of each sort that every layer of the lock holds on this machine.
// A missing layer is an error that names it and wraps [pipeline.ErrEnvironment], except in
// mode [BestEffort]. [Main] must have run before.
func New(cfg Config) (*Sandbox, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if !mainRan.Load() {
		return nil, fmt.Errorf("sandbox: sandbox.Main is not the first line of this program: %w", pipeline.ErrEnvironment)
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("sandbox: finding this program's own file: %w: %w", err, pipeline.ErrEnvironment)
	}
	s := &Sandbox{cfg: cfg, exe: exe}
	if err := s.probe(); err != nil {
		return nil, err
	}
	return s, nil
}

// Level says how tight the lock is: [LevelFull], [LevelPartial] or [LevelBestEffort].
func (s *Sandbox) Level() string { return s.level }

// Pool returns a pool of at most size children of a kind that was given to [Main]. Children
// are started when they are first needed. Close it when done.
func (s *Sandbox) Pool(kind string, size int) *Pool { return newPool(s, kind, max(size, 1)) }
