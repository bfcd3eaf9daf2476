package blob

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"docpipe/pipeline"
)

// A sealed blob is a header and chunks. The header is the format and a random salt. Data key
// and salt give the blob a key of its own, so that the chunk's number can be its nonce. Each chunk is AES-256-GCM; its additional data is the blob's key
// in the bucket, the chunk's number and whether it is the last.
const (
	format    = "dpb1"
	saltSize  = 32
	chunkSize = 64 << 10 // of plain bytes
	overhead  = 16       // of the tag
)

const headerSize = len(format) + saltSize

func newHeader() []byte {
	header := append([]byte(format), make([]byte, saltSize)...)
	rand.Read(header[len(format):]) // never fails
	return header
}

// chunks seals or opens the chunks of one blob, in order.
type chunks struct {
	aead  cipher.AEAD
	place string
	n     uint64
}

func newChunks(key, header []byte, place string) (*chunks, error) {
	salt, ok := bytes.CutPrefix(header, []byte(format))
	if !ok {
		return nil, fmt.Errorf("not a sealed blob: %w", pipeline.ErrDamaged)
	}
	own, err := hkdf.Key(sha256.New, key, salt, "docpipe blob", len(key))
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(own)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &chunks{aead: aead, place: place}, err
}

func (c *chunks) seal(to, plain []byte, last bool) []byte {
	nonce, bound := c.next(last)
	return c.aead.Seal(to, nonce, plain, bound)
}

func (c *chunks) open(to, sealed []byte, last bool) ([]byte, error) {
	nonce, bound := c.next(last)
	plain, err := c.aead.Open(to, nonce, sealed, bound)
	if err != nil {
		return nil, fmt.Errorf("chunk %d was changed, cut or moved: %w", c.n-1, pipeline.ErrDamaged)
	}
	return plain, nil
}

func (c *chunks) next(last bool) (nonce, bound []byte) {
	nonce = make([]byte, 12)
	binary.BigEndian.PutUint64(nonce, c.n)
	end := "|more"
	if last {
		nonce[11], end = 1, "|last"
	}
	bound = fmt.Appendf(nil, "%s|%d%s", c.place, c.n, end)
	c.n++
	return nonce, bound
}

// A sealing reader gives the sealed form of what plain gives.
type sealing struct {
	plain  io.Reader
	chunks *chunks
	in     []byte // a chunk and one byte: more than a chunk means that it is not the last
	have   int
	out    []byte // sealed and not yet read
	store  []byte
	done   bool
}

func newSealing(key []byte, place string, plain io.Reader) (*sealing, error) {
	header := newHeader()
	c, err := newChunks(key, header, place)
	return &sealing{plain: plain, chunks: c, in: make([]byte, chunkSize+1), out: header, store: make([]byte, 0, chunkSize+overhead)}, err
}

// Read implements io.Reader.
func (s *sealing) Read(p []byte) (int, error) {
	if len(s.out) == 0 {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

func (s *sealing) fill() error {
	if s.done {
		return io.EOF
	}
	n, err := io.ReadFull(s.plain, s.in[s.have:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	s.have += n
	s.done = s.have <= chunkSize
	take := min(s.have, chunkSize)
	s.out = s.chunks.seal(s.store[:0], s.in[:take], s.done)
	s.have = copy(s.in, s.in[take:s.have])
	return nil
}

// An opening reader gives the plain form of a sealed blob. No byte of a chunk leaves it
// before the whole chunk has proved right.
type opening struct {
	sealed io.ReadCloser
	chunks *chunks
	in     []byte
	have   int
	out    []byte
	store  []byte
	err    error
}

// newOpening reads the header.
func newOpening(key []byte, place string, sealed io.ReadCloser) (*opening, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(sealed, header); err != nil {
		return nil, cutOff(err)
	}
	c, err := newChunks(key, header, place)
	return &opening{sealed: sealed, chunks: c, in: make([]byte, chunkSize+overhead+1), store: make([]byte, 0, chunkSize)}, err
}

// Read implements io.Reader.
func (o *opening) Read(p []byte) (int, error) {
	for len(o.out) == 0 {
		if o.err == nil {
			o.err = o.fill()
		}
		if o.err != nil && len(o.out) == 0 {
			return 0, o.err
		}
	}
	n := copy(p, o.out)
	o.out = o.out[n:]
	return n, nil
}

// fill opens the next chunk; io.EOF with the last one.
func (o *opening) fill() error {
	n, err := io.ReadFull(o.sealed, o.in[o.have:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	o.have += n
	last := o.have <= chunkSize+overhead
	take := min(o.have, chunkSize+overhead)
	if o.out, err = o.chunks.open(o.store[:0], o.in[:take], last); err != nil {
		return err
	}
	o.have = copy(o.in, o.in[take:o.have])
	if last {
		return io.EOF
	}
	return nil
}

// Close implements io.Closer.
func (o *opening) Close() error { return o.sealed.Close() }

func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the header is cut off: %w", pipeline.ErrDamaged)
	}
	return err
}
