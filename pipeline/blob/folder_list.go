package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
)

// List implements [Bucket].
func (f *Folder) List(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		start := filepath.Join(f.root, filepath.FromSlash(prefix[:strings.LastIndex(prefix, "/")+1]))
		err := filepath.WalkDir(start, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // deleted meanwhile
			case err != nil:
				return err
			case path == f.temp:
				return fs.SkipDir
			case entry.IsDir():
				return ctx.Err()
			}
			return f.yield(path, prefix, entry, yield)
		})
		if err != nil && !errors.Is(err, fs.SkipAll) {
			yield(Entry{}, fmt.Errorf("listing blobs: %w", fault(err)))
		}
	}
}

func (f *Folder) yield(path, prefix string, entry fs.DirEntry, yield func(Entry, error) bool) error {
	relative, err := filepath.Rel(f.root, path)
	if err != nil {
		return err
	}
	key := filepath.ToSlash(relative)
	if !strings.HasPrefix(key, prefix) {
		return nil
	}
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !yield(Entry{Key: key, Bytes: info.Size(), Used: info.ModTime()}, nil) {
		return fs.SkipAll
	}
	return nil
}
