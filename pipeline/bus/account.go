package bus

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// In the embedded server each tenant's events live in an account of its own. Permissions alone
// do not part tenants: a server sends the answers that a subscriber asks for, and what its
// consumers push, to any subject of the account, also to another tenant's and to the jobs'.

// account returns the tenant's account, made at its first use after each start of the server.
func (s *Server) account(tenant string) (*server.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil, errStopped
	}
	a, _ := s.current.LookupOrRegisterAccount(accountPrefix + tenant)
	if a.JetStreamEnabled() {
		return a, nil
	}
	if err := a.EnableJetStream(nil, nil); err != nil {
		return nil, fmt.Errorf("nats: account of tenant %s: %w", tenant, err)
	}
	return a, nil
}

// openAccounts opens the accounts that have streams on the disk, so that their events expire
// also when nobody connects. One that cannot be opened says so at its first use.
func (s *Server) openAccounts() {
	folders, _ := filepath.Glob(filepath.Join(s.cfg.Folder, server.JetStreamStoreDir, accountPrefix+"*"))
	for _, f := range folders {
		_, _ = s.account(strings.TrimPrefix(filepath.Base(f), accountPrefix))
	}
}

const accountPrefix = "tenant-"

var errStopped = errors.New("the embedded NATS server is stopped")

// accounts holds our connections to the tenants' accounts.
type accounts struct {
	cfg    Config
	server *Server // nil: an external cluster, where one connection reaches all

	mu   sync.Mutex
	open map[string]account
}

type account struct {
	nc *nats.Conn
	js jetstream.JetStream
}

// events returns the way to a tenant's event stream.
func (b *Bus) events(tenant string) (jetstream.JetStream, error) {
	if b.accounts.server == nil {
		return b.js, nil
	}
	return b.accounts.connect(tenant)
}

func (a *accounts) connect(tenant string) (jetstream.JetStream, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if there, ok := a.open[tenant]; ok {
		return there.js, nil
	}
	nc, err := dialServer(a.server, ownUser+"@"+tenant)
	if err != nil {
		return nil, fmt.Errorf("nats: account of tenant %s: %w", tenant, err)
	}
	js, err := streams(nc, a.cfg)
	if err != nil {
		nc.Close()
		return nil, err
	}
	a.open[tenant] = account{nc, js}
	return js, nil
}

func (a *accounts) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, there := range a.open {
		closeConn(there.nc)
	}
	clear(a.open)
}
