package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
//
// Below, the name of the data key stands between scope and name. What was sealed with a key
// that is destroyed since is out of sight at once, never in the way of the same bytes stored
// again, and [Sealed.Sweep] can tell it apart.
type Sealed struct {
	bucket Bucket
	keys   Keys
}

var _ Bucket = (*Sealed)(nil)

// NewSealed seals what bucket keeps with keys.
func NewSealed(bucket Bucket, keys Keys) *Sealed { return &Sealed{bucket, keys} }

// A place is where a blob lies: its key taken apart.
type place struct{ tenant, scope, name string }

func placeOf(key string) (place, error) {
	parts := strings.SplitN(key, "/", 3)
	if len(parts) < 3 {
		return place{}, fmt.Errorf("blob key %q: want tenant/scope/name: %w", key, pipeline.ErrInvalid)
	}
	if err := pipeline.ValidTenant(parts[0]); err != nil {
		return place{}, err
	}
	return place{parts[0], parts[1], parts[2]}, checkKey(key)
}

// below is the blob's key in the bucket below.
func (p place) below(secret []byte) string {
	return strings.Join([]string{p.tenant, p.scope, keyName(secret), p.name}, "/")
}

// keyName names a data key without telling anything of it.
func keyName(secret []byte) string {
	sum := sha256.Sum256(append([]byte("docpipe key name "), secret...))
	return hex.EncodeToString(sum[:8])
}

// known returns the place's data key; pipeline.ErrNotFound when there is none.
func (s *Sealed) known(ctx context.Context, key string) (place, []byte, error) {
	p, err := placeOf(key)
	if err != nil {
		return p, nil, err
	}
	secret, err := s.keys.KnownKey(ctx, p.tenant, p.scope)
	if err != nil {
		return p, nil, fmt.Errorf("blob %s: %w", key, err)
	}
	return p, secret, nil
}

// Put implements [Bucket].
func (s *Sealed) Put(ctx context.Context, key string, r io.Reader) error {
	p, err := placeOf(key)
	if err != nil {
		return err
	}
	secret, err := s.keys.DataKey(ctx, p.tenant, p.scope)
	if err != nil {
		return fmt.Errorf("blob %s: %w", key, err)
	}
	sealed, err := newSealing(secret, key, r)
	if err != nil {
		return fmt.Errorf("blob %s: %w", key, err)
	}
	return s.bucket.Put(ctx, p.below(secret), sealed)
}

// Open implements [Bucket]. A blob that is not what was put under key wraps
// pipeline.ErrDamaged, here or from Read; one whose data key was destroyed is not found.
func (s *Sealed) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	p, secret, err := s.known(ctx, key)
	if err != nil {
		return nil, err
	}
	sealed, err := s.bucket.Open(ctx, p.below(secret))
	if err != nil {
		return nil, err
	}
	plain, err := newOpening(secret, key, sealed)
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", key, errors.Join(err, sealed.Close()))
	}
	return plain, nil
}

// Delete implements [Bucket].
func (s *Sealed) Delete(ctx context.Context, key string) error {
	p, secret, err := s.known(ctx, key)
	if errors.Is(err, pipeline.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.bucket.Delete(ctx, p.below(secret))
}

// List implements [Bucket]; Entry.Bytes counts sealed bytes. A blob whose data key was
// destroyed is in the list until it is swept.
func (s *Sealed) List(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		// The prefix may end within a part: look from its last whole part that is the same below.
		parts := strings.SplitAfterN(prefix, "/", 3)
		for entry, err := range s.bucket.List(ctx, strings.Join(parts[:min(len(parts), 2)], "")) {
			if err == nil {
				entry.Key = above(entry.Key)
			}
			if (err != nil || strings.HasPrefix(entry.Key, prefix)) && !yield(entry, err) {
				return
			}
		}
	}
}

// above takes the name of the data key out of a key of the bucket below.
func above(key string) string {
	parts := strings.SplitN(key, "/", 4)
	if len(parts) < 4 {
		return key
	}
	return parts[0] + "/" + parts[1] + "/" + parts[3]
}

// Sweep deletes the blobs of a scope that were sealed with a key that is destroyed since, and
// returns how many. Blobs that are stored again meanwhile are safe. Calling it again goes on
// where an error stopped it.
func (s *Sealed) Sweep(ctx context.Context, tenant, scope string) (deleted int, err error) {
	for entry, err := range s.bucket.List(ctx, tenant+"/"+scope+"/") {
		if err != nil {
			return deleted, fmt.Errorf("sweeping %s/%s: %w", tenant, scope, err)
		}
		// Asked after the blob was seen: a blob of a new key comes after that key.
		secret, err := s.keys.KnownKey(ctx, tenant, scope)
		switch {
		case err == nil && strings.HasPrefix(entry.Key, place{tenant, scope, ""}.below(secret)):
			continue
		case err == nil, errors.Is(err, pipeline.ErrNotFound):
			err = s.bucket.Delete(ctx, entry.Key)
		}
		if err != nil {
			return deleted, fmt.Errorf("sweeping %s/%s: %w", tenant, scope, err)
		}
		deleted++
	}
	return deleted, nil
}

// touch notes that a blob was used, where the bucket can. It is for ordering a cache only.
func (s *Sealed) touch(ctx context.Context, key string) error {
	t, ok := s.bucket.(toucher)
	if !ok {
		return nil
	}
	p, secret, err := s.known(ctx, key)
	if err != nil {
		return err
	}
	return t.Touch(ctx, p.below(secret))
}

// Close implements [Bucket].
func (s *Sealed) Close() error { return s.bucket.Close() }
