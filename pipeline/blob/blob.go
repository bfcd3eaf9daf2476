// Package blob keeps bytes: originals of uploads, and artefacts that steps made of them.
//
// A [Bucket] is a store by key. There are three: a folder (our own driver, because a blob
// must have reached the disk before an upload is accepted), an S3 bucket, and memory.
// [Sealed] wraps any of them: what it stores is encrypted and bound to its key, so that a
// changed, cut, reordered or exchanged blob is an error that wraps pipeline.ErrDamaged and
// never other data. [Originals] and [Artefacts] are the two things docpipe keeps, on top.
//
// Keys are tenant/scope/name. The scope is the hash of the bytes that the blob is, or was
// made of: one data key seals a scope, and destroying it erases all of its blobs at once.
package blob

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"regexp"
	"strings"
	"time"

	"docpipe/pipeline"
)

// A Bucket keeps blobs by key. It is safe for concurrent use.
type Bucket interface {
	// Put stores what r gives under key, whole or not at all, in place of what was there. When
	// it returns, the blob is durable. A full disk wraps pipeline.ErrDiskFull.
	Put(ctx context.Context, key string, r io.Reader) error
	// Open returns the blob, which the caller closes; pipeline.ErrNotFound when there is none.
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	// Delete removes the blob; one that is not there is no error.
	Delete(ctx context.Context, key string) error
	// List yields all blobs whose key begins with prefix, in no particular order. An error ends it.
	List(ctx context.Context, prefix string) iter.Seq2[Entry, error]
	// Close releases the connection.
	Close() error
}

// An Entry is a blob in a list.
type Entry struct {
	Key   string
	Bytes int64     // as stored
	Used  time.Time // when it was written, or last touched
}

// A toucher is a bucket that can note that a blob was used.
type toucher interface {
	Touch(ctx context.Context, key string) error
}

// Config says where blobs are.
type Config struct {
	// URL is s3://bucket?region=…, with endpoint=http://host:port&use_path_style=true for a
	// server that is not Amazon's, or mem:// for tests; empty means the folder at Path. Default: empty.
	URL string
	// Path of the folder. Default: none, it is required without URL.
	Path string
	// Fsync makes every Put into the folder reach the disk before it returns. Default: true.
	Fsync bool
}

// DefaultConfig returns the defaults; Path or URL is still to be set.
func DefaultConfig() Config { return Config{Fsync: true} }

// Validate reports what is wrong; the error wraps pipeline.ErrInvalid.
func (c Config) Validate() error {
	if c.URL == "" && c.Path == "" {
		return fmt.Errorf("blobs: neither a URL nor a path is set: %w", pipeline.ErrInvalid)
	}
	if c.URL == "" {
		return nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "s3" && u.Scheme != "mem" {
		return fmt.Errorf("blobs.url: use s3://bucket or leave it empty for a folder: %w", pipeline.ErrInvalid)
	}
	return nil
}

// Open opens the bucket that cfg names. The caller closes it.
func Open(ctx context.Context, cfg Config) (Bucket, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.URL != "" {
		return OpenURL(ctx, cfg.URL)
	}
	return OpenFolder(cfg.Path, cfg.Fsync)
}

var keyPart = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$`)

// checkKey keeps keys to what every store takes and no file system reads differently.
func checkKey(key string) error {
	parts := strings.Split(key, "/")
	for _, part := range parts {
		if !keyPart.MatchString(part) {
			return fmt.Errorf("blob key %q: use parts of letters, digits, '.', '_' and '-': %w", key, pipeline.ErrInvalid)
		}
	}
	return nil
}
