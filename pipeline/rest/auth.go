package rest

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"docpipe/pipeline"
)

// Access tells who comes.
type Access interface {
	// Authenticate returns who holds the token. It wraps ErrUnauthorized for a token that is
	// unknown, expired or revoked.
	Authenticate(ctx context.Context, token string) (pipeline.Principal, error)
	// HasKeys reports whether any key was ever made, for any tenant.
	HasKeys(ctx context.Context) (bool, error)
}

// DefaultTenant is the tenant of requests to an open API.
const DefaultTenant = "default"

// authorize returns who sent r, or why they may not: ErrUnauthorized, ErrForbidden.
func (a *API) authorize(r *http.Request, scope string) (pipeline.Principal, error) {
	p, err := a.identify(r)
	if err != nil {
		return p, err
	}
	v := visitOf(r.Context())
	v.tenant, v.key = p.Tenant, p.KeyID
	if !p.Can(scope) {
		return p, fmt.Errorf("this needs a key with the scope %s: %w", scope, pipeline.ErrForbidden)
	}
	return p, nil
}

func (a *API) identify(r *http.Request) (pipeline.Principal, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return a.local(r)
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(token, "docpipe_") {
		return pipeline.Principal{}, fmt.Errorf("send Authorization: Bearer docpipe_…: %w", pipeline.ErrUnauthorized)
	}
	return a.parts.Ledger.Authenticate(r.Context(), token)
}

// local lets programs of this machine in without a key, as long as none was made. A web page
// must not pass for one: the request's host must be this machine and its origin no other.
func (a *API) local(r *http.Request) (pipeline.Principal, error) {
	refused := fmt.Errorf("send Authorization: Bearer docpipe_… (docpipe keys create makes a key): %w", pipeline.ErrUnauthorized)
	if a.cfg.Keys != "auto" || !onLoopback(a.cfg.Listen) || !onLoopback(r.RemoteAddr) || !onLoopback(r.Host) {
		return pipeline.Principal{}, refused
	}
	locked, err := a.parts.Ledger.HasKeys(r.Context())
	if err != nil {
		return pipeline.Principal{}, err
	}
	if locked {
		return pipeline.Principal{}, refused
	}
	if http.NewCrossOriginProtection().Check(r) != nil {
		return pipeline.Principal{}, fmt.Errorf("web pages of other origins may not use this API: %w", pipeline.ErrForbidden)
	}
	return pipeline.Principal{Tenant: DefaultTenant, Name: "local", Scopes: []string{pipeline.ScopeAdmin}}, nil
}
