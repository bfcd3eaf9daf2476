package wire

import (
	"errors"
	"io"
	"strings"
)

// composed is a body with its images, for libraries that read it twice: to sign it, and to
// send it. It is encoded anew each time.
type composed struct {
	io.Reader
	pictures *Pictures
	texts    [][]byte
	at       int64
}

// Read reads on.
func (c *composed) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.at += int64(n)
	return n, err
}

var errSeek = errors.New("a composed body is read from its beginning only")

// Seek goes to the beginning or the end, which is how lengths are asked for, or tells where
// it is.
func (c *composed) Seek(offset int64, whence int) (int64, error) {
	length := c.pictures.length(c.texts)
	switch {
	case whence == io.SeekCurrent && offset == 0:
		return c.at, nil
	case whence == io.SeekStart && offset == c.at:
		return c.at, nil
	case whence == io.SeekStart && offset == 0:
		c.Reader, c.at = c.pictures.join(c.texts), 0
		return 0, nil
	case whence == io.SeekEnd && offset == 0:
		c.Reader, c.at = strings.NewReader(""), length
		return length, nil
	}
	return 0, errSeek
}
