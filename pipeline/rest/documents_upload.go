package rest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// An Acceptor records uploads.
type Acceptor interface {
	// Accept records an upload whose bytes are stored, and the job that begins its way. It
	// has reached the disk when Accept returns. A known idempotency key returns the document
	// it was used for and true; with another fingerprint it wraps ErrIdempotencyMismatch.
	Accept(ctx context.Context, a pipeline.Acceptance) (h pipeline.Header, replayed bool, err error)
}

// A Notifier tells when documents are done.
type Notifier interface {
	// Wait returns nil as soon as the document has a result or has ended, at once when it has
	// already, and ctx's error when that comes first.
	Wait(ctx context.Context, tenant, id string) error
}

func (a *API) describeUpload(op *huma.Operation) {
	op.Description += ". Send multipart/form-data with the files of one document as repeated parts named file, and other fields before, between or after them; or one file as the raw body, with the fields in the query."
	takes(op, "header", "Idempotency-Key", "Names this upload for 30 days: again with the same files and fields is the same document, with others a refusal", text())
	takes(op, "header", "Prefer", "wait=SECONDS answers with the result when it is there in time", text())
	for _, name := range queryFields {
		takes(op, "query", name, "For a raw body: "+fieldHelp[name], text())
	}
	form := &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
		"file": {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	for name, help := range fieldHelp {
		form.Properties[name] = &huma.Schema{Type: huma.TypeString, Description: help}
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data":      {Schema: form},
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	answers(op, "200", "The result, for Prefer: wait", "application/json", schemaOf[pipeline.Result](a.huma))
	answers(op, "202", "Accepted: the bytes and the record are safe on the disk", "application/json", schemaOf[Document](a.huma))
}

// upload stores the files as they arrive, records the document, and answers. The
// idempotency key is taken from the first byte to the record, so that the same upload sent
// twice at once is told apart from one sent twice.
func (a *API) upload(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	wait, err := preferredWait(r)
	if err != nil {
		return err
	}
	key, err := idempotencyKey(r)
	if err != nil {
		return err
	}
	leave, err := a.arrival.enter(p.Tenant, key)
	if err != nil {
		return err
	}
	leave = sync.OnceFunc(leave)
	defer leave()
	// The answer comes after the body and the wait, however long those take.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(a.cfg.transferTime(a.cfg.MaxBody) + a.cfg.MaxWait))
	u, err := a.receive(w, r, p)
	if err != nil {
		w.Header().Set("Connection", "close") // what is left of the body is not read
		return err
	}
	h, replayed, err := a.parts.Ledger.Accept(r.Context(), u.acceptance(p.Tenant, key, a.cfg.FirstStage))
	if err != nil {
		return err
	}
	leave()
	if replayed {
		if err := a.samePassword(r.Context(), u, h); err != nil {
			return err
		}
		w.Header().Set("Idempotency-Replayed", "true")
	}
	return a.accepted(w, r, p, h, min(wait, a.cfg.MaxWait))
}

// accepted answers 202 with the document, or 200 with its result when the sender waits and it
// is there in time.
func (a *API) accepted(w http.ResponseWriter, r *http.Request, p pipeline.Principal, h pipeline.Header, wait time.Duration) error {
	w.Header().Set("Location", location(h.ID))
	if wait > 0 {
		w.Header().Set("Preference-Applied", fmt.Sprintf("wait=%d", int(wait.Seconds())))
		done, err := a.await(r.Context(), p.Tenant, h, wait)
		if err != nil {
			return err
		}
		if h = done; h.Version > 0 {
			r.Header.Del("If-None-Match")
			return a.writeResult(w, r, p.Tenant, h.ID, 0)
		}
	}
	writeJSON(w, http.StatusAccepted, a.document(h))
	return nil
}

func (a *API) await(ctx context.Context, tenant string, h pipeline.Header, wait time.Duration) (pipeline.Header, error) {
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	go func() { // nobody waits for a service that ends
		select {
		case <-a.ending:
			cancel()
		case <-limited.Done():
		}
	}()
	if err := a.parts.Notifier.Wait(limited, tenant, h.ID); err != nil && limited.Err() == nil {
		return h, err
	}
	if err := ctx.Err(); err != nil {
		return h, err
	}
	return a.parts.Ledger.Header(ctx, tenant, h.ID)
}

// preferredWait reads Prefer: wait=SECONDS; 0 when it is not there. Other preferences are
// nobody's business.
func preferredWait(r *http.Request) (time.Duration, error) {
	for _, header := range r.Header.Values("Prefer") {
		for preference := range strings.SplitSeq(header, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(preference), "=")
			if !strings.EqualFold(name, "wait") {
				continue
			}
			value, _, _ = strings.Cut(value, ";") // parameters that nobody knows
			seconds, err := strconv.Atoi(strings.Trim(value, `" `))
			if err != nil || seconds < 0 || seconds > 24*60*60 {
				return 0, mistake("/header/Prefer", "use wait=SECONDS with 0 to 86400, such as wait=30")
			}
			return time.Duration(seconds) * time.Second, nil
		}
	}
	return 0, nil
}

// idempotencyKey reads the header; "" when it is not there.
func idempotencyKey(r *http.Request) (string, error) {
	key := r.Header.Get("Idempotency-Key")
	if len(key) > 255 {
		return "", mistake("/header/Idempotency-Key", "use at most 255 characters")
	}
	if !plainText(key) {
		return "", mistake("/header/Idempotency-Key", "use UTF-8")
	}
	if key == "" && len(r.Header.Values("Idempotency-Key")) > 0 {
		return "", mistake("/header/Idempotency-Key", "it is empty")
	}
	return key, nil
}
