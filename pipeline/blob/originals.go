package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"docpipe/pipeline"
)

// Originals keeps uploaded files by the hash of their bytes.
type Originals struct {
	store *Sealed
	temp  string // folder for uploads on their way; they lie there encrypted
}

// NewOriginals keeps originals in store. temp is a folder for uploads on their way.
func NewOriginals(store *Sealed, temp string) *Originals { return &Originals{store, temp} }

// Put stores what r gives and returns its SHA-256 (lower-case hex) and length. When it
// returns, the original is durable.
func (o *Originals) Put(ctx context.Context, tenant string, r io.Reader) (sha string, size int64, err error) {
	u := o.Upload(tenant)
	defer u.Close()
	if _, err := io.Copy(u, reader{ctx, r}); err != nil {
		return "", 0, fmt.Errorf("upload: %w", err)
	}
	return u.Commit(ctx)
}

// Upload begins an original that is written piece by piece: Write, then Commit, and Close in
// any case. It is for one goroutine.
func (o *Originals) Upload(tenant string) *Upload {
	return &Upload{store: o.store, tenant: tenant, sum: sha256.New(), spool: spool{folder: o.temp}}
}

// An Upload is an original whose hash, and so whose key, is not known yet.
type Upload struct {
	store  *Sealed
	tenant string
	sum    hash.Hash
	size   int64
	spool  spool
}

// Write implements io.Writer.
func (u *Upload) Write(p []byte) (int, error) {
	n, err := u.spool.Write(p)
	u.sum.Write(p[:n])
	u.size += int64(n)
	return n, err
}

// Commit makes the original durable and returns its SHA-256 and length.
func (u *Upload) Commit(ctx context.Context) (sha string, size int64, err error) {
	sha = hex.EncodeToString(u.sum.Sum(nil))
	r, err := u.spool.reader()
	if err != nil {
		return "", 0, fmt.Errorf("upload: %w", err)
	}
	if err := u.store.Put(ctx, originalKey(u.tenant, sha), r); err != nil {
		return "", 0, fmt.Errorf("upload: %w", err)
	}
	return sha, u.size, nil
}

// Close forgets what was written and not committed. Calling it again does nothing.
func (u *Upload) Close() error { return u.spool.close() }

// Open returns the original with this hash. Its bytes are hashed again while they are read:
// at their end Read returns an error that wraps pipeline.ErrDamaged when they are others.
func (o *Originals) Open(ctx context.Context, tenant, sha string) (io.ReadCloser, error) {
	r, err := o.store.Open(ctx, originalKey(tenant, sha))
	if err != nil {
		return nil, fmt.Errorf("original: %w", err)
	}
	return &proof{ReadCloser: r, want: sha, sum: sha256.New()}, nil
}

func originalKey(tenant, sha string) string { return tenant + "/" + sha + "/original" }

// A proof compares what was read with its hash at the end.
type proof struct {
	io.ReadCloser
	want string
	sum  hash.Hash
}

func (p *proof) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.sum.Write(b[:n])
	if err == io.EOF && hex.EncodeToString(p.sum.Sum(nil)) != p.want {
		err = fmt.Errorf("original %s: its bytes have another hash: %w", p.want, pipeline.ErrDamaged)
	}
	return n, err
}
