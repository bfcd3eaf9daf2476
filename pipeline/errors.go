package pipeline

import (
	"context"
	"errors"
	"strings"
)

// A Kind is a closed class of error that every edge (exit code, HTTP status, ack, dead
// letter) decides on. Wrap one and say what was being done:
//
//	fmt.Errorf("page %d: the image data ends early: %w", n, pipeline.ErrDamaged)
//
// Compare with errors.Is, or ask [KindOf].
type Kind struct {
	Code      string // the code in results, problems, events and dead letters
	Title     string // one sentence for a person
	Retryable bool   // whether the same request may succeed later, unchanged
}

// Error returns the title.
func (k *Kind) Error() string { return k.Title }

// The closed list of kinds (architecture: problems, error, dead letters, events, exit codes).
var (
	ErrUnsupportedType     = &Kind{"unsupported_type", "this type of file is not supported", false}
	ErrTooLarge            = &Kind{"too_large", "larger than the limit", false}
	ErrTooManyPages        = &Kind{"too_many_pages", "more pages than the limit", false}
	ErrEmpty               = &Kind{"empty", "the file is empty", false}
	ErrDamaged             = &Kind{"damaged", "the file is damaged", false}
	ErrEncrypted           = &Kind{"encrypted", "the file is encrypted and needs a password", false}
	ErrPasswordWrong       = &Kind{"password_wrong", "the password does not open the file", false}
	ErrNoPages             = &Kind{"no_pages", "the file has no pages", false}
	ErrRenderCrash         = &Kind{"render_crash", "the page made the renderer crash", false}
	ErrRenderTimeout       = &Kind{"render_timeout", "the page took longer than its time limit", false}
	ErrSchemaUnknown       = &Kind{"schema_unknown", "no schema has this id", false}
	ErrSchemaInvalid       = &Kind{"schema_invalid", "the schema cannot be used", false}
	ErrSchemaExists        = &Kind{"schema_exists", "a schema with this id and other content exists", false}
	ErrBudgetExhausted     = &Kind{"budget_exhausted", "the budget is used up", false}
	ErrProviderAuth        = &Kind{"provider_auth", "the provider refused the credentials", false}
	ErrProviderUnavailable = &Kind{"provider_unavailable", "no provider answered", true}
	ErrTimeout             = &Kind{"timeout", "the document took longer than its time limit", false}
	ErrCancelled           = &Kind{"cancelled", "cancelled", false}
	ErrQueueFull           = &Kind{"queue_full", "the queue is full", true}
	ErrDiskFull            = &Kind{"disk_full", "not enough free disk space", true}
	ErrIdempotencyMismatch = &Kind{"idempotency_mismatch", "this idempotency key was used for other content", false}
	ErrVersionConflict     = &Kind{"version_conflict", "the version has changed", false}
	ErrClaimed             = &Kind{"claimed", "someone else works on this", true}
	ErrLegalHold           = &Kind{"legal_hold", "a legal hold forbids this", false}
	ErrErased              = &Kind{"erased", "the document was erased", false}
	ErrNotFound            = &Kind{"not_found", "not found", false}
	ErrUnauthorized        = &Kind{"unauthorized", "a valid API key is needed", false}
	ErrForbidden           = &Kind{"forbidden", "this API key does not allow it", false}
	ErrRateLimited         = &Kind{"rate_limited", "too many requests", true}
	ErrInvalid             = &Kind{"invalid_request", "the request is not valid", false}
	ErrInternal            = &Kind{"internal", "internal error", true}
)

// Kinds is the closed list, in the order of the contract.
var Kinds = []*Kind{
	ErrUnsupportedType, ErrTooLarge, ErrTooManyPages, ErrEmpty, ErrDamaged, ErrEncrypted,
	ErrPasswordWrong, ErrNoPages, ErrRenderCrash, ErrRenderTimeout, ErrSchemaUnknown,
	ErrSchemaInvalid, ErrSchemaExists, ErrBudgetExhausted, ErrProviderAuth,
	ErrProviderUnavailable, ErrTimeout, ErrCancelled, ErrQueueFull, ErrDiskFull,
	ErrIdempotencyMismatch, ErrVersionConflict, ErrClaimed, ErrLegalHold, ErrErased,
	ErrNotFound, ErrUnauthorized, ErrForbidden, ErrRateLimited, ErrInvalid, ErrInternal,
}

// ErrEnvironment marks trouble that belongs to the machine, not to a document: a missing
// tool, a sandbox layer that the kernel does not have. The command line exits with 5.
// It is no document error and has no code of the closed list.
var ErrEnvironment = errors.New("the environment lacks something that docpipe needs")

// KindOf returns the kind that err wraps: the outermost one, ErrCancelled or ErrTimeout for
// a context's end, and ErrInternal when there is none. KindOf(nil) is nil.
func KindOf(err error) *Kind {
	var k *Kind
	switch {
	case err == nil:
		return nil
	case errors.As(err, &k):
		return k
	case errors.Is(err, context.DeadlineExceeded):
		return ErrTimeout
	case errors.Is(err, context.Canceled):
		return ErrCancelled
	}
	return ErrInternal
}

// An ErrorReport is an error as it stands in a result.
type ErrorReport struct {
	Code      string `json:"code"`
	Title     string `json:"title"`
	Detail    string `json:"detail"`
	Retryable bool   `json:"retryable"`
}

// Report turns err into what a result says of it, nil into nil.
func Report(err error) *ErrorReport {
	if err == nil {
		return nil
	}
	k := KindOf(err)
	return &ErrorReport{Code: k.Code, Title: k.Title, Detail: Detail(err), Retryable: k.Retryable}
}

// Detail is err's text as it stands beside the title of its kind: without that title at its end,
// unless it says nothing else.
func Detail(err error) string { return strings.TrimSuffix(err.Error(), ": "+KindOf(err).Title) }
