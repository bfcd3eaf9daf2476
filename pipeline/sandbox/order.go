package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"docpipe/pipeline"
)

// An order is what a child is told on its command line: how to lock itself and what to be
// then. It holds no secret.
type order struct {
	Mode    string   `json:"mode"`
	Memory  int64    `json:"memory"`
	CPU     int64    `json:"cpu"` // seconds
	Lacking []string `json:"lacking,omitempty"`

	Kind string `json:"kind,omitempty"` // of a worker

	Path string   `json:"path,omitempty"` // of a tool's program
	Args []string `json:"args,omitempty"` // of a tool, with its name
	Read []string `json:"read,omitempty"` // further folders a tool may read
}

// order fills in the sandbox's part and encodes o.
func (s *Sandbox) order(o order) string {
	o.Mode, o.Memory, o.CPU = s.cfg.Mode, s.cfg.Memory, int64(s.cfg.CPU.Seconds())
	o.Lacking = s.cfg.lacking
	text, _ := json.Marshal(o) // plain strings and numbers always encode
	return string(text)
}

func parseOrder(args []string) (order, error) {
	var o order
	if len(args) != 1 {
		return o, fmt.Errorf("a sandbox child takes one order, not %d: %w", len(args), pipeline.ErrEnvironment)
	}
	if err := json.Unmarshal([]byte(args[0]), &o); err != nil {
		return o, fmt.Errorf("the order of a sandbox child: %w: %w", err, pipeline.ErrEnvironment)
	}
	return o, nil
}

// A report is what a child says of its lock.
type report struct {
	Missing map[string]string `json:"missing,omitempty"` // layer: why
	Fault   *fault            `json:"fault,omitempty"`   // why the child gave up
}

// err is the reason for which the child gave up, if it did.
func (r report) err() error {
	if r.Fault == nil {
		return nil
	}
	return r.Fault.err()
}

// inherited are the variables that children see of ours. No key of a provider is among them.
var inherited = []string{"LANG", "LC_ALL", "LC_CTYPE", "TZ"}

// workerEnv lets a worker collect its garbage rarely, up to softMemory, and has C give large
// blocks, which are page images, back to the system at once.
func workerEnv() []string {
	return append(scrubbed(inherited), "GOMAXPROCS=2", "GOGC=400", "GOTRACEBACK=single",
		"MALLOC_ARENA_MAX=2", "MALLOC_MMAP_THRESHOLD_=1048576")
}

// scrubbed returns the named variables of this process that are set.
func scrubbed(names []string) []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		for _, n := range names {
			if n == name {
				env = append(env, kv)
			}
		}
	}
	return env
}
