package sandbox

import (
	"fmt"
	"time"

	"docpipe/pipeline"
)

// The modes of [Config].
const (
	Full       = "full"        // refuse to work when a layer of the lock is missing
	BestEffort = "best-effort" // use the layers that there are
)

// Config says how children are locked and when they are replaced.
type Config struct {
	Mode      string        // full or best-effort; full
	Memory    int64         // address space of a child in bytes, not applied in race builds; 2 GiB
	CPU       time.Duration // processor time of a child over its whole life; 10m
	Timeout   time.Duration // of a call whose context has no deadline; 2m
	MaxPages  int           // calls that a worker serves before it is replaced, first looks left out; 32
	MaxGrowth int64         // bytes of memory a worker may gain before it is replaced; 96 MiB

	// OnKill is told why a child was ended: "timeout", "cancelled", "crash", "error", "calls",
	// "growth" or "tenant". It must be quick and safe for concurrent use; nil.
	OnKill func(reason string)

	// OnWork is told what a child is asked to do, each time: the name of an [Op] or of a program.
	// It must be quick and safe for concurrent use; nil.
	OnWork func(name string)

	lacking []string // layers that children pretend the kernel does not have, for tests
}

// DefaultConfig returns the settings that the comments of [Config] name.
func DefaultConfig() Config {
	return Config{
		Mode: Full, Memory: 2 << 30, CPU: 10 * time.Minute, Timeout: 2 * time.Minute,
		MaxPages: 32, MaxGrowth: 96 << 20,
	}
}

// Validate names the first setting that cannot work; the error wraps [pipeline.ErrInvalid].
func (c Config) Validate() error {
	switch {
	case c.Mode != Full && c.Mode != BestEffort:
		return fmt.Errorf("sandbox: mode %q is neither %q nor %q: %w", c.Mode, Full, BestEffort, pipeline.ErrInvalid)
	case c.Memory < 512<<20:
		return fmt.Errorf("sandbox: memory of %d bytes is less than the 512 MiB that a child needs: %w", c.Memory, pipeline.ErrInvalid)
	case c.CPU < time.Second || c.Timeout <= 0:
		return fmt.Errorf("sandbox: cpu must be at least a second and timeout more than zero: %w", pipeline.ErrInvalid)
	case c.MaxPages < 1 || c.MaxGrowth < 1<<20:
		return fmt.Errorf("sandbox: max_pages must be at least 1 and max_growth at least 1 MiB: %w", pipeline.ErrInvalid)
	}
	return nil
}

func (c Config) killed(reason string) {
	if c.OnKill != nil {
		c.OnKill(reason)
	}
}

func (c Config) begins(name string) {
	if c.OnWork != nil {
		c.OnWork(name)
	}
}
