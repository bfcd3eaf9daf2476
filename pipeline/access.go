package pipeline

import (
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

var tenantName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,47}$`)

// ValidTenant returns an error that wraps ErrInvalid when name cannot name a tenant.
func ValidTenant(name string) error {
	if !tenantName.MatchString(name) {
		return fmt.Errorf("tenant %q: use 1 to 48 of a-z, 0-9 and -, not beginning with -: %w", name, ErrInvalid)
	}
	return nil
}
