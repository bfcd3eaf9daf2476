package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"docpipe/pipeline"
)

// A Folder is a bucket of files. A blob appears under its name only when all of it is there:
// written to a temporary file, synced, renamed, and the folder synced.
type Folder struct {
	root  string
	temp  string
	fsync bool
}

var (
	_ Bucket  = (*Folder)(nil)
	_ toucher = (*Folder)(nil)
)

// abandoned is the age from which a temporary file belongs to a process that died.
const abandoned = 24 * time.Hour

// OpenFolder opens the folder at path and makes it where there is none. Without fsync a power
// cut may lose the newest blobs: for work that can be done again.
func OpenFolder(path string, fsync bool) (*Folder, error) {
	f := &Folder{root: path, temp: filepath.Join(path, ".tmp"), fsync: fsync}
	if err := os.MkdirAll(f.temp, 0o700); err != nil {
		return nil, fmt.Errorf("blobs: %w", fault(err))
	}
	return f, f.clean()
}

// clean removes what killed processes left half written.
func (f *Folder) clean() error { return f.remove(abandoned) }

// TakeOver removes at once what killed processes left half written. Only a process that knows
// that no other one uses the folder may call it, and before its own first Put.
func (f *Folder) TakeOver() error { return f.remove(0) }

func (f *Folder) remove(age time.Duration) error {
	left, err := os.ReadDir(f.temp)
	if err != nil {
		return fmt.Errorf("blobs: %w", fault(err))
	}
	for _, entry := range left {
		info, err := entry.Info()
		if err == nil && time.Since(info.ModTime()) >= age {
			err = os.Remove(filepath.Join(f.temp, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("blobs: %w", fault(err))
		}
	}
	return nil
}

// Put implements [Bucket].
func (f *Folder) Put(ctx context.Context, key string, r io.Reader) error {
	if err := checkKey(key); err != nil {
		return err
	}
	temp, err := f.write(ctx, r)
	if err != nil {
		return fmt.Errorf("blob %s: %w", key, fault(err))
	}
	if err := f.place(temp, f.path(key)); err != nil {
		return fmt.Errorf("blob %s: %w", key, fault(errors.Join(err, os.Remove(temp))))
	}
	return nil
}

// write makes a temporary file of all that r gives, and leaves nothing behind on an error.
func (f *Folder) write(ctx context.Context, r io.Reader) (name string, err error) {
	file, err := os.CreateTemp(f.temp, "put-*")
	if err != nil {
		return "", err
	}
	_, err = io.CopyBuffer(onlyWriter{file}, reader{ctx, r}, make([]byte, 64<<10))
	if err == nil && f.fsync {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// place renames the file. A folder that is deleted at the same moment, because its last blob
// went, is made again.
func (f *Folder) place(temp, path string) error {
	err := os.Rename(temp, path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = f.makeFolder(filepath.Dir(path)); err == nil {
			err = os.Rename(temp, path)
		}
	}
	if err != nil || !f.fsync {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// makeFolder makes the entries of new folders durable too.
func (f *Folder) makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil || !f.fsync {
		return err
	}
	for path != f.root {
		path = filepath.Dir(path)
		if err := syncFolder(path); err != nil {
			return err
		}
	}
	return nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open implements [Bucket].
func (f *Folder) Open(_ context.Context, key string) (io.ReadCloser, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	file, err := os.Open(f.path(key))
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", key, fault(err))
	}
	return file, nil
}

// Delete implements [Bucket]. Folders that become empty go too.
func (f *Folder) Delete(_ context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	path := f.path(key)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("blob %s: %w", key, fault(err))
	}
	for path = filepath.Dir(path); path != f.root && os.Remove(path) == nil; path = filepath.Dir(path) {
	}
	return nil
}

// Touch notes that the blob was used now.
func (f *Folder) Touch(_ context.Context, key string) error {
	now := time.Now()
	if err := os.Chtimes(f.path(key), now, now); err != nil {
		return fmt.Errorf("blob %s: %w", key, fault(err))
	}
	return nil
}

// Close implements [Bucket].
func (f *Folder) Close() error { return nil }

func (f *Folder) path(key string) string { return filepath.Join(f.root, filepath.FromSlash(key)) }

// fault gives an error of the file system its kind.
func fault(err error) error {
	var k *pipeline.Kind
	switch {
	case err == nil, errors.As(err, &k):
		return err
	case isDiskFull(err):
		return fmt.Errorf("%w: %w", pipeline.ErrDiskFull, err)
	case errors.Is(err, fs.ErrNotExist):
		return pipeline.ErrNotFound
	}
	return err
}
