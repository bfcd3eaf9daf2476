package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
	"docpipe/pipeline/bus"
	"docpipe/pipeline/rest"
)

func serveCommand(g *globals) *cobra.Command {
	var dev bool
	var jobs func() (int, error)
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the service: REST, events on NATS, and the work itself",
		Long: `Starts everything in one process: the HTTP API, an embedded NATS server (unless nats.url names
a cluster), the ledger and the workers. Data goes to the folder of --data.

SIGINT or SIGTERM ends it in order: nothing new is taken, what is in flight goes on for up to
30 seconds, and whatever is left is done after the next start.

Exit codes:
  0            ended in order
  1            NATS, Postgres or the blobs do not answer
  2            configuration, or a port or folder that is in use
  5            a missing tool or sandbox layer
  130, 143     ended by a signal before it was ready`,
		Example: "  docpipe serve\n  docpipe serve --data /var/lib/docpipe --listen 127.0.0.1:9000\n  curl -F file=@invoice.pdf -H 'Prefer: wait=30' \\\n    http://127.0.0.1:8080/v1/documents",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := g.config()
			if err != nil {
				return err
			}
			n, err := jobs()
			if err != nil {
				return err
			}
			log := newLog(cmd.ErrOrStderr())
			return runService(cmd.Context(), serviceOptions{config: c, sandbox: g.sandbox, dev: dev, jobs: n, log: log, http: true, stderr: cmd.ErrOrStderr()})
		},
	}
	cmd.Flags().StringVar(&g.listen, "listen", "", "`address` of the HTTP API; port 0 takes a free one (default 127.0.0.1:8080)")
	cmd.Flags().BoolVar(&dev, "dev", false, "accept an external NATS server with fewer than three replicas")
	jobs = jobsFlag(cmd, ", 0 for none in this process")
	return cmd
}

// runService runs a service, or a bare worker, until ctx ends.
func runService(ctx context.Context, o serviceOptions) error {
	defer placesForWaiting()()
	s, err := newService(ctx, o)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.takeOver(ctx); err != nil {
		return err
	}
	return s.run(ctx)
}

// takeOver goes on where a process that died left off. With the folder's lock and a ledger in
// the folder nobody else can be at work; other processes' leases are waited for.
func (s *service) takeOver(ctx context.Context) error {
	if s.lock == nil || s.config.Ledger.URL != "" {
		return nil
	}
	jobs, err := s.stores.takeOver(ctx)
	if jobs > 0 {
		s.log.Info("going on with what was left undone", "jobs", jobs)
	}
	return err
}

// run starts the loops, serves until ctx ends, and ends them in order: HTTP first, then the
// workers, then the relay, so that the last events still go out.
func (s *service) run(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	background, endBackground := context.WithCancel(context.WithoutCancel(ctx))
	var loops sync.WaitGroup
	loops.Go(func() { s.relay.Run(background) })
	loops.Go(func() { s.reconciler.Run(background) })
	loops.Go(func() { s.housekeeping(background) })
	if folder := s.config.Rules.Folder; folder != "" {
		logFolder(s.app.book, folder, s.log)
		loops.Go(func() { watchRules(background, folder, s.app.rulesSeen, rulesEvery, s.reloadRules, s.log) })
	}

	drain, endDrain := context.WithCancelCause(background)
	var work sync.WaitGroup
	work.Go(func() { s.worker.Run(ctx, drain) })
	context.AfterFunc(ctx, func() {
		s.log.Info("ending")
		time.AfterFunc(drainTime, func() { endDrain(pipeline.ErrCancelled) })
	})
	err := s.serveHTTP(ctx)
	end() // it may have failed by itself
	work.Wait()
	s.flush(background)
	endBackground()
	loops.Wait()
	return err
}

// drainTime is how long work in flight may go on after a signal.
const drainTime = 30 * time.Second

// serveHTTP answers until ctx ends; a bare worker just waits.
func (s *service) serveHTTP(ctx context.Context) error {
	if s.api == nil {
		s.log.Info("worker ready", "stages", s.worker.Stages, "sandbox", s.app.sandbox.Level())
		<-ctx.Done()
		return nil
	}
	admin, end := context.WithCancel(ctx)
	defer end()
	pages := func(context.Context) (pagePictures, func(), error) {
		return &pageImages{app: s.app, stores: s.stores}, func() {}, nil
	}
	if err := serveAdmin(admin, &Admin{ledger: s.stores.ledger, level: s.app.sandbox.Level, pages: pages}, socketPath(s.config)); err != nil {
		return err
	}
	s.log.Info("ready", "http", "http://"+s.listener.Addr().String(), "nats", s.natsURL(), "data", s.config.Data,
		"sandbox", s.app.sandbox.Level(), "strategy", s.app.strategies()[0], "models", s.app.models.provider())
	return s.api.Serve(ctx, s.listener)
}

func (s *service) natsURL() string {
	if s.server == nil {
		return bus.PublicURL(s.config.NATS.URL)
	}
	return s.server.URL()
}

// flush gives the relay a moment for the events of the last jobs.
func (s *service) flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	s.relay.Kick()
	for ctx.Err() == nil {
		if silent, err := s.stores.ledger.Silent(ctx); err != nil || silent {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// listen takes the HTTP address before anything else starts, so that a busy port is said at
// once.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, usagef("listen: %s is in use: stop the program that has it, or take another with --listen or DOCPIPE_LISTEN", address)
	}
	if err != nil {
		return nil, usagef("listen: %w", err)
	}
	return l, nil
}

// startBus starts the embedded NATS server, or connects to the cluster.
func (s *service) startBus(ctx context.Context, o serviceOptions) (err error) {
	c := bus.DefaultConfig()
	c.URL, c.Credentials, c.Listen = o.config.NATS.URL, o.config.NATS.Credentials, o.config.NATS.Listen
	c.MaxAge, c.Dev, c.Dial = time.Duration(o.config.Events.MaxAge), o.dev, o.config.dial
	if o.dev && c.URL != "" {
		c.Replicas = 1
	}
	if c.URL == "" {
		c.Folder = filepath.Join(o.config.Data, "nats")
		if s.server, err = bus.StartServer(c, bus.Access{Keys: s.stores.ledger, Local: localToken(o.config)}); err != nil {
			return err
		}
	}
	s.bus, err = bus.Connect(ctx, c, s.server)
	return err
}

// localToken is the local subscriber's token of the last start, so that a watch that runs goes
// on over a restart; empty at the first.
func localToken(c Config) string {
	var last bus.Credentials
	b, err := os.ReadFile(bus.CredentialsFile(c.Data))
	if err != nil || json.Unmarshal(b, &last) != nil {
		return ""
	}
	return last.Token
}

func (s *service) restConfig() rest.Config {
	c := rest.DefaultConfig()
	c.Listen, c.Keys, c.Release = s.config.Listen, s.config.Auth.Keys, version
	c.Sandbox = s.app.sandbox.Level()
	c.MaxBody = max(c.MaxBody, int64(s.config.Limits.File)+c.MaxJSON) // one file of the largest size, with its form
	c.Stages = stageNames(s.app.route())
	c.FirstStage = c.Stages[0]
	c.Strategies = s.app.strategies()
	c.Strategy = c.Strategies[0]
	return c
}
