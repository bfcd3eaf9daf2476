package wire

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
)

// Pictures are the images of one request. In the parameters that a library encodes, each is
// stood for by a name that nobody can guess; the base64 is written into the body while it is
// sent. A library that encodes images itself holds each several times.
type Pictures struct {
	name   string
	images [][]byte
	placed bool // by Compose
}

func newPictures() *Pictures { return &Pictures{name: rand.Text()} }

// Stand returns the word that stands for the base64 of image.
func (p *Pictures) Stand(image []byte) string {
	p.images = append(p.images, image)
	return p.word(len(p.images) - 1)
}

// StandBytes returns the bytes that stand for image, whose base64 is its word.
func (p *Pictures) StandBytes(image []byte) []byte {
	b, _ := base64.StdEncoding.DecodeString(p.Stand(image)) // a word is always base64
	return b
}

// word has only letters and digits, forty of them: it is also the base64 of thirty bytes, for
// libraries that take bytes and encode them.
func (p *Pictures) word(i int) string { return fmt.Sprintf("pictures%s%06d", p.name, i) }

// Compose returns body with the images where their words stand, to be sent as it is.
func (p *Pictures) Compose(body []byte) (io.ReadSeeker, error) {
	texts, err := p.cut(body)
	if err != nil {
		return nil, err
	}
	p.placed = true
	return &composed{pictures: p, texts: texts, Reader: p.join(texts)}, nil
}

// put replaces the words in the body of req by the images, in order, unless Compose did.
func (p *Pictures) put(req *http.Request) error {
	if len(p.images) == 0 || p.placed || req.Body == nil {
		return nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return fmt.Errorf("read the composed body: %w", err)
	}
	texts, err := p.cut(body)
	if err != nil {
		return err
	}
	req.ContentLength = p.length(texts)
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(p.join(texts)), nil }
	req.Body, _ = req.GetBody()
	return nil
}

// cut returns what stands around the words.
func (p *Pictures) cut(body []byte) ([][]byte, error) {
	texts := make([][]byte, 0, len(p.images)+1)
	for i := range p.images {
		before, after, found := bytes.Cut(body, []byte(p.word(i)))
		if !found {
			return nil, fmt.Errorf("image %d has no place in the composed body", i+1)
		}
		texts, body = append(texts, before), after
	}
	return append(texts, body), nil
}

func (p *Pictures) length(texts [][]byte) int64 {
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	for _, image := range p.images {
		n += base64.StdEncoding.EncodedLen(len(image))
	}
	return int64(n)
}

func (p *Pictures) join(texts [][]byte) io.Reader {
	readers := make([]io.Reader, 0, 2*len(texts))
	for i, t := range texts {
		readers = append(readers, bytes.NewReader(t))
		if i < len(p.images) {
			readers = append(readers, &encoder{image: p.images[i]})
		}
	}
	return io.MultiReader(readers...)
}

// An encoder reads image as base64.
type encoder struct {
	image []byte
	quad  [4]byte
	left  []byte // of quad, for readers that take less than four bytes
}

func (e *encoder) Read(p []byte) (int, error) {
	if len(e.left) == 0 && len(e.image) == 0 {
		return 0, io.EOF
	}
	if len(e.left) == 0 && len(p) >= 4 {
		return e.encode(p), nil
	}
	if len(e.left) == 0 {
		e.left = e.quad[:e.encode(e.quad[:])]
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}

// encode fills p, of four bytes or more, with whole groups.
func (e *encoder) encode(p []byte) int {
	n := min(len(p)/4*3, len(e.image))
	base64.StdEncoding.Encode(p, e.image[:n])
	e.image = e.image[n:]
	return base64.StdEncoding.EncodedLen(n)
}
