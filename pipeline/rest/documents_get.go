package rest

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"docpipe/pipeline"
)

// Headers are documents without content.
type Headers interface {
	// Header returns one document; it wraps ErrNotFound for an unknown id and another
	// tenant's. An erased document has a header with that status.
	Header(ctx context.Context, tenant, id string) (pipeline.Header, error)
	// Headers returns a page of documents, newest first, and the cursor of the next, "" at
	// the end. A cursor that it never gave wraps ErrInvalid.
	Headers(ctx context.Context, tenant string, q pipeline.Query) ([]pipeline.Header, string, error)
	// Counts returns how many of the documents that q selects have each status.
	Counts(ctx context.Context, tenant string, q pipeline.Query) (map[pipeline.Status]int, error)
	// Document returns what the stages have found so far. It wraps ErrNotFound and ErrErased.
	Document(ctx context.Context, tenant, id string) (*pipeline.Document, error)
}

// A Document is what the API tells of one: no data, but how far it is and where more is.
type Document struct {
	pipeline.Header
	Progress Progress          `json:"progress"`
	Links    map[string]string `json:"links"`
}

// Progress says how many of a document's jobs are done.
type Progress struct {
	Stage string `json:"stage" doc:"The job that is due or running; empty at the end"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

type documentPath struct {
	ID string `path:"id" maxLength:"64" doc:"Id of the document"`
}

type documentAnswer struct {
	Body Document
}

func (a *API) getDocument(ctx context.Context, p pipeline.Principal, in *documentPath) (*documentAnswer, error) {
	h, err := a.parts.Ledger.Header(ctx, p.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	return &documentAnswer{Body: a.document(h)}, nil
}

func (a *API) document(h pipeline.Header) Document {
	total := len(a.cfg.Stages)
	d := Document{Header: h, Progress: Progress{Stage: h.Stage, Total: total}, Links: links(h)}
	if h.Status.Terminal() {
		d.Progress.Done = total
	} else {
		d.Progress.Done = max(slices.Index(a.cfg.Stages, h.Stage), 0)
	}
	return d
}

// stack is the type of a document that holds others.
const stack = "stack"

func location(id string) string { return "/v1/documents/" + url.PathEscape(id) }

func links(h pipeline.Header) map[string]string {
	self := location(h.ID)
	l := map[string]string{"self": self}
	for _, name := range []string{"result", "versions", "checks", "events", "text"} {
		l[name] = self + "/" + name
	}
	for n := range h.Files {
		l[fmt.Sprintf("file_%d", n+1)] = fmt.Sprintf("%s/files/%d", self, n+1)
	}
	if h.Parent != nil {
		l["parent"] = location(*h.Parent)
	}
	if h.DocType == stack {
		l["parts"] = "/v1/documents?parent=" + url.QueryEscape(h.ID)
	}
	if h.Batch != nil {
		l["batch"] = "/v1/batches/" + url.PathEscape(*h.Batch)
	}
	return l
}
