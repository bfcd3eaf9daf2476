package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/blob/blobtest"
)

const sealedKey = "acme/scope/name"

// R21: whatever happens to the stored bytes, reading is an error and never other data.
func TestSealedDetectsDamage(t *testing.T) {
	t.Parallel()
	const header, chunk = 36, 64<<10 + 16
	plain := blobtest.Bytes(150_000) // three chunks
	for name, damage := range map[string]func(b []byte) []byte{
		"bit of the format":    flip(0),
		"bit of the salt":      flip(20),
		"bit of the first":     flip(header + 100),
		"bit of the last":      flip(149_000),
		"bit of a tag":         flip(header + chunk - 1),
		"nothing left":         func(b []byte) []byte { return nil },
		"half a header":        func(b []byte) []byte { return b[:20] },
		"header only":          func(b []byte) []byte { return b[:header] },
		"cut within a chunk":   func(b []byte) []byte { return b[:header+chunk+50] },
		"cut between chunks":   func(b []byte) []byte { return b[:header+2*chunk] },
		"cut after the first":  func(b []byte) []byte { return b[:header+chunk] },
		"one byte more":        func(b []byte) []byte { return append(b, 0) },
		"first chunk twice":    func(b []byte) []byte { return slices.Insert(b, header, b[header:header+chunk]...) },
		"first chunk missing":  func(b []byte) []byte { return slices.Delete(b, header, header+chunk) },
		"two chunks exchanged": exchange(header, chunk),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bucket := memory(t)
			sealed := blob.NewSealed(bucket, keys{})
			blobtest.Put(t, sealed, sealedKey, plain)
			below, stored := only(t, bucket)
			blobtest.Put(t, bucket, below, damage(stored))
			got, err := blobtest.Get(t.Context(), sealed, sealedKey)
			if !errors.Is(err, pipeline.ErrDamaged) {
				t.Errorf("Open of a damaged blob = %v, want ErrDamaged", err)
			}
			if !bytes.HasPrefix(plain, got) {
				t.Error("other bytes than those that were put came out")
			}
		})
	}
}

func flip(at int) func([]byte) []byte {
	return func(b []byte) []byte {
		b[at] ^= 1
		return b
	}
}

func exchange(header, chunk int) func([]byte) []byte {
	return func(b []byte) []byte {
		first := slices.Clone(b[header : header+chunk])
		copy(b[header:], b[header+chunk:header+2*chunk])
		copy(b[header+chunk:], first)
		return b
	}
}

// A sealed blob is bound to its place: tenant, scope and name.
func TestSealedDetectsExchange(t *testing.T) {
	t.Parallel()
	bucket := memory(t)
	sealed := blob.NewSealed(bucket, sameKey{})
	blobtest.Put(t, sealed, sealedKey, blobtest.Bytes(50))
	below, stored := only(t, bucket)
	for _, other := range []string{"other/scope/name", "acme/other/name", "acme/scope/other"} {
		from, to := strings.Split(below, "/"), strings.Split(other, "/")
		blobtest.Put(t, bucket, strings.Join([]string{to[0], to[1], from[2], to[2]}, "/"), stored)
		if _, err := blobtest.Get(t.Context(), sealed, other); !errors.Is(err, pipeline.ErrDamaged) {
			t.Errorf("Open of %s's blob at %s = %v, want ErrDamaged", sealedKey, other, err)
		}
	}
}

// sameKey gives every scope the same key, so that only the place differs.
type sameKey struct{}

func (sameKey) DataKey(context.Context, string, string) ([]byte, error) { return make([]byte, 32), nil }
func (sameKey) KnownKey(context.Context, string, string) ([]byte, error) {
	return make([]byte, 32), nil
}

func TestSealedHidesContent(t *testing.T) {
	t.Parallel()
	bucket := memory(t)
	canary := bytes.Repeat([]byte("canary bird "), 20_000)
	blobtest.Put(t, blob.NewSealed(bucket, keys{}), sealedKey, canary)
	_, stored := only(t, bucket)
	if bytes.Contains(stored, []byte("canary")) {
		t.Error("the stored bytes hold the canary")
	}
}

// only returns the one blob of a bucket, as it is stored.
func only(t *testing.T, bucket blob.Bucket) (key string, stored []byte) {
	t.Helper()
	for entry, err := range bucket.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if stored, err = blobtest.Get(t.Context(), bucket, entry.Key); err != nil {
			t.Fatal(err)
		}
		key = entry.Key
	}
	return key, stored
}

func TestSealedAfterItsKeyWasDestroyed(t *testing.T) {
	t.Parallel()
	known := keys{}
	bucket := memory(t)
	sealed := blob.NewSealed(bucket, known)
	blobtest.Put(t, sealed, sealedKey, blobtest.Bytes(50))
	blobtest.Put(t, sealed, "acme/scope2/name", blobtest.Bytes(50))
	known["scope"] = destroyed
	if _, err := sealed.Open(t.Context(), sealedKey); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Open after its key was destroyed = %v, want ErrNotFound", err)
	}
	known["scope"] = renewed
	blobtest.Put(t, sealed, sealedKey, blobtest.Bytes(60)) // the same bytes come again, under a new key
	n, err := sealed.Sweep(t.Context(), "acme", "scope")
	if err != nil || n != 1 {
		t.Errorf("Sweep = %d, %v, want the one blob of the old key", n, err)
	}
	for key, want := range map[string]int{sealedKey: 60, "acme/scope2/name": 50} {
		if got, err := blobtest.Get(t.Context(), sealed, key); err != nil || len(got) != want {
			t.Errorf("Open(%s) after Sweep = %d bytes, %v, want %d", key, len(got), err, want)
		}
	}
	known["scope"] = destroyed
	if n, err := sealed.Sweep(t.Context(), "acme", "scope"); err != nil || n != 1 {
		t.Errorf("Sweep without a key = %d, %v, want 1", n, err)
	}
}

func TestSealedRefusesKeysWithoutTenantAndScope(t *testing.T) {
	t.Parallel()
	sealed := blob.NewSealed(memory(t), keys{})
	for _, key := range []string{"name", "acme/name", "ACME/scope/name"} {
		if err := sealed.Put(t.Context(), key, bytes.NewReader(nil)); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Put(%q) = %v, want ErrInvalid", key, err)
		}
	}
}

// A slow or stuttering source gives the same blob.
func TestSealedReadsInAnyPortion(t *testing.T) {
	t.Parallel()
	sealed := blob.NewSealed(memory(t), keys{})
	want := blobtest.Bytes(70_000)
	if err := sealed.Put(t.Context(), sealedKey, portions{bytes.NewReader(want)}); err != nil {
		t.Fatal(err)
	}
	got, err := blobtest.Get(t.Context(), sealed, sealedKey)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("Open gave %d bytes, %v, want what was put", len(got), err)
	}
}

// portions reads at most 7 bytes at a time.
type portions struct{ r io.Reader }

func (p portions) Read(b []byte) (int, error) { return p.r.Read(b[:min(7, len(b))]) }
