// Package bus is the transport: NATS with JetStream, embedded in the process by default or an
// external cluster.
//
// The stream is never the truth. A job's message is a wake-up: whoever gets it claims the job
// in the ledger, and only that claim gives the right to work. An event's message is a copy of
// what the ledger holds. Deleting every JetStream folder therefore loses nothing: [Relay] and
// [Reconciler] put back what is missing.
//
//   - [Server] is the embedded NATS server, with one access rule for outsiders.
//   - [Bus] makes the streams and publishes.
//   - [Relay] moves the ledger's outbox into the streams.
//   - [Worker] takes job messages, one per free slot, and decides the ack in one place.
//   - [Reconciler] reissues what was lost and mends streams.
//
// Jobs travel on docpipe-jobs.v1.<stage>.<tenant> in the stream DOCPIPE_JOBS, which is private
// and may change with any release. Events travel on docpipe.v1.<tenant>.> in one stream per
// tenant, DOCPIPE_EVENTS_<tenant>: on a shared stream a subscriber that may make consumers
// with several filters could read another tenant's events. In the embedded server each of these
// streams lives in an account of its tenant, so that nothing a subscriber has the server send
// reaches another tenant or the jobs.
package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

const (
	jobsStream   = "DOCPIPE_JOBS"
	jobsPrefix   = "docpipe-jobs.v1."
	eventsStream = "DOCPIPE_EVENTS_"
	eventsPrefix = "docpipe.v1."

	// duplicates is how long the stream knows a Nats-Msg-Id. Only an optimisation: what comes
	// twice is harmless, since the claim and the event's own id decide.
	duplicates = 10 * time.Minute
)

// EventsStream names the stream with a tenant's events.
func EventsStream(tenant string) string { return eventsStream + tenant }

// EventsSubject is the subject under which all events of a tenant appear.
func EventsSubject(tenant string) string { return eventsPrefix + tenant + ".>" }

// A Bus is a connection to NATS with the streams on it. It is safe for concurrent use.
type Bus struct {
	cfg      Config
	nc       *nats.Conn
	js       jetstream.JetStream
	accounts accounts

	making sync.Mutex // of streams
	mu     sync.Mutex
	known  map[string]bool // streams that were seen
}

// Connect connects to the embedded server, or to Config.URL when server is nil, and makes the
// jobs stream. Trouble with NATS wraps pipeline.ErrInternal, a setting that cannot work
// pipeline.ErrInvalid.
func Connect(ctx context.Context, cfg Config, server *Server) (*Bus, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if server == nil && cfg.URL == "" {
		return nil, fmt.Errorf("nats: neither a url nor an embedded server: %w", pipeline.ErrInvalid)
	}
	nc, err := dial(cfg, server)
	if err != nil {
		return nil, err
	}
	js, err := streams(nc, cfg)
	if err != nil {
		nc.Close()
		return nil, err
	}
	b := &Bus{cfg: cfg, nc: nc, js: js, known: map[string]bool{}, accounts: accounts{cfg: cfg, server: server, open: map[string]account{}}}
	if err := b.awaitJobs(ctx); err != nil {
		nc.Close()
		return nil, err
	}
	return b, nil
}

func dial(cfg Config, server *Server) (*nats.Conn, error) {
	if server != nil {
		return dialServer(server, ownUser)
	}
	options := append(patient(), cfg.Dial.option())
	if cfg.Credentials != "" {
		options = append(options, nats.UserCredentials(cfg.Credentials))
	}
	nc, err := nats.Connect(cfg.URL, options...)
	if err != nil {
		return nil, fmt.Errorf("nats.url %s: %w: start the server or correct the setting: %w", PublicURL(cfg.URL), err, pipeline.ErrInternal)
	}
	return nc, nil
}

// dialServer connects to the embedded server in process.
func dialServer(server *Server, user string) (*nats.Conn, error) {
	nc, err := nats.Connect("", append(patient(), nats.InProcessServer(server), nats.UserInfo(user, server.secret))...)
	if err != nil {
		return nil, fmt.Errorf("nats: the embedded server: %w: %w", err, pipeline.ErrInternal)
	}
	return nc, nil
}

// patient are the options of connections that outlive any trouble.
func patient() []nats.Option {
	return []nats.Option{
		nats.Name("docpipe"), nats.MaxReconnects(-1), nats.ReconnectWait(250 * time.Millisecond),
		nats.IgnoreAuthErrorAbort(), nats.ErrorHandler(silent),
	}
}

// silent keeps the client from writing to stderr: every call that fails says so itself.
func silent(*nats.Conn, *nats.Subscription, error) {}

// PublicURL is a list of addresses, as nats.url may hold, without the passwords or tokens in them.
func PublicURL(urls string) string {
	all := strings.Split(urls, ",")
	for i, u := range all {
		from := 0
		if at := strings.Index(u, "://"); at >= 0 {
			from = at + len("://")
		}
		if at := strings.LastIndex(u, "@"); at >= from {
			all[i] = u[:from] + u[at+1:]
		}
	}
	return strings.Join(all, ",")
}

// streams is what one connection can do with streams.
func streams(nc *nats.Conn, cfg Config) (jetstream.JetStream, error) {
	js, err := jetstream.New(nc, jetstream.WithPublishAsyncTimeout(cfg.PublishTimeout))
	if err != nil {
		return nil, fmt.Errorf("nats: %w", err)
	}
	return js, nil
}

// Close ends the connections after what was sent is on its way.
func (b *Bus) Close() {
	b.accounts.close()
	closeConn(b.nc)
}

func closeConn(nc *nats.Conn) {
	_ = nc.FlushTimeout(time.Second) // without a server there is nobody to send to
	nc.Close()
}

// connected reports whether a publish has any chance at the moment.
func (b *Bus) connected() bool { return b.nc.IsConnected() }

// DeleteEvent removes an event from its stream and overwrites its bytes. A message that is
// not there any more counts as removed.
func (b *Bus) DeleteEvent(ctx context.Context, tenant string, sequence uint64) error {
	js, err := b.events(tenant)
	if err != nil {
		return err
	}
	s, err := js.Stream(ctx, EventsStream(tenant))
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.SecureDeleteMsg(ctx, sequence); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) && !isNoMessage(err) {
		return fmt.Errorf("delete event %d of %s: %w", sequence, tenant, err)
	}
	return nil
}

// isNoMessage reports whether the server says that there is no message at that sequence.
func isNoMessage(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (api.ErrorCode == jetstream.JSErrCodeMessageNotFound || api.Code == 404)
}
