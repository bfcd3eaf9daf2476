package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// statusOf decides the HTTP status of an error, a [wrongMethod] and [noModels] excepted.
var statusOf = map[*pipeline.Kind]int{
	pipeline.ErrUnsupportedType:     http.StatusUnsupportedMediaType,
	pipeline.ErrTooLarge:            http.StatusRequestEntityTooLarge,
	pipeline.ErrTooManyPages:        http.StatusUnprocessableEntity,
	pipeline.ErrEmpty:               http.StatusUnprocessableEntity,
	pipeline.ErrDamaged:             http.StatusUnprocessableEntity,
	pipeline.ErrEncrypted:           http.StatusUnprocessableEntity,
	pipeline.ErrPasswordWrong:       http.StatusUnprocessableEntity,
	pipeline.ErrNoPages:             http.StatusUnprocessableEntity,
	pipeline.ErrRenderCrash:         http.StatusUnprocessableEntity,
	pipeline.ErrRenderTimeout:       http.StatusUnprocessableEntity,
	pipeline.ErrSchemaUnknown:       http.StatusUnprocessableEntity,
	pipeline.ErrSchemaInvalid:       http.StatusUnprocessableEntity,
	pipeline.ErrSchemaExists:        http.StatusConflict,
	pipeline.ErrBudgetExhausted:     http.StatusPaymentRequired,
	pipeline.ErrProviderAuth:        http.StatusBadGateway,
	pipeline.ErrProviderUnavailable: http.StatusServiceUnavailable,
	pipeline.ErrTimeout:             http.StatusGatewayTimeout,
	pipeline.ErrCancelled:           http.StatusConflict,
	pipeline.ErrQueueFull:           http.StatusServiceUnavailable,
	pipeline.ErrDiskFull:            http.StatusInsufficientStorage,
	pipeline.ErrIdempotencyMismatch: http.StatusUnprocessableEntity,
	pipeline.ErrVersionConflict:     http.StatusPreconditionFailed,
	pipeline.ErrClaimed:             http.StatusConflict,
	pipeline.ErrLegalHold:           http.StatusConflict,
	pipeline.ErrErased:              http.StatusGone,
	pipeline.ErrNotFound:            http.StatusNotFound,
	pipeline.ErrUnauthorized:        http.StatusUnauthorized,
	pipeline.ErrForbidden:           http.StatusForbidden,
	pipeline.ErrRateLimited:         http.StatusTooManyRequests,
	pipeline.ErrInvalid:             http.StatusBadRequest,
	pipeline.ErrInternal:            http.StatusInternalServerError,
}

// A Problem is an error as RFC 9457 writes it.
type Problem struct {
	Type      string        `json:"type" doc:"urn:docpipe:problem: and the code"`
	Title     string        `json:"title" doc:"One sentence, the same for every problem of this code"`
	Status    int           `json:"status" doc:"The HTTP status"`
	Detail    string        `json:"detail" doc:"What failed, why, and what to do"`
	Instance  string        `json:"instance" doc:"Path of the request"`
	Code      string        `json:"code" doc:"One of the closed codes; an unknown one reads as internal"`
	Retryable bool          `json:"retryable" doc:"Whether the same request may succeed later"`
	Errors    []ProblemItem `json:"errors" nullable:"false" doc:"What is wrong, place by place"`
	RequestID string        `json:"request_id" doc:"To be quoted to whoever runs the service"`
}

// A ProblemItem is one mistake at one place of the request.
type ProblemItem struct {
	Pointer string `json:"pointer" doc:"JSON pointer; /query, /header, /path or /form begin those places"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes JSON a problem's JSON.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders returns the headers that go with the status.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="docpipe"`)
	}
	if p.Retryable && p.Status != http.StatusInternalServerError {
		h.Set("Retry-After", "5")
	}
	return h
}

// mistakes is an error that knows the places of what is wrong.
type mistakes []ProblemItem

// Error joins the details.
func (m mistakes) Error() string {
	all := make([]string, len(m))
	for i, item := range m {
		all[i] = item.Pointer + ": " + item.Detail
	}
	return strings.Join(all, "; ")
}

// Unwrap makes mistakes a kind of ErrInvalid.
func (m mistakes) Unwrap() error { return pipeline.ErrInvalid }

func mistake(pointer, detail string) mistakes {
	return mistakes{{Pointer: pointer, Code: pipeline.ErrInvalid.Code, Detail: detail}}
}

// problemOf turns err into what the sender of the request may know of it. The text of an
// internal error stays inside, and so does that of a full disk.
func problemOf(ctx context.Context, err error) *Problem {
	kind := pipeline.KindOf(err)
	status, ok := statusOf[kind]
	if !ok {
		kind, status = pipeline.ErrInternal, http.StatusInternalServerError
	}
	switch {
	case errors.As(err, new(wrongMethod)):
		status = http.StatusMethodNotAllowed
	case errors.As(err, new(noModels)):
		status = http.StatusConflict
	}
	v := visitOf(ctx)
	p := &Problem{
		Type: "urn:docpipe:problem:" + kind.Code, Title: kind.Title, Status: status, Detail: pipeline.Detail(err),
		Instance: v.path, Code: kind.Code, Retryable: kind.Retryable, Errors: []ProblemItem{}, RequestID: v.id,
	}
	if kind == pipeline.ErrInternal {
		v.trouble = err
		p.Detail = "something went wrong inside; quote the request id to whoever runs the service"
	}
	if kind == pipeline.ErrDiskFull { // its text names our folders
		p.Detail = "the service has no room on its disk: send it again later; whoever runs the service frees space"
	}
	var places mistakes
	if errors.As(err, &places) {
		p.Errors = places
	}
	return p
}

// writeProblem answers the request with err.
func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r.Context(), err)
	h := w.Header()
	for name, values := range p.GetHeaders() {
		h[name] = values
	}
	h.Set("Content-Type", p.ContentType(""))
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	h.Del("Content-Disposition")
	b, err := json.Marshal(p)
	if err != nil {
		b = []byte(`{"code":"internal"}`)
	}
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(b) // the sender may be gone
}

// speakProblems teaches huma to refuse requests with our problems. Its errors are made by a
// variable of the package, set once for all APIs of the process.
var speakProblems = sync.OnceFunc(func() {
	huma.NewErrorWithContext = func(c huma.Context, status int, detail string, errs ...error) huma.StatusError {
		return problemOf(c.Context(), refusal(status, detail, errs))
	}
	huma.NewError = func(status int, detail string, errs ...error) huma.StatusError {
		return problemOf(context.Background(), refusal(status, detail, errs))
	}
})

// refusal is what huma objects to. It never repeats the value at fault.
func refusal(status int, detail string, errs []error) error {
	if status >= http.StatusInternalServerError {
		return errors.Join(append(errs, pipeline.ErrInternal)...)
	}
	if status == http.StatusRequestEntityTooLarge {
		return pipeline.ErrTooLarge
	}
	var all mistakes
	for _, err := range errs {
		var place huma.ErrorDetailer
		if errors.As(err, &place) {
			d := place.ErrorDetail()
			all = append(all, mistake("/"+strings.ReplaceAll(d.Location, ".", "/"), d.Message)...)
		}
	}
	if len(all) == 0 {
		all = mistake("", detail)
	}
	return all
}
