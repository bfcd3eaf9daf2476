package sandbox

import (
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

// receive reads a frame and the descriptor that may ride on its header.
func (s *server) receive() (f frame, fd int, err error) {
	header, oob := make([]byte, frameHeader), make([]byte, unix.CmsgSpace(4))
	n, oobn, err := receiveMessage(header, oob)
	if err != nil {
		return f, -1, err
	}
	if n == 0 {
		return f, -1, io.EOF
	}
	if _, err := io.ReadFull(s.conn, header[n:]); err != nil {
		return f, -1, err
	}
	if fd, err = attached(oob[:oobn]); err != nil {
		return f, -1, err
	}
	f, err = readBody(s.conn, header, maxData, s.buffer)
	if cap(f.data) > cap(s.buffer) {
		s.buffer = f.data[:cap(f.data)]
	}
	return f, fd, err
}

func receiveMessage(p, oob []byte) (n, oobn int, err error) {
	for {
		n, oobn, _, _, err = unix.Recvmsg(parentFD, p, oob, unix.MSG_CMSG_CLOEXEC)
		if !errors.Is(err, unix.EINTR) {
			return n, oobn, err
		}
	}
}

// attached returns the descriptor in a control message, or -1.
func attached(oob []byte) (int, error) {
	if len(oob) == 0 {
		return -1, nil
	}
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return -1, err
	}
	for _, m := range messages {
		if fds, err := unix.ParseUnixRights(&m); err == nil && len(fds) == 1 {
			return fds[0], nil
		}
	}
	return -1, errFrame
}

// load maps the input that came with the request. The Op may hold on to the input before,
// a decoder for instance, until it sees that this one is fresh.
func (s *server) load(a ask, fd int) (err error) {
	if !a.Attached {
		return nil
	}
	if fd < 0 {
		return errFrame
	}
	defer unix.Close(fd)
	s.stale = s.input
	s.input, err = mapped(fd)
	return err
}

func (s *server) unmapStale() error {
	stale := s.stale
	s.stale = nil
	if len(stale) == 0 {
		return nil
	}
	return unix.Munmap(stale)
}

func mapped(fd int) ([]byte, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, err
	}
	if st.Size == 0 {
		return []byte{}, nil
	}
	// A private mapping: kernels before 6.7 refuse a shared one of a sealed file.
	return unix.Mmap(fd, 0, int(st.Size), unix.PROT_READ, unix.MAP_PRIVATE)
}
