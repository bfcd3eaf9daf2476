package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strconv"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/bus"
	"docpipe/pipeline/ledger"
	"docpipe/pipeline/rest"
)

// serviceOptions is what serve and worker are started with.
type serviceOptions struct {
	config  Config
	sandbox string
	dev     bool
	jobs    int      // at once; unsaid: as many as cores or targets bear
	stages  []string // empty: all
	http    bool     // serve; a worker has none
	log     *slog.Logger
	stderr  io.Writer
}

// A service is one running process of an installation.
type service struct {
	config     Config
	log        *slog.Logger
	lock       *os.File
	listener   net.Listener
	stores     *stores
	app        *app
	server     *bus.Server // embedded NATS; nil with a cluster
	bus        *bus.Bus
	relay      *bus.Relay
	reconciler *bus.Reconciler
	worker     *bus.Worker
	metrics    *rest.Metrics
	telemetry  *telemetry
	api        *rest.API // nil for a worker
}

// newService opens and connects everything, in an order in which the commonest mistakes are
// said first. What it opened is closed again when it fails.
func newService(ctx context.Context, o serviceOptions) (s *service, err error) {
	s = &service{config: o.config, log: o.log, metrics: rest.NewMetrics()}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if o.http {
		if s.lock, err = lockFolder(o.config.Data); err != nil {
			return s, err
		}
		if s.listener, err = listen(o.config.Listen); err != nil {
			return s, err
		}
	}
	if o.jobs, err = o.slots(); err != nil {
		return s, err
	}
	if s.stores, err = openStores(ctx, o.config, max(o.jobs, 1), o.stderr); err != nil {
		return s, err
	}
	if s.telemetry, err = startTelemetry(ctx, os.Environ()); err != nil {
		return s, err
	}
	models, err := s.modelsOptions(o.config)
	if err != nil {
		return s, err
	}
	s.app, err = newApp(ctx, appOptions{
		config: o.config, sandbox: o.sandbox, ledger: s.stores.ledger, archive: s.stores.ledger, models: models,
		artefacts: livingArtefacts{s.stores.artefacts, s.stores.ledger},
		onKill:    func(reason string) { s.metrics.SandboxKills.WithLabelValues(reason).Inc() },
	})
	if err != nil {
		return s, err
	}
	if err = s.startBus(ctx, o); err != nil {
		return s, err
	}
	s.wire(ctx, o)
	if o.http {
		s.api, err = rest.New(s.restConfig(), s.parts())
	}
	return s, err
}

// leaseTime is how long a worker may be silent before its job is somebody else's. It is less
// than NATS waits for an ack, so that a message that comes again finds the lease ended.
const leaseTime = 15 * time.Second

// wire makes the loops. Their names in the ledger tell processes apart.
func (s *service) wire(ctx context.Context, o serviceOptions) {
	name := processName()
	l := s.stores.ledger
	s.relay = bus.NewRelay(l, s.bus, name, s.log)
	s.reconciler = &bus.Reconciler{
		Ledger: l, Bus: s.bus, Relay: s.relay, Server: s.server, Every: time.Minute, Log: s.log, MayRestart: s.roomy,
	}
	route := s.app.route()
	stages := o.stages
	if len(stages) == 0 {
		stages = stageNames(route)
	}
	s.worker = &bus.Worker{
		Bus: s.bus, Jobs: &countedJobs{l, s.metrics}, Relay: s.relay, Name: name, Stages: stages, Slots: o.jobs, Lease: leaseTime, Log: s.log,
		Limit:  time.Duration(o.config.Limits.DocumentTime) + time.Minute,
		Runner: s.runner(&stageRunner{route: route, stores: s.stores, engine: s.app.engine(ctx), timeout: time.Duration(o.config.Limits.DocumentTime)}),
	}
}

// parts is what the API works on.
func (s *service) parts() rest.Parts {
	shapes := &tenantSchemas{registry: s.app.registry, ledger: s.stores.ledger}
	return rest.Parts{
		Ledger:    kickedLedger{apiLedger{s.stores.ledger, shapes}, s.relay},
		Originals: intakeStore{originals: s.stores.originals, max: int64(s.config.Limits.File), roomy: s.roomy},
		Images:    &pageImages{app: s.app, stores: s.stores},
		Redactor:  servedRedactor{newRedactor(s.app), s.stores},
		Exporter:  newExporter(s.stores.ledger, s.app.registry),
		Schemas:   shapes,
		Notifier:  resultNotifier{s.stores.ledger},
		Health:    s,
		Models:    s.questions(),
		Languages: s.app.ocr,
		Metrics:   s.metrics,
		Log:       s.log,
	}
}

// Ready returns nil while uploads can be accepted: the ledger answers and the disk has room.
// NATS being away is no reason to refuse: jobs wait in the ledger.
func (s *service) Ready(ctx context.Context) error {
	if !s.roomy() {
		return pipeline.ErrDiskFull
	}
	_, err := s.stores.ledger.Tenants(ctx)
	return err
}

// roomy reports whether there is more room than the floor on each disk that an upload needs: that
// of the data folder, where ledger, streams and uploads on their way are, and that of the blobs.
func (s *service) roomy() bool {
	folders := []string{s.config.Data}
	if shared, ok := sharedFolder(s.config.Blobs.URL); ok {
		folders = append(folders, shared)
	}
	return !slices.ContainsFunc(folders, func(folder string) bool {
		free, err := blob.FreeSpace(folder)
		return err != nil || free <= int64(s.config.Limits.MinFreeDisk)
	})
}

// close releases everything that was opened, last first.
func (s *service) close() {
	if s.bus != nil {
		s.bus.Close()
	}
	if s.server != nil {
		s.server.Shutdown()
	}
	if s.app != nil {
		s.app.close()
	}
	var err error
	if s.stores != nil {
		err = s.stores.close()
	}
	if s.telemetry != nil {
		err = errors.Join(err, s.telemetry.close())
	}
	if s.listener != nil {
		err = errors.Join(err, ignoreClosed(s.listener.Close()))
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	if err != nil {
		s.log.Error("closing", "error", err)
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// processName tells this process apart from every other, also from the one before it with
// the same number.
func processName() string {
	host, _ := os.Hostname()
	return host + "-" + strconv.Itoa(os.Getpid()) + "-" + ledger.NewID("run")
}
