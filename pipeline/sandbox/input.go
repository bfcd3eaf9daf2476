package sandbox

import (
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

var errClosed = fmt.Errorf("the input was closed before its last call: %w", pipeline.ErrInvalid)

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
	file := os.NewFile(uintptr(fd), "docpipe")
	defer file.Close()
	in := &Input{key: key}
	if in.size, err = io.Copy(file, r); err != nil {
		return nil, fmt.Errorf("copying the document into memory: %w", err)
	}
	const seals = unix.F_SEAL_WRITE | unix.F_SEAL_GROW | unix.F_SEAL_SHRINK | unix.F_SEAL_SEAL
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		return nil, fmt.Errorf("sealing the memory file: %w: %w", err, pipeline.ErrEnvironment)
	}
	in.file, err = reopen(fd)
	return in, err
}

// Key is the name that the Input was given.
func (in *Input) Key() string { return in.key }

// Size is the length of the document in bytes.
func (in *Input) Size() int64 { return in.size }

// Close gives the memory back as soon as no child has it mapped any more. Calls that have
// begun are not disturbed.
func (in *Input) Close() error { return in.file.Close() }

// borrow calls use with the descriptor, which stays open meanwhile.
func (in *Input) borrow(use func(fd int) error) error {
	raw, err := in.file.SyscallConn()
	if err != nil {
		return errClosed
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = use(int(fd)) }); err != nil {
		return errClosed
	}
	return inner
}

// share returns a descriptor for a child to inherit, with a reading position of its own.
func (in *Input) share() (file *os.File, err error) {
	err = in.borrow(func(fd int) (err error) {
		file, err = reopen(fd)
		return err
	})
	return file, err
}

// reopen opens the file behind a descriptor again, for reading only and from its start.
func reopen(fd int) (*os.File, error) {
	file, err := os.Open("/proc/self/fd/" + strconv.Itoa(fd))
	if err != nil {
		return nil, fmt.Errorf("opening the memory file: %w: %w", err, pipeline.ErrEnvironment)
	}
	return file, nil
}
