package rest

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"docpipe/pipeline"
)

// A route is one line of the API: where, what, and the scope that it needs.
type route struct {
	method, path string // path without /v1
	id           string // operation id, lower case with dashes
	summary      string
	scope        string
}

// operation describes the route. Every operation may end in a problem.
func (a *API) operation(r route) huma.Operation {
	return huma.Operation{
		Method: r.method, Path: "/v1" + r.path, OperationID: r.id, Summary: r.summary,
		Description: "Scope: " + r.scope, Tags: []string{section(r.path)},
		Security:  []map[string][]string{{"key": {}}},
		Responses: map[string]*huma.Response{"default": problemResponse(a.huma)},
	}
}

// typed serves a route whose request and answer are Go types: huma reads, checks and
// describes them.
func typed[I, O any](a *API, r route, do func(ctx context.Context, p pipeline.Principal, in *I) (*O, error)) {
	op := a.operation(r)
	op.RejectUnknownQueryParameters = true
	op.Middlewares = huma.Middlewares{a.guard(r.scope)}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		p := ctx.Value(principalKey{}).(pipeline.Principal)
		out, err := do(pipeline.WithActor(ctx, p.Actor()), p, in)
		if err != nil {
			return nil, problemOf(ctx, err)
		}
		return out, nil
	})
}

// plain serves a route that streams, or answers with bytes as they are. refine completes its
// description.
func plain(a *API, r route, refine func(op *huma.Operation), do func(w http.ResponseWriter, req *http.Request, p pipeline.Principal) error) {
	op := a.operation(r)
	refine(&op)
	a.huma.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc(r.method+" "+op.Path, func(w http.ResponseWriter, req *http.Request) {
		p, err := a.authorize(req, r.scope)
		if err == nil {
			err = do(w, req.WithContext(pipeline.WithActor(req.Context(), p.Actor())), p)
		}
		if err == nil {
			return
		}
		if answer, ok := w.(*response); ok && answer.started() {
			visitOf(req.Context()).trouble = fmt.Errorf("the answer broke off: %w", err)
			panic(http.ErrAbortHandler)
		}
		writeProblem(w, req, err)
	})
}

type principalKey struct{}

// guard lets a request pass to huma only with a key that has the scope.
func (a *API) guard(scope string) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(c)
		p, err := a.authorize(r, scope)
		if err != nil {
			writeProblem(w, r, err)
			return
		}
		next(huma.WithValue(c, principalKey{}, p))
	}
}
