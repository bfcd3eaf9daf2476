package rest

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// samePassword refuses an upload that repeats the idempotency key of h with another password: its
// sender would hear for 30 days that the first one does not open the file. The passwords
// themselves are compared, where the ledger keeps the first one sealed.
func (a *API) samePassword(ctx context.Context, u upload, h pipeline.Header) error {
	first, err := a.parts.Ledger.Document(ctx, h.Tenant, h.ID)
	if errors.Is(err, pipeline.ErrErased) || errors.Is(err, pipeline.ErrNotFound) {
		return nil // the header says so
	}
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(first.Settings.Password), []byte(u.settings.Password)) == 1 {
		return nil
	}
	return fmt.Errorf("this Idempotency-Key was used with another password for the file: send a new key: %w", pipeline.ErrIdempotencyMismatch)
}
