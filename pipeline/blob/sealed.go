package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"docpipe/pipeline"
)

// Keys gives the 32-byte data key of a scope.
type Keys interface {
	// DataKey makes the key when there is none.
	DataKey(ctx context.Context, tenant, scope string) ([]byte, error)
	// KnownKey wraps pipeline.ErrNotFound when there is none, because it was destroyed.
	KnownKey(ctx context.Context, tenant, scope string) ([]byte, error)
}

// Sealed is a bucket that encrypts what another one stores. Its keys are tenant/scope/name.
type Sealed struct {
	bucket Bucket
	keys   Keys
}

var _ Bucket = (*Sealed)(nil)

// NewSealed seals what bucket keeps with keys.
func NewSealed(bucket Bucket, keys Keys) *Sealed { return &Sealed{bucket, keys} }

// Put implements [Bucket].
func (s *Sealed) Put(ctx context.Context, key string, r io.Reader) error {
	tenant, scope, err := split(key)
	if err != nil {
		return err
	}
	secret, err := s.keys.DataKey(ctx, tenant, scope)
	if err != nil {
		return fmt.Errorf("blob %s: %w", key, err)
	}
	sealed, err := newSealing(secret, key, r)
	if err != nil {
		return fmt.Errorf("blob %s: %w", key, err)
	}
	return s.bucket.Put(ctx, key, sealed)
}

// Open implements [Bucket]. A blob that is not what was put under key wraps
// pipeline.ErrDamaged, here or from Read; one whose data key was destroyed wraps
// pipeline.ErrErased.
func (s *Sealed) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	tenant, scope, err := split(key)
	if err != nil {
		return nil, err
	}
	sealed, err := s.bucket.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	plain := newOpening(sealed, func(header []byte) (*chunks, error) {
		secret, err := s.keys.KnownKey(ctx, tenant, scope)
		if errors.Is(err, pipeline.ErrNotFound) {
			return nil, pipeline.ErrErased
		}
		if err == nil {
			err = checkHeader(header, secret)
		}
		if err != nil {
			return nil, err
		}
		return newChunks(secret, header, key)
	})
	if err := plain.start(); err != nil {
		return nil, fmt.Errorf("blob %s: %w", key, errors.Join(err, sealed.Close()))
	}
	return plain, nil
}

// Delete implements [Bucket].
func (s *Sealed) Delete(ctx context.Context, key string) error { return s.bucket.Delete(ctx, key) }

// List implements [Bucket]; Entry.Bytes counts sealed bytes.
func (s *Sealed) List(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return s.bucket.List(ctx, prefix)
}

// Close implements [Bucket].
func (s *Sealed) Close() error { return s.bucket.Close() }

// DeleteScope deletes every blob of a scope and returns how many. Calling it again goes on
// where an error stopped it.
func (s *Sealed) DeleteScope(ctx context.Context, tenant, scope string) (deleted int, err error) {
	for entry, err := range s.bucket.List(ctx, tenant+"/"+scope+"/") {
		if err == nil {
			err = s.bucket.Delete(ctx, entry.Key)
		}
		if err != nil {
			return deleted, fmt.Errorf("deleting the blobs of %s/%s: %w", tenant, scope, err)
		}
		deleted++
	}
	return deleted, nil
}

// touch notes that a blob was used, where the bucket can. It is for ordering a cache only.
func (s *Sealed) touch(ctx context.Context, key string) error {
	if t, ok := s.bucket.(toucher); ok {
		return t.Touch(ctx, key)
	}
	return nil
}

func split(key string) (tenant, scope string, err error) {
	parts := strings.SplitN(key, "/", 3)
	if len(parts) < 3 {
		return "", "", fmt.Errorf("blob key %q: want tenant/scope/name: %w", key, pipeline.ErrInvalid)
	}
	if err := pipeline.ValidTenant(parts[0]); err != nil {
		return "", "", err
	}
	return parts[0], parts[1], checkKey(key)
}
