package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"docpipe/compliance/archive"
	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/ledger"
	"docpipe/schemas"
)

// stores are the truth of a service: ledger and blobs.
type stores struct {
	ledger    *ledger.Ledger
	sealed    *blob.Sealed
	originals *blob.Originals
	artefacts *blob.Artefacts

	folder *blob.Folder // of this machine's blobs; nil with blobs.url
	temp   string       // where uploads wait for their end
}

// openStores opens what the configuration names. notes hears of a key that was made.
func openStores(ctx context.Context, c Config, workers int, notes io.Writer) (*stores, error) {
	registry, err := schemas.NewRegistry()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, usagef("data: %w", err)
	}
	key, err := masterKey(c, notes)
	if err != nil {
		return nil, err
	}
	config := ledger.DefaultConfig()
	config.Dial = c.dial
	config.URL, config.MasterKey, config.PerTenant = c.Ledger.URL, key, max(2*workers, 4)
	if config.URL != "" {
		config.PerTenant = max(config.PerTenant, sharedBacklog)
	}
	config.Mask, config.Footprint = eventMask(c.Events.Content, registry), archive.Footprint
	if config.URL == "" {
		config.Path = filepath.Join(c.Data, "ledger.db")
	}
	l, err := ledger.Open(ctx, config)
	if err != nil && config.URL != "" {
		return nil, fmt.Errorf("ledger.url: start the database or correct the setting: %w", err)
	}
	if err != nil {
		return nil, c.explainLedger(config.Path, err)
	}
	s := &stores{ledger: l, temp: filepath.Join(c.Data, "tmp")}
	bucket, err := s.openBucket(ctx, c)
	if err == nil {
		err = os.MkdirAll(s.temp, 0o700)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	s.sealed = blob.NewSealed(bucket, l)
	s.originals, s.artefacts = blob.NewOriginals(s.sealed, s.temp), blob.NewArtefacts(s.sealed)
	return s, nil
}

// sharedBacklog is how many jobs of a tenant wait in the stream at least when workers are on
// machines that the relay knows nothing of.
const sharedBacklog = 16

// openBucket opens the folder in the data folder, one that several processes share, or a
// bucket of a service.
func (s *stores) openBucket(ctx context.Context, c Config) (_ blob.Bucket, err error) {
	if c.Blobs.URL == "" {
		s.folder, err = blob.OpenFolder(filepath.Join(c.Data, "blobs"), true)
		return s.folder, err
	}
	if shared, ok := sharedFolder(c.Blobs.URL); ok {
		return blob.OpenFolder(shared, true)
	}
	bucket, err := c.openBlobs(ctx)
	if err != nil {
		return nil, usageError{err} // nothing has been reached for yet
	}
	return bucket, nil
}

// openBlobs opens a bucket of a service, under --offline through the dialer.
func (c Config) openBlobs(ctx context.Context) (blob.Bucket, error) {
	if c.dial == nil {
		return blob.OpenURL(ctx, c.Blobs.URL)
	}
	return blob.OpenGuarded(ctx, c.Blobs.URL, httpClient(c.dial))
}

// sharedFolder is the path of file:///path.
func sharedFolder(address string) (path string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "file" {
		return "", false
	}
	return filepath.FromSlash(u.Host + u.Path), true
}

// takeOver ends what a process that died had begun here: its temporary files go, its jobs can
// be claimed at once. The caller knows that no other process is at work.
func (s *stores) takeOver(ctx context.Context) (jobs int, err error) {
	if s.folder != nil {
		err = s.folder.TakeOver()
	}
	err = errors.Join(err, os.RemoveAll(s.temp), os.MkdirAll(s.temp, 0o700))
	if err != nil {
		return 0, err
	}
	return s.ledger.Recover(ctx)
}

// masterKey is encryption.key, or the file key in the data folder, made at the first start.
func masterKey(c Config, notes io.Writer) ([]byte, error) {
	if c.Encryption.Key != "" {
		return hex.DecodeString(string(c.Encryption.Key))
	}
	path := filepath.Join(c.Data, "key")
	if c.keyIsGone(path) {
		return nil, usagef("encryption.key: %s is gone, and nothing here can be read without it: put the backup of it back", path)
	}
	key, created, err := ledger.LoadOrCreateMasterKey(path)
	if created {
		fmt.Fprintf(notes, "made the encryption key %s: back it up apart from the data, nothing can be read without it\n", path)
	}
	return key, err
}

// keyIsGone reports whether the folder has a ledger but not the key that it was made with. A
// new key would help nobody, and look as if it did.
func (c Config) keyIsGone(path string) bool {
	_, err := os.Stat(path)
	ledger, _ := os.Stat(filepath.Join(c.Data, "ledger.db"))
	return errors.Is(err, os.ErrNotExist) && ledger != nil && ledger.Size() > 0
}

// explainLedger names the file, and the full disk that SQLite has many words for.
func (c Config) explainLedger(path string, err error) error {
	if free, failed := blob.FreeSpace(c.Data); failed == nil && free < 1<<20 && !errors.Is(err, pipeline.ErrDiskFull) {
		return fmt.Errorf("%s: the disk is full, free some space: %w (%w)", path, err, pipeline.ErrDiskFull)
	}
	return fmt.Errorf("%s: %w", path, err)
}

func (s *stores) close() error { return s.ledger.Close() }

// attach makes the document's originals readable.
func (s *stores) attach(d *pipeline.Document) {
	for i := range d.Files {
		d.Files[i].Open = func(ctx context.Context) (io.ReadCloser, error) {
			return s.originals.Open(ctx, d.Tenant, d.Files[i].SHA256)
		}
	}
}

// lockFolder makes this process the only one in the folder. The kernel frees the lock when
// the process dies, however it does.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, usagef("%s: %w", dir, pathReason(err))
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, usagef("%s: %w", dir, pathReason(err))
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		pid, _ := io.ReadAll(io.LimitReader(f, 32))
		f.Close()
		return nil, usagef("%s is in use by process %s: wait for it, or name another folder", dir, strings.TrimSpace(string(pid)))
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	}
	return f, err
}
