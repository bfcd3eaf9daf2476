package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/memblob" // mem://
	_ "gocloud.dev/blob/s3blob"  // s3://
	"gocloud.dev/gcerrors"

	"docpipe/pipeline"
)

// A cloud is a bucket of a service.
type cloud struct{ bucket *blob.Bucket }

var _ Bucket = (*cloud)(nil)

// OpenURL opens s3://bucket?… or mem://. Credentials of S3 come from where its own tools look
// for them: environment, shared files, the machine's role.
func OpenURL(ctx context.Context, url string) (Bucket, error) {
	bucket, err := blob.OpenBucket(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("blobs.url: %w", err)
	}
	return &cloud{bucket}, nil
}

// Put implements [Bucket]. Cancelling the writer's context is how an upload is given up.
func (c *cloud) Put(ctx context.Context, key string, r io.Reader) error {
	if err := checkKey(key); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := c.bucket.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return cloudFault(key, err)
	}
	if _, err := io.Copy(w, reader{ctx, r}); err != nil {
		cancel()
		if closing := w.Close(); !errors.Is(closing, context.Canceled) {
			err = errors.Join(err, closing)
		}
		return cloudFault(key, err)
	}
	return cloudFault(key, w.Close())
}

// Open implements [Bucket].
func (c *cloud) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	r, err := c.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return nil, cloudFault(key, err)
	}
	return r, nil
}

// Delete implements [Bucket].
func (c *cloud) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	err := c.bucket.Delete(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return cloudFault(key, err)
}

// List implements [Bucket].
func (c *cloud) List(ctx context.Context, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		objects := c.bucket.List(&blob.ListOptions{Prefix: prefix})
		for {
			o, err := objects.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Entry{}, cloudFault(prefix, err))
				return
			}
			if !yield(Entry{Key: o.Key, Bytes: o.Size, Used: o.ModTime}, nil) {
				return
			}
		}
	}
}

// Close implements [Bucket].
func (c *cloud) Close() error { return c.bucket.Close() }

func cloudFault(key string, err error) error {
	switch {
	case err == nil:
		return nil
	case gcerrors.Code(err) == gcerrors.NotFound:
		return fmt.Errorf("blob %s: %w", key, pipeline.ErrNotFound)
	}
	return fmt.Errorf("blob %s: %w", key, fault(err))
}
