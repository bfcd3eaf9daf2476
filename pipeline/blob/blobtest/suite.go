// Package blobtest is the one suite that every blob.Bucket passes.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/iotest"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
)

// Run proves that buckets made by open keep the contract of blob.Bucket. open is called once
// for each test and gives an empty bucket.
func Run(t *testing.T, open func(t *testing.T) blob.Bucket) {
	for name, test := range map[string]func(*testing.T, blob.Bucket){
		"keeps_what_was_put":             keeps,
		"later_put_replaces":             replaces,
		"missing_is_not_found":           missing,
		"broken_source_leaves_nothing":   broken,
		"cancelled_put_leaves_nothing":   cancelled,
		"bad_keys_are_refused":           badKeys,
		"lists_by_prefix":                lists,
		"many_at_once":                   manyAtOnce,
		"readers_of_replaced_blob_agree": wholeReads,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// Bytes returns n bytes that look random and are always the same.
func Bytes(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(n)}).Read(b)
	return b
}

// Put stores b under key.
func Put(t *testing.T, bucket blob.Bucket, key string, b []byte) {
	t.Helper()
	if err := bucket.Put(t.Context(), key, bytes.NewReader(b)); err != nil {
		t.Fatalf("Put(%s): %v", key, err)
	}
}

// Get reads the whole blob.
func Get(ctx context.Context, bucket blob.Bucket, key string) ([]byte, error) {
	r, err := bucket.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}

func same(t *testing.T, bucket blob.Bucket, key string, want []byte) {
	t.Helper()
	got, err := Get(t.Context(), bucket, key)
	if err != nil {
		t.Fatalf("Open(%s): %v", key, err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("Open(%s) gave %d bytes, want the %d that were put", key, len(got), len(want))
	}
}

func keeps(t *testing.T, bucket blob.Bucket) {
	for _, size := range []int{0, 1, 100, 64<<10 - 1, 64 << 10, 64<<10 + 1, 128 << 10, 300_000} {
		key := fmt.Sprintf("acme/scope/size-%d", size)
		Put(t, bucket, key, Bytes(size))
		same(t, bucket, key, Bytes(size))
	}
}

func replaces(t *testing.T, bucket blob.Bucket) {
	Put(t, bucket, "acme/scope/name", Bytes(5000))
	Put(t, bucket, "acme/scope/name", Bytes(20))
	same(t, bucket, "acme/scope/name", Bytes(20))
}

func missing(t *testing.T, bucket blob.Bucket) {
	if _, err := Get(t.Context(), bucket, "acme/scope/none"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Open of a missing blob = %v, want ErrNotFound", err)
	}
	if err := bucket.Delete(t.Context(), "acme/scope/none"); err != nil {
		t.Errorf("Delete of a missing blob = %v, want nil", err)
	}
	Put(t, bucket, "acme/scope/name", Bytes(20))
	if err := bucket.Delete(t.Context(), "acme/scope/name"); err != nil {
		t.Errorf("Delete: %v", err)
	}
	if _, err := Get(t.Context(), bucket, "acme/scope/name"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Open of a deleted blob = %v, want ErrNotFound", err)
	}
}

func broken(t *testing.T, bucket blob.Bucket) {
	cause := errors.New("the line broke")
	source := io.MultiReader(bytes.NewReader(Bytes(200_000)), iotest.ErrReader(cause))
	if err := bucket.Put(t.Context(), "acme/scope/half", source); !errors.Is(err, cause) {
		t.Errorf("Put from a broken source = %v, want its error", err)
	}
	nothing(t, bucket)
}

func cancelled(t *testing.T, bucket blob.Bucket) {
	ctx, cancel := context.WithCancel(t.Context())
	source := io.MultiReader(bytes.NewReader(Bytes(200_000)), stopper(cancel))
	if err := bucket.Put(ctx, "acme/scope/half", source); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled Put = %v, want context.Canceled", err)
	}
	nothing(t, bucket)
}

// A stopper cancels when it is read.
type stopper func()

func (s stopper) Read(p []byte) (int, error) {
	s()
	return len(p), nil
}

func nothing(t *testing.T, bucket blob.Bucket) {
	t.Helper()
	for entry, err := range bucket.List(t.Context(), "") {
		t.Errorf("the bucket holds %q, %v, want nothing", entry.Key, err)
	}
}

func badKeys(t *testing.T, bucket blob.Bucket) {
	for _, key := range []string{"", "/", "acme//x", "acme/../x", "acme/./x", "/acme/s/x", "acme/s/x/", "acme/s/.hidden", "acme/s/a b", "acme/s/ä", `acme/s\x`, "acme/s/x\x00"} {
		if err := bucket.Put(t.Context(), key, bytes.NewReader(nil)); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Put(%q) = %v, want ErrInvalid", key, err)
		}
		if _, err := bucket.Open(t.Context(), key); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Open(%q) = %v, want ErrInvalid", key, err)
		}
	}
}

func lists(t *testing.T, bucket blob.Bucket) {
	for _, key := range []string{"acme/s1/a", "acme/s1/b", "acme/s10/a", "acme2/s1/a"} {
		Put(t, bucket, key, Bytes(10))
	}
	for prefix, want := range map[string][]string{
		"":          {"acme/s1/a", "acme/s1/b", "acme/s10/a", "acme2/s1/a"},
		"acme/":     {"acme/s1/a", "acme/s1/b", "acme/s10/a"},
		"acme/s1/":  {"acme/s1/a", "acme/s1/b"},
		"acme/s1":   {"acme/s1/a", "acme/s1/b", "acme/s10/a"},
		"other/s1/": nil,
	} {
		var got []string
		for entry, err := range bucket.List(t.Context(), prefix) {
			if err != nil {
				t.Fatalf("List(%q): %v", prefix, err)
			}
			if entry.Bytes < 10 || entry.Used.IsZero() {
				t.Errorf("List(%q) gave %+v, want its size and time", prefix, entry)
			}
			got = append(got, entry.Key)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("List(%q) = %v, want %v", prefix, got, want)
		}
	}
}

func manyAtOnce(t *testing.T, bucket blob.Bucket) {
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			key := fmt.Sprintf("acme/s%d/name", i%4)
			if err := bucket.Put(t.Context(), key, bytes.NewReader(Bytes(9000))); err != nil {
				t.Errorf("Put: %v", err)
			}
			if err := bucket.Delete(t.Context(), fmt.Sprintf("acme/s%d/other", i%4)); err != nil {
				t.Errorf("Delete: %v", err)
			}
		})
	}
	wg.Wait()
	for i := range 4 {
		same(t, bucket, fmt.Sprintf("acme/s%d/name", i), Bytes(9000))
	}
}

// wholeReads reads while others replace: a reader sees one version whole, never a mixture.
func wholeReads(t *testing.T, bucket blob.Bucket) {
	versions := [][]byte{Bytes(150_000), Bytes(150_001)}
	Put(t, bucket, "acme/scope/name", versions[0])
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := bucket.Put(t.Context(), "acme/scope/name", bytes.NewReader(versions[i%2])); err != nil {
				t.Errorf("Put: %v", err)
			}
			got, err := Get(t.Context(), bucket, "acme/scope/name")
			if err != nil {
				t.Errorf("Open: %v", err)
			}
			if !bytes.Equal(got, versions[0]) && !bytes.Equal(got, versions[1]) {
				t.Errorf("Open gave %d bytes of no version", len(got))
			}
		})
	}
	wg.Wait()
}
