package pipeline

import (
	"context"
	"fmt"
	"regexp"
	"slices"
)

// Scopes of API keys.
const (
	ScopeDocumentsRead  = "documents:read"
	ScopeDocumentsWrite = "documents:write"
	ScopeOriginalsRead  = "originals:read"
	ScopeReview         = "review"
	ScopeFindingsRead   = "findings:read"
	ScopeFindingsDecide = "findings:decide"
	ScopeSchemasWrite   = "schemas:write"
	ScopeEventsRead     = "events:read"
	ScopeAdmin          = "admin"
)

// Scopes lists every scope.
var Scopes = []string{
	ScopeDocumentsRead, ScopeDocumentsWrite, ScopeOriginalsRead, ScopeReview, ScopeFindingsRead,
	ScopeFindingsDecide, ScopeSchemasWrite, ScopeEventsRead, ScopeAdmin,
}

// Can reports whether the principal holds scope; admin holds every one.
func (p Principal) Can(scope string) bool {
	return slices.Contains(p.Scopes, scope) || slices.Contains(p.Scopes, ScopeAdmin)
}

type actorKey struct{}

// WithActor returns a context whose changes the audit log books on actor: the id of a key, or
// who else asked. It must not name a person.
func WithActor(ctx context.Context, actor string) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// Actor returns who asked, "system" when nobody did.
func Actor(ctx context.Context) string {
	if name, ok := ctx.Value(actorKey{}).(string); ok && name != "" {
		return name
	}
	return "system"
}

// Actor is what the audit log calls the principal: the key's id, or how it came in without one.
func (p Principal) Actor() string {
	if p.KeyID != "" {
		return p.KeyID
	}
	return p.Name
}

var tenantName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,47}$`)

// ValidTenant returns an error that wraps ErrInvalid when name cannot name a tenant.
func ValidTenant(name string) error {
	if !tenantName.MatchString(name) {
		return fmt.Errorf("tenant %q: use 1 to 48 of a-z, 0-9 and -, not beginning with -: %w", name, ErrInvalid)
	}
	return nil
}
