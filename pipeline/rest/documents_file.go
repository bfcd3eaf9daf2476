package rest

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// Originals keeps uploaded files as they came.
type Originals interface {
	// Put streams one file to its place and returns its name, hash, size and media type. The
	// bytes are safe on the disk when it returns. It wraps ErrEmpty, ErrUnsupportedType,
	// ErrTooLarge or ErrDiskFull, and r's own errors.
	Put(ctx context.Context, tenant, name string, r io.Reader) (pipeline.File, error)
	// Open returns the bytes of a file of this tenant by their hash; the caller closes it.
	Open(ctx context.Context, tenant, sha256 string) (io.ReadCloser, error)
}

func (a *API) describeFile(op *huma.Operation) {
	takes(op, "path", "id", "Id of the document", text())
	takes(op, "path", "n", "Which file, from 1", number(1))
	answers(op, "200", "The file, to be saved", "application/octet-stream", nil)
	answers(op, "304", "The reader has it", "", nil)
}

// file streams an original. It is always a download: what strangers send is not to be shown
// by a browser under docpipe's own address.
func (a *API) file(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if err := onlyQuery(r); err != nil {
		return err
	}
	h, err := a.parts.Ledger.Header(r.Context(), p.Tenant, r.PathValue("id"))
	if err != nil {
		return err
	}
	if h.Status == pipeline.Erased {
		return fmt.Errorf("document %s: %w", h.ID, pipeline.ErrErased)
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(h.Files) {
		return fmt.Errorf("document %s has %d files: %w", h.ID, len(h.Files), pipeline.ErrNotFound)
	}
	f := h.Files[n-1]
	if unchanged(w, r, f.SHA256) {
		return nil
	}
	if err := a.viewed(r.Context(), p.Tenant, h.ID, view{File: n}); err != nil {
		return err
	}
	original, err := a.parts.Originals.Open(r.Context(), p.Tenant, f.SHA256)
	if err != nil {
		return err
	}
	defer original.Close()
	return a.download(w, f, original)
}

func (a *API) download(w http.ResponseWriter, f pipeline.ResultFile, original io.Reader) error {
	head := w.Header()
	head.Set("Content-Type", f.MediaType)
	head.Set("Content-Length", strconv.FormatInt(f.Bytes, 10))
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(a.cfg.transferTime(f.Bytes)))
	_, err := io.Copy(w, original)
	return err
}
