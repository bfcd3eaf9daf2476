package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"sync/atomic"
)

// A Kind is a sort of worker child. Warm runs before the lock and may read files (fonts,
// compiled code); nil means nothing to warm. Ops run after it, one at a time.
type Kind struct {
	Name string
	Warm func() error
	Ops  map[string]Op
}

// An Op is one thing that a worker can do. It runs inside the locked child. The reply is
// sent as JSON, data as it is. Of an error its [pipeline.Kind] and its text reach the
// parent, so the text must hold nothing of the document. A crash needs no care: it ends the
// child only.
type Op func(c *Call) (reply any, data []byte, err error)

// A Call is what an [Op] is asked. Everything in it is valid until the Op returns; only Input
// stays mapped until the first call with another Input, which is Fresh, is over.
type Call struct {
	Input    []byte          // the document, mapped read-only; nil without one
	InputKey string          // the key of the Input, "" without one
	Fresh    bool            // the Input is another one than in the last call
	Args     json.RawMessage // the arguments of the request
	Data     []byte          // the bytes of the request; may be changed in place
}

// Bind decodes the arguments of the call into v, a pointer.
func (c *Call) Bind(v any) error {
	if err := json.Unmarshal(c.Args, v); err != nil {
		return fmt.Errorf("the arguments of the call: %w", err)
	}
	return nil
}

// The hidden first arguments that make this binary a child.
const (
	workerArg = "__sandbox-worker"
	toolArg   = "__sandbox-tool"
	probeArg  = "__sandbox-probe"
)

// mainRan keeps a program that forgot Main from starting itself over and over.
var mainRan atomic.Bool

// Main belongs on the first line of main and of TestMain. In the parent it returns at once;
// in a worker it serves the kinds and never returns. A tool's trampoline does not get here: it
// leaves while packages are still set up.
func Main(kinds ...Kind) {
	mainRan.Store(true)
	if len(os.Args) < 2 {
		return
	}
	switch os.Args[1] {
	case workerArg:
		os.Exit(serve(os.Args[2:], kinds))
	case probeArg:
		os.Exit(0)
	}
}
