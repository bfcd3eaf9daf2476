package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

const tokenPrefix, keyPrefix = "docpipe_", "key_"

// CreateKey makes an API key of a tenant. token, docpipe_<keyid>_<secret>, is shown this
// once: the ledger keeps a hash of its 256-bit secret. expires nil means never. An unknown
// scope, or none, wraps pipeline.ErrInvalid.
func (l *Ledger) CreateKey(ctx context.Context, tenant, name string, scopes []string, expires *time.Time) (token string, key pipeline.APIKey, err error) {
	if err := checkKey(tenant, scopes); err != nil {
		return "", key, err
	}
	err = l.write(ctx, func(s session) error {
		token, key, err = l.insertKey(ctx, s, tenant, name, scopes, expires)
		if err != nil {
			return err
		}
		return s.audit(ctx, tenant, audit.KeyMade, key.ID, map[string][]string{"scopes": scopes})
	})
	return token, key, err
}

func checkKey(tenant string, scopes []string) error {
	if err := pipeline.ValidTenant(tenant); err != nil {
		return err
	}
	if len(scopes) == 0 {
		return fmt.Errorf("a key needs a scope, one of %s: %w", strings.Join(pipeline.Scopes, ", "), pipeline.ErrInvalid)
	}
	for _, scope := range scopes {
		if !slices.Contains(pipeline.Scopes, scope) {
			return fmt.Errorf("scope %q: use one of %s: %w", scope, strings.Join(pipeline.Scopes, ", "), pipeline.ErrInvalid)
		}
	}
	return nil
}

func (l *Ledger) insertKey(ctx context.Context, s session, tenant, name string, scopes []string, expires *time.Time) (string, pipeline.APIKey, error) {
	id, secret := NewID("key"), make([]byte, keySize)
	rand.Read(secret) // never fails
	text := hex.EncodeToString(secret)
	sum := sha256.Sum256([]byte(text))
	var until int64
	if expires != nil {
		until = expires.UnixMilli()
	}
	_, err := s.exec(ctx, `INSERT INTO api_keys (id, tenant, name, scopes, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, {now}, $6)`,
		id, tenant, name, strings.Join(scopes, " "), sum[:], until)
	if err != nil {
		return "", pipeline.APIKey{}, err
	}
	key, err := scanKey(s.row(ctx, keyColumns+`WHERE tenant = $1 AND id = $2`, tenant, id))
	return tokenPrefix + strings.TrimPrefix(id, keyPrefix) + "_" + text, key, err
}

// HasKeys reports whether any key was ever made, for any tenant.
func (l *Ledger) HasKeys(ctx context.Context) (bool, error) {
	n, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM api_keys LIMIT 1) AS k`))
	return n > 0, l.fault(err)
}

// Authenticate returns who a token stands for. Whatever is wrong with it, malformed, unknown,
// expired or revoked, is the same pipeline.ErrUnauthorized, and takes the same time.
func (l *Ledger) Authenticate(ctx context.Context, token string) (pipeline.Principal, error) {
	rest, _ := strings.CutPrefix(token, tokenPrefix)
	id, secret, _ := strings.Cut(rest, "_")
	var p pipeline.Principal
	var scopes string
	want := make([]byte, sha256.Size)
	err := l.read().row(ctx, `SELECT id, tenant, name, scopes, hash FROM api_keys WHERE id = $1 AND revoked_at = 0
		AND (expires_at = 0 OR expires_at > {now})`, keyPrefix+id).Scan(&p.KeyID, &p.Tenant, &p.Name, &scopes, &want)
	if err != nil && !notFound(err) {
		return pipeline.Principal{}, l.fault(err)
	}
	got := sha256.Sum256([]byte(secret))
	if same := subtle.ConstantTimeCompare(got[:], want); same != 1 || err != nil || rest == token {
		return pipeline.Principal{}, fmt.Errorf("the API key is unknown, expired or revoked: %w", pipeline.ErrUnauthorized)
	}
	p.Scopes = strings.Fields(scopes)
	return p, nil
}
