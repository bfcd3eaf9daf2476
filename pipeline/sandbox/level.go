package sandbox

import (
	"context"
	"errors"
)

// The values of [Sandbox.Level].
const (
	LevelFull       = "full"        // every layer holds in both kinds of child
	LevelPartial    = "partial"     // a race build: all but the limit of memory
	LevelBestEffort = "best-effort" // something else is missing
)

// probe starts a child of each kind, asks which layers are missing and sets the level.
func (s *Sandbox) probe() error {
	tool := make(chan error, 1)
	var worker, trampoline report
	go func() (err error) {
		defer func() { tool <- err }()
		trampoline, err = s.probeTool()
		return err
	}()
	worker, err := s.probeWorker()
	if err := errors.Join(err, <-tool); err != nil {
		return err
	}
	s.level = levelOf(len(worker.Missing) + len(trampoline.Missing))
	return nil
}

func levelOf(missing int) string {
	switch {
	case missing > 0:
		return LevelBestEffort
	case raceEnabled:
		return LevelPartial
	}
	return LevelFull
}

func (s *Sandbox) probeWorker() (report, error) {
	w, err := s.startWorker(context.Background(), "", "")
	if err != nil {
		return report{}, err
	}
	defer w.end()
	return w.report, nil
}

// probeTool makes this binary the tool: it only has to start and to end.
func (s *Sandbox) probeTool() (report, error) {
	ctx, cancel := context.WithTimeout(context.Background(), warmTime)
	defer cancel()
	out, rep, err := s.run(ctx, s.exe, Tool{Name: "docpipe", Args: []string{probeArg}})
	if err == nil && out.Code != 0 {
		err = environment("a program does not run under the lock of the sandbox: exit code %d", out.Code)
	}
	return rep, err
}
