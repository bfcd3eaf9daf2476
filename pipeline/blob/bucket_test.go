package blob_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/blob/blobtest"
)

func TestFolder(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, folder)
}

func TestFolderWithoutFsync(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, func(t *testing.T) blob.Bucket {
		return openConfig(t, blob.Config{Path: t.TempDir()})
	})
}

func TestMemory(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, memory)
}

func TestS3(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, s3)
}

func TestSealed(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) blob.Bucket{"folder": folder, "memory": memory, "s3": s3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			blobtest.Run(t, func(t *testing.T) blob.Bucket { return blob.NewSealed(open(t), keys{}) })
		})
	}
}

func folder(t *testing.T) blob.Bucket {
	return openConfig(t, blob.Config{Path: t.TempDir(), Fsync: true})
}

func memory(t *testing.T) blob.Bucket { return openConfig(t, blob.Config{URL: "mem://"}) }

// s3 talks to a server on loopback, with the same URL that a MinIO would need.
func s3(t *testing.T) blob.Bucket {
	backend := s3mem.New()
	if err := backend.CreateBucket("docpipe"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return openConfig(t, blob.Config{URL: "s3://docpipe?region=eu-central-1&use_path_style=true&anonymous=true&endpoint=" + url.QueryEscape(server.URL)})
}

func openConfig(t *testing.T, cfg blob.Config) blob.Bucket {
	t.Helper()
	b, err := blob.Open(t.Context(), cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return b
}

// keys gives every scope a key of its own.
type keys map[string]keyState

// keyState is what happened to a scope's key.
type keyState int

const (
	destroyed keyState = 1 + iota
	renewed
)

func (k keys) DataKey(_ context.Context, tenant, scope string) ([]byte, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", tenant, scope, k[scope]))
	return sum[:], nil
}

func (k keys) KnownKey(ctx context.Context, tenant, scope string) ([]byte, error) {
	if k[scope] == destroyed {
		return nil, fmt.Errorf("key: %w", pipeline.ErrNotFound)
	}
	return k.DataKey(ctx, tenant, scope)
}
