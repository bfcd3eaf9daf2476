package blob_test

import (
	"bytes"
	"errors"
	"os"
	"syscall"
	"testing"
	"testing/iotest"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/blob/blobtest"
)

// R14: a full disk is a kind of its own, leaves nothing behind, and passes by itself.
func TestFolderOnFullDisk(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=1m"); err != nil {
		t.Logf("no small file system to be had (%v): the error comes from the source instead", err)
		err := folder(t).Put(t.Context(), "acme/s/full", iotest.ErrReader(&os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}))
		if !errors.Is(err, pipeline.ErrDiskFull) {
			t.Errorf("Put = %v, want ErrDiskFull", err)
		}
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(root, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	bucket := openConfig(t, blob.Config{Path: root, Fsync: true})
	blobtest.Put(t, bucket, "acme/s/before", blobtest.Bytes(1000))
	if err := bucket.Put(t.Context(), "acme/s/full", bytes.NewReader(blobtest.Bytes(2<<20))); !errors.Is(err, pipeline.ErrDiskFull) {
		t.Errorf("Put on a full disk = %v, want ErrDiskFull", err)
	}
	blobtest.Put(t, bucket, "acme/s/after", blobtest.Bytes(500_000))
	if got, err := blobtest.Get(t.Context(), bucket, "acme/s/before"); err != nil || !bytes.Equal(got, blobtest.Bytes(1000)) {
		t.Errorf("Open of what was there = %d bytes, %v", len(got), err)
	}
}

func TestFreeSpace(t *testing.T) {
	t.Parallel()
	free, err := blob.FreeSpace(t.TempDir())
	if err != nil || free <= 0 {
		t.Errorf("FreeSpace = %d, %v, want some", free, err)
	}
	if _, err := blob.FreeSpace("/does/not/exist"); err == nil {
		t.Error("FreeSpace of a missing path gave no error")
	}
}

func BenchmarkPut1MB(b *testing.B) {
	for name, fsync := range map[string]bool{"fsync": true, "no_fsync": false} {
		b.Run(name, func(b *testing.B) { benchmarkPut(b, fsync, false) })
		b.Run(name+"_sealed", func(b *testing.B) { benchmarkPut(b, fsync, true) })
	}
}

func benchmarkPut(b *testing.B, fsync, seal bool) {
	plain, err := blob.OpenFolder(b.TempDir(), fsync)
	if err != nil {
		b.Fatal(err)
	}
	var bucket blob.Bucket = plain
	if seal {
		bucket = blob.NewSealed(plain, keys{})
	}
	data := blobtest.Bytes(1 << 20)
	b.SetBytes(1 << 20)
	for b.Loop() {
		if err := bucket.Put(b.Context(), "acme/scope/name", bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
