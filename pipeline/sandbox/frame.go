package sandbox

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A frame is one message between parent and worker, in both directions: a header of fixed
// size, a text in JSON and raw data.
type frame struct {
	seq  uint64 // of the call; a reply repeats it
	text []byte
	data []byte
}

const (
	frameMagic  = 0x64706970
	frameHeader = 24       // magic, length of the text, sequence, length of the data
	maxText     = 32 << 20 // bytes of JSON in a frame
	maxData     = 1 << 30  // bytes of data that the parent may send
)

var (
	errFrame     = errors.New("a frame that is not one of ours")
	errFrameSize = errors.New("a frame larger than allowed")
)

// header returns the fixed part of f.
func (f frame) header() []byte {
	h := make([]byte, frameHeader)
	binary.LittleEndian.PutUint32(h, frameMagic)
	binary.LittleEndian.PutUint32(h[4:], uint32(len(f.text)))
	binary.LittleEndian.PutUint64(h[8:], f.seq)
	binary.LittleEndian.PutUint64(h[16:], uint64(len(f.data)))
	return h
}

// writeFrame writes all of f.
func writeFrame(w io.Writer, f frame) error {
	if _, err := w.Write(f.header()); err != nil {
		return err
	}
	return f.writeBody(w)
}

func (f frame) writeBody(w io.Writer) error {
	if _, err := w.Write(f.text); err != nil {
		return err
	}
	_, err := w.Write(f.data)
	return err
}

// readFrame reads one frame and believes none of its lengths beyond the limit on data. The
// data goes into buf when that is large enough.
func readFrame(r io.Reader, limit int64, buf []byte) (frame, error) {
	h := make([]byte, frameHeader)
	if _, err := io.ReadFull(r, h); err != nil {
		return frame{}, err
	}
	return readBody(r, h, limit, buf)
}

func readBody(r io.Reader, h []byte, limit int64, buf []byte) (frame, error) {
	if binary.LittleEndian.Uint32(h) != frameMagic {
		return frame{}, errFrame
	}
	text, data := binary.LittleEndian.Uint32(h[4:]), binary.LittleEndian.Uint64(h[16:])
	if text > maxText {
		return frame{}, fmt.Errorf("%w: %d bytes of text, the limit is %d", errFrameSize, text, maxText)
	}
	if data > uint64(max(limit, 0)) {
		return frame{}, fmt.Errorf("%w: %d bytes of data, the limit is %d", errFrameSize, data, limit)
	}
	f := frame{seq: binary.LittleEndian.Uint64(h[8:]), text: make([]byte, text), data: sized(buf, int(data))}
	if _, err := io.ReadFull(r, f.text); err != nil {
		return frame{}, err
	}
	_, err := io.ReadFull(r, f.data)
	return f, err
}

// sized returns n bytes, of buf if it has that many.
func sized(buf []byte, n int) []byte {
	if n == 0 {
		return nil
	}
	if n <= cap(buf) {
		return buf[:n]
	}
	return make([]byte, n)
}
