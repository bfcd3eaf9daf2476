package rest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// methods are those that some route has, in the order in which Allow names them.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete}

// nothing answers where no route is, or none of this method.
func (a *API) nothing(w http.ResponseWriter, r *http.Request) {
	allowed := slices.DeleteFunc(slices.Clone(methods), func(method string) bool { return !a.routed(r, method) })
	if len(allowed) == 0 {
		writeProblem(w, r, fmt.Errorf("there is nothing on this path; /openapi.json lists what there is: %w", pipeline.ErrNotFound))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeProblem(w, r, wrongMethod{r.Method, allowed})
}

// routed reports whether the path of r has a route of this method.
func (a *API) routed(r *http.Request, method string) bool {
	_, pattern := a.mux.Handler(&http.Request{Method: method, Host: r.Host, URL: r.URL})
	return pattern != anything
}

// wrongMethod is the refusal of a method that the path has no route for. It is a mistake of the
// request like others, with a status of its own (RFC 9110, 15.5.6).
type wrongMethod struct {
	method  string
	allowed []string
}

// Error names the methods that there are.
func (m wrongMethod) Error() string {
	return fmt.Sprintf("%.20q does nothing on this path: use %s", m.method, strings.Join(m.allowed, ", "))
}

// Unwrap makes a wrongMethod a kind of ErrInvalid.
func (m wrongMethod) Unwrap() error { return pipeline.ErrInvalid }
