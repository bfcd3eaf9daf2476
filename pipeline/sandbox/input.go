package sandbox

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

// An Input is a document in memory that children read by descriptor. It is sealed: nobody
// can change it any more. It is safe for any number of concurrent calls.
type Input struct {
	key  string
	size int64
	file *os.File
}

// NewInput copies r into a sealed memory file. The key names the content within a tenant,
// its hash for instance: children that have loaded the key are not sent the document again.
// The caller limits r and closes the Input.
func NewInput(key string, r io.Reader) (*Input, error) {
	fd, err := unix.MemfdCreate("docpipe", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, fmt.Errorf("making a memory file: %w: %w", err, pipeline.ErrEnvironment)
	}
	in := &Input{key: key, file: os.NewFile(uintptr(fd), "docpipe")}
	if err := in.fill(r); err != nil {
		in.Close()
		return nil, err
	}
	return in, nil
}

// Key is the name that the Input was given.
func (in *Input) Key() string { return in.key }

// Size is the length of the document in bytes.
func (in *Input) Size() int64 { return in.size }

// Close gives the memory back as soon as no child has it mapped any more. Calls that have
// begun are not disturbed.
func (in *Input) Close() error { return in.file.Close() }

func (in *Input) fill(r io.Reader) (err error) {
	if in.size, err = io.Copy(in.file, r); err != nil {
		return fmt.Errorf("copying the document into memory: %w", err)
	}
	const seals = unix.F_SEAL_WRITE | unix.F_SEAL_GROW | unix.F_SEAL_SHRINK | unix.F_SEAL_SEAL
	return in.borrow(func(fd int) error {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
			return fmt.Errorf("sealing the memory file: %w: %w", err, pipeline.ErrEnvironment)
		}
		return nil
	})
}

// borrow calls use with the descriptor, which stays open meanwhile.
func (in *Input) borrow(use func(fd int) error) error {
	raw, err := in.file.SyscallConn()
	if err != nil {
		return fmt.Errorf("the input is closed: %w", err)
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = use(int(fd)) }); err != nil {
		return fmt.Errorf("the input is closed: %w", err)
	}
	return inner
}

// share returns a descriptor of its own for a child to inherit.
func (in *Input) share() (*os.File, error) {
	var dup int
	err := in.borrow(func(fd int) (err error) {
		dup, err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(dup), in.file.Name()), nil
}
