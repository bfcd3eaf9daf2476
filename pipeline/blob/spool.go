package blob

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
)

// spoolMemory is how much of an upload waits in memory before it goes to a temporary file.
const spoolMemory = 1 << 20

// A spool holds an upload until its end: a short one in memory, a long one in a temporary
// file that nobody else can read. The file has no name any more, and its key is only here.
type spool struct {
	folder string
	memory bytes.Buffer
	file   *os.File
	chunks *chunks
	key    []byte
}

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && s.memory.Len()+len(p) <= spoolMemory {
		return s.memory.Write(p)
	}
	if s.file == nil {
		if err := s.overflow(); err != nil {
			return 0, fault(err)
		}
	}
	s.memory.Write(p) // never fails
	for s.memory.Len() > chunkSize {
		if err := s.flush(s.memory.Next(chunkSize), false); err != nil {
			return 0, fault(err)
		}
	}
	return len(p), nil
}

// overflow makes the file. Unlinked at once, it goes with the process however that ends.
func (s *spool) overflow() (err error) {
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	if s.file, err = os.CreateTemp(s.folder, "upload-*"); err != nil {
		return err
	}
	if err := os.Remove(s.file.Name()); err != nil {
		return err
	}
	s.key = make([]byte, 32)
	rand.Read(s.key) // never fails
	header := newHeader()
	if s.chunks, err = newChunks(s.key, header, "spool"); err != nil {
		return err
	}
	_, err = s.file.Write(header)
	return err
}

func (s *spool) flush(chunk []byte, last bool) error {
	_, err := s.file.Write(s.chunks.seal(nil, chunk, last))
	return err
}

// reader returns all that was written, from the start. Nothing may be written after it.
func (s *spool) reader() (io.Reader, error) {
	if s.file == nil {
		return bytes.NewReader(s.memory.Bytes()), nil
	}
	if err := s.flush(s.memory.Bytes(), true); err != nil {
		return nil, fault(err)
	}
	s.memory.Reset()
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return newOpening(s.key, "spool", s.file)
}

func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
