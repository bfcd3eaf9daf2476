// Package intake decides what a file is and whether docpipe takes it. It looks at bytes and
// parses nothing: the name and the claimed type of an upload never decide.
//
// [Sniff] names the type from the first 4 KiB. [Take] streams one upload to its place while
// it counts, hashes and limits, so that an upload is never held in memory.
//
// Taken are PDF, TIFF, PNG, JPEG, WebP, BMP, GIF, HEIC and e-invoice XML. Everything else is
// refused with an error that wraps [pipeline.ErrUnsupportedType] and says what it looks like.
package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// Config limits what is taken.
type Config struct {
	MaxBytes int64 // bytes of one file; 100 MiB
}

// DefaultConfig returns the limits of a plain install.
func DefaultConfig() Config { return Config{MaxBytes: 100 << 20} }

// Validate returns an error that wraps pipeline.ErrInvalid and names the setting at fault.
func (c Config) Validate() error {
	if c.MaxBytes <= 0 {
		return fmt.Errorf("limits.file is %d: give a positive number of bytes: %w", c.MaxBytes, pipeline.ErrInvalid)
	}
	return nil
}

// headSize is how many bytes decide the type of a file.
const headSize = 4096

// Take copies one upload from r to w and returns what it is: name without folders, hash, size
// and media type. The errors wrap ErrEmpty, ErrUnsupportedType or ErrTooLarge; then w holds a
// part of the file, to be thrown away. Errors of r and w come back as they are, without the name:
// they end in logs, where a name that a sender gave has no place.
func Take(ctx context.Context, name string, r io.Reader, w io.Writer, cfg Config) (pipeline.File, error) {
	f := pipeline.File{Name: baseName(name)}
	r = contextReader{ctx, r}
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return f, err
	}
	head = head[:n]
	if f.MediaType, err = Sniff(head); err != nil {
		return f, fmt.Errorf("%s: %w", f.Name, err)
	}
	h := sha256.New()
	f.Bytes, err = io.Copy(io.MultiWriter(w, h), io.LimitReader(io.MultiReader(bytes.NewReader(head), r), cfg.MaxBytes+1))
	if err != nil {
		return f, err
	}
	if f.Bytes > cfg.MaxBytes {
		return f, fmt.Errorf("%s: the file has more than %d bytes: split it or raise limits.file: %w", f.Name, cfg.MaxBytes, pipeline.ErrTooLarge)
	}
	f.SHA256 = hex.EncodeToString(h.Sum(nil))
	return f, nil
}

// contextReader ends a slow upload with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(b []byte) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	return r.r.Read(b)
}

// maxName bounds a name in bytes, as file systems do.
const maxName = 255

// baseName drops folders of either kind of path, and characters that would move a terminal or
// turn the order of letters, so that "fdp.exe" reads as "exe.pdf".
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name)
	if name == "" {
		return "unnamed"
	}
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[len(name)-maxName:], "")
	}
	return name
}
