package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/testdata"
)

// made builds every sample once: faces are for one goroutine only.
var made = sync.OnceValue(func() map[string]sample {
	all := map[string]sample{}
	for _, build := range cases {
		s := build()
		all[s.name] = s
	}
	return all
})

func TestSamplesReproduce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, s := range made() {
		if err := errors.Join(s.keep(dir, false), s.keep(dir, true)); err != nil {
			t.Fatal(err)
		}
	}
	got, want := contents(t, os.DirFS(dir)), contents(t, testdata.Files)
	delete(want, "samples.go")
	if diff := cmp.Diff(want, got, cmp.Transformer("size", func(b []byte) int { return len(b) })); diff != "" {
		t.Errorf("testdata is not what the generator writes: run go run ./cmd/mksamples (-committed +written):\n%s", diff)
	}
	for name, data := range got {
		if string(data) != string(want[name]) {
			t.Errorf("%s has other bytes than the committed file", name)
		}
	}
}

func TestCheckNamesTheFileThatDiffers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "want.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := place(path, []byte("new"), true)
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("place(check) = %v, want an error that names %s", err, path)
	}
}

func TestSamplesStaySmall(t *testing.T) {
	t.Parallel()
	total := 0
	for _, data := range contents(t, testdata.Files) {
		total += len(data)
	}
	if limit := 3 << 20; total > limit {
		t.Errorf("the samples take %d bytes, want at most %d", total, limit)
	}
}

// contents returns every file of a tree.
func contents(t *testing.T, tree fs.FS) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
