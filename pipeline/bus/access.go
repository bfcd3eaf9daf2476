package bus

import (
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"docpipe/pipeline"
)

const (
	ownUser     = "docpipe"
	localKey    = "local"
	localTenant = "default"
)

// An Authenticator knows who holds an API key. A key that is not valid is an error that wraps
// pipeline.ErrUnauthorized.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (pipeline.Principal, error)
}

// Access says who may connect to the embedded server besides ourselves.
type Access struct {
	Keys  Authenticator // nil: nobody but the local subscriber
	Local string        // token of the local subscriber; empty: a new one at each start
}

// A gate decides at connection time who somebody is and what they may do.
type gate struct{ server *Server }

// Check admits our own connections with all rights, and subscribers with those of their key.
func (g *gate) Check(c server.ClientAuthentication) bool {
	o := c.GetOpts()
	if equal(o.Password, g.server.secret) {
		return g.admitOwn(c, o.Username)
	}
	p, ok := g.principal(presented(o))
	if !ok || !p.Can(pipeline.ScopeEventsRead) || p.KeyID == "" || pipeline.ValidTenant(p.Tenant) != nil {
		return false
	}
	account, err := g.server.account(p.Tenant)
	if err != nil {
		return false
	}
	c.RegisterUser(&server.User{
		Username: p.KeyID, Account: account, Permissions: subscriber(p), ConnectionDeadline: time.Now().Add(recheck),
	})
	return true
}

// admitOwn admits ourselves: to the account of the jobs, or to that of the tenant in the name.
func (g *gate) admitOwn(c server.ClientAuthentication, user string) bool {
	if user == ownUser {
		c.RegisterUser(&server.User{Username: user})
		return true
	}
	tenant, ok := strings.CutPrefix(user, ownUser+"@")
	if !ok {
		return false
	}
	account, err := g.server.account(tenant)
	if err != nil {
		return false
	}
	c.RegisterUser(&server.User{Username: user, Account: account})
	return true
}

// recheck is how long a connection lasts before its key is looked at again: a key that was
// revoked or has expired reads events no longer than that. Clients connect again by themselves.
const recheck = 15 * time.Minute

// presented is the key, which clients send as a token or as a password.
func presented(o *server.ClientOpts) string {
	if o.Token != "" {
		return o.Token
	}
	return o.Password
}

func (g *gate) principal(token string) (pipeline.Principal, bool) {
	access := g.server.access
	if token == "" {
		return pipeline.Principal{}, false
	}
	if equal(token, access.Local) {
		return pipeline.Principal{Tenant: localTenant, KeyID: localKey, Scopes: []string{pipeline.ScopeEventsRead}}, true
	}
	if access.Keys == nil {
		return pipeline.Principal{}, false
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	p, err := access.Keys.Authenticate(ctx, token)
	return p, err == nil
}

// subscriber may read its tenant's events, live or by consumers on its tenant's stream, and
// hear answers in an inbox of its own: on a shared inbox it could listen to others.
func subscriber(p pipeline.Principal) *server.Permissions {
	stream := EventsStream(p.Tenant)
	return &server.Permissions{
		Publish: &server.SubjectPermission{Allow: []string{
			"$JS.API.STREAM.INFO." + stream,
			"$JS.API.CONSUMER.CREATE." + stream, "$JS.API.CONSUMER.CREATE." + stream + ".>",
			"$JS.API.CONSUMER.DURABLE.CREATE." + stream + ".>",
			"$JS.API.CONSUMER.INFO." + stream + ".>",
			"$JS.API.CONSUMER.MSG.NEXT." + stream + ".>",
			"$JS.ACK." + stream + ".>",
		}},
		Subscribe: &server.SubjectPermission{Allow: []string{EventsSubject(p.Tenant), Inbox(p.KeyID) + ".>"}},
	}
}

// Inbox is the inbox prefix that a key's connections must use; key is its id, with key_ or
// without.
func Inbox(key string) string { return "_INBOX_" + strings.TrimPrefix(key, "key_") }

func equal(a, b string) bool {
	return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
