package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"time"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

// warmTime is how long a worker may take to warm up and lock itself.
const warmTime = time.Minute

// A worker is the parent's end of one worker child.
type worker struct {
	*child
	conn   *net.UnixConn
	tenant string
	loaded string // key of the input that the child has mapped
	calls  uint64
	pages  int   // calls that count towards Config.MaxPages
	base   int64 // memory right after the lock, in bytes
	report report
}

// startWorker starts a child of the kind and waits until it is warm and locked.
func (s *Sandbox) startWorker(ctx context.Context, kind, tenant string) (*worker, error) {
	ctx, cancel := context.WithTimeout(ctx, warmTime)
	defer cancel()
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, fmt.Errorf("a socket pair for the worker: %w: %w", err, pipeline.ErrEnvironment)
	}
	cmd := exec.Command(s.exe, workerArg, s.order(order{Kind: kind}))
	cmd.Env = workerEnv()
	cmd.ExtraFiles = []*os.File{theirs}
	c, err := start(cmd)
	theirs.Close() // while we hold it, the death of the child goes unnoticed
	if err != nil {
		ours.Close()
		return nil, fmt.Errorf("starting a worker: %w: %w", err, pipeline.ErrEnvironment)
	}
	w := &worker{child: c, conn: ours, tenant: tenant}
	if err := w.greet(ctx, kind); err != nil {
		w.end()
		return nil, err
	}
	return w, nil
}

// greet reads the child's first frame: which layers hold, or why it gave up.
func (w *worker) greet(ctx context.Context, kind string) error {
	stop := context.AfterFunc(ctx, w.kill)
	defer stop()
	f, err := readFrame(w.conn, 0, nil)
	if ctx.Err() != nil {
		return fmt.Errorf("warming up a %q worker: %w", kind, ctx.Err())
	}
	if err != nil {
		return fmt.Errorf("a %q worker did not come up (%s): %w", kind, w.autopsy(err), pipeline.ErrEnvironment)
	}
	if err := json.Unmarshal(f.text, &w.report); err != nil {
		return fmt.Errorf("a %q worker did not report: %w", kind, pipeline.ErrEnvironment)
	}
	w.base = w.memory()
	return w.report.err()
}

// call sends one request and reads its reply. A child that misbehaves is a crash.
func (w *worker) call(r Request, args json.RawMessage) (Response, error) {
	w.calls++
	if !r.Look {
		w.pages++
	}
	err := w.send(r, args)
	if errors.Is(err, errClosed) {
		return Response{}, err
	}
	if err != nil {
		return Response{}, &crash{cause: err}
	}
	f, err := readFrame(w.conn, r.MaxReply, nil)
	if err != nil {
		return Response{}, &crash{cause: err}
	}
	if f.seq != w.calls {
		return Response{}, &crash{cause: errFrame}
	}
	a, err := decodeAnswer(f.text)
	if err != nil {
		return Response{}, &crash{cause: err}
	}
	if a.Error != nil {
		return Response{}, a.Error.err()
	}
	return Response{Body: a.Body, Data: f.data}, nil
}

// send writes the request; the input's descriptor rides on the header when the child has
// not got that input.
func (w *worker) send(r Request, args json.RawMessage) error {
	a := ask{Op: r.Op, Args: args, MaxReply: r.MaxReply}
	if r.Input != nil {
		a.HasInput, a.Key, a.Attached = true, r.Input.key, r.Input.key != w.loaded
	}
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	f := frame{seq: w.calls, text: text, data: r.Data}
	if !a.Attached {
		return writeFrame(w.conn, f)
	}
	if err := r.Input.borrow(func(fd int) error { return w.sendHeader(f, unix.UnixRights(fd)) }); err != nil {
		return err
	}
	w.loaded = a.Key
	return f.writeBody(w.conn)
}

func (w *worker) sendHeader(f frame, rights []byte) error {
	n, _, err := w.conn.WriteMsgUnix(f.header(), rights, nil)
	if err == nil && n != frameHeader {
		err = io.ErrShortWrite
	}
	return err
}

// end kills the child, waits for it and closes the socket.
func (w *worker) end() {
	w.child.end()
	w.conn.Close()
}

// socketPair returns a connected pair: our end and the file that a child inherits.
func socketPair() (*net.UnixConn, *os.File, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	ours, theirs := os.NewFile(uintptr(fds[0]), "worker"), os.NewFile(uintptr(fds[1]), "parent")
	defer ours.Close()
	conn, err := net.FileConn(ours)
	if err != nil {
		theirs.Close()
		return nil, nil, err
	}
	unixConn, ok := conn.(*net.UnixConn)
	if !ok {
		theirs.Close()
		return nil, nil, errors.New("not a unix socket")
	}
	return unixConn, theirs, nil
}
