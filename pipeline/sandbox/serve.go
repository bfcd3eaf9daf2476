package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

// parentFD is the descriptor of the socket to the parent in a worker.
const parentFD = 3

// softMemory is how large the Go heap of a worker grows before it is collected early, in bytes.
// Below it collections are rare (GOGC in [workerEnv]): the words of a page are many small
// objects, and its pixels, which are large, are what this is for.
const softMemory = 64 << 20

// A server is the worker's side of the conversation.
type server struct {
	conn   *os.File
	ops    map[string]Op
	input  []byte // mapped
	stale  []byte // the input before, mapped until the first call with the new one is over
	buffer []byte // of the data of calls, used again and again
}

// serve is the whole life of a worker child: warm up, lock, report, answer calls until the
// parent closes the socket. It returns the exit code.
func serve(args []string, kinds []Kind) int {
	s := &server{conn: os.NewFile(parentFD, "parent")}
	unix.CloseOnExec(parentFD)
	rep, err := s.prepare(args, kinds)
	if err != nil {
		rep.Fault = faultOf(err)
	}
	text, _ := json.Marshal(rep) // strings always encode
	if writeFrame(s.conn, frame{text: text}) != nil || err != nil {
		return 1
	}
	for {
		if err := s.answer(); err != nil {
			return exitCode(err)
		}
	}
}

// prepare warms the kind up and locks the process.
func (s *server) prepare(args []string, kinds []Kind) (report, error) {
	o, err := parseOrder(args)
	if err != nil {
		return report{}, err
	}
	warm, err := s.adopt(o.Kind, kinds)
	if err != nil {
		return report{}, err
	}
	if warm != nil {
		if err := warm(); err != nil {
			return report{}, fmt.Errorf("warming up: %w: %w", err, pipeline.ErrEnvironment)
		}
	}
	debug.SetMemoryLimit(softMemory)
	return lockWorker(o)
}

// adopt makes the server one of the named kind. The kind without a name has no Ops: a
// sandbox proves its lock with it.
func (s *server) adopt(name string, kinds []Kind) (func() error, error) {
	for _, k := range kinds {
		if k.Name == name {
			s.ops = k.Ops
			return k.Warm, nil
		}
	}
	if name == "" {
		return nil, nil
	}
	return nil, fmt.Errorf("this program has no kind of worker called %q: %w", name, pipeline.ErrEnvironment)
}

// answer reads one request and writes its reply.
func (s *server) answer() error {
	f, fd, err := s.receive()
	if err != nil {
		return err
	}
	var a ask
	if err := json.Unmarshal(f.text, &a); err != nil {
		return err
	}
	if err := s.load(a, fd); err != nil {
		return err
	}
	text, data := s.run(a, f.data)
	if err := s.unmapStale(); err != nil {
		return err
	}
	if err := writeFrame(s.conn, frame{seq: f.seq, text: text, data: data}); err != nil {
		return err
	}
	s.release(len(f.data) + len(data))
	return nil
}

// manyBytes is how much data of a call shows that it worked on pixels.
const manyBytes = 1 << 20

// release gives the memory of a call on pixels back while the parent goes on with the page:
// idle workers wait as small ones.
func (s *server) release(bytes int) {
	if bytes < manyBytes {
		return
	}
	s.buffer = nil
	debug.FreeOSMemory()
}

// run calls the Op and encodes what it answered.
func (s *server) run(a ask, request []byte) (text, data []byte) {
	c := &Call{InputKey: a.Key, Fresh: a.Attached, Args: a.Args, Data: request}
	if a.HasInput {
		c.Input = s.input
	}
	body, data, err := s.do(a, c)
	if err != nil {
		text, _ = json.Marshal(answer{Error: faultOf(err)}) // strings always encode
		return text, nil
	}
	return answerText(body), data
}

func (s *server) do(a ask, c *Call) (body json.RawMessage, data []byte, err error) {
	op, ok := s.ops[a.Op]
	if !ok {
		return nil, nil, fmt.Errorf("the worker has no op called %q: %w", a.Op, pipeline.ErrInternal)
	}
	reply, data, err := op(c)
	if err != nil {
		return nil, nil, err
	}
	if int64(len(data)) > a.MaxReply {
		return nil, nil, fmt.Errorf("%s replied %d bytes, the limit is %d: %w", a.Op, len(data), a.MaxReply, pipeline.ErrTooLarge)
	}
	if body, err = json.Marshal(reply); err != nil {
		return nil, nil, fmt.Errorf("encoding the reply of %s: %w", a.Op, err)
	}
	if len(body) > maxText/2 {
		return nil, nil, fmt.Errorf("%s replied %d bytes of JSON: %w", a.Op, len(body), pipeline.ErrTooLarge)
	}
	return body, data, nil
}

// exitCode is 0 when the parent has hung up and 1 when the conversation broke.
func exitCode(err error) int {
	if errors.Is(err, io.EOF) {
		return 0
	}
	return 1
}
