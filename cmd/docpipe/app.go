package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"time"

	"docpipe/compliance"
	"docpipe/extractors"
	"docpipe/extractors/einvoice"
	"docpipe/extractors/local"
	"docpipe/extractors/model"
	"docpipe/extractors/mrz"
	"docpipe/pipeline"
	"docpipe/pipeline/code"
	"docpipe/pipeline/ledger"
	"docpipe/pipeline/look"
	"docpipe/pipeline/marks"
	"docpipe/pipeline/ocr"
	"docpipe/pipeline/prep"
	"docpipe/pipeline/raster"
	"docpipe/pipeline/sandbox"
	"docpipe/schemas"
)

// appOptions is what the engines of one process are made from.
type appOptions struct {
	config    Config
	sandbox   string // full | best-effort
	pageTime  time.Duration
	artefacts pipeline.Artefacts
	onKill    func(reason string)
	onWork    func(name string) // see [sandbox.Config]

	// models names what documents may be sent to; none reads them on this machine alone.
	models modelsOptions

	// ledger holds the schemas that tenants brought. Nil for the command line, which takes
	// schemas from files.
	ledger *ledger.Ledger

	// archive knows the documents that rules compare with. Nil where each document is alone.
	archive *ledger.Ledger
}

// An app holds the engines that read documents.
type app struct {
	config    Config
	registry  *schemas.Registry
	schemas   extractors.Registry
	sandbox   *sandbox.Sandbox
	pages     *sandbox.Pool
	heic      *sandbox.Pool
	raster    *raster.Raster
	prep      *prep.Prep
	ocr       *ocr.OCR
	codes     *code.Reader
	reader    *local.Reader
	zones     *mrz.Reader
	store     pipeline.Artefacts
	models    *models // nil without targets
	book      *compliance.Book
	rulesSeen string         // state of the folder of rules that the book was read from
	archive   *ledger.Ledger // nil: documents are not compared
	window    int            // pages of one document in flight

	notice func(d *pipeline.Document, traits map[string]extractors.Traits) // nil: nobody looks at evidence
}

// route is the way of a document, in order.
func (a *app) route() pipeline.Pipeline {
	xml := einvoice.New(remade{a.store, a})
	types := classifiers{xml, a.zones, a.classifier()}
	return pipeline.Pipeline{
		pipeline.Sequence("prepare",
			a.raster.Inspect(),
			pipeline.Pages("pages", a.window, a.store, a.raster.Step(), a.prep.Step(), a.ocr.Step(), a.codes.Step(), marks.Step(), look.Step()),
		),
		extractors.Split(types,
			extractors.Stage(a.extraction(), a.schemas, types, a.models.reader(), readers(xml, a.zones, a.reader)...)),
		pipeline.EachPart(pipeline.Sequence("check", noted(a.archive), a.book.Stage(time.Now))),
	}
}

// asking is a with questions for models that go to asker.
func (a *app) asking(asker model.Asker) *app {
	other := *a
	other.models = a.models.withAsker(asker)
	return &other
}

// childKinds are the sandboxed children that this binary can be.
func childKinds() []sandbox.Kind {
	ops := raster.Ops()
	maps.Copy(ops, prep.Ops())
	maps.Copy(ops, code.Ops())
	return []sandbox.Kind{{Name: "page", Warm: raster.Warm, Ops: ops}, raster.HEIC()}
}

func newApp(ctx context.Context, o appOptions) (*app, error) {
	a := &app{config: o.config, store: o.artefacts, archive: o.archive, window: runtime.NumCPU()}
	// The sandbox tries its children, and Tesseract is asked, while the schemas are read.
	started := make(chan error, 1)
	go func() { started <- a.startEngines(ctx, o) }()
	err := a.openSchemas(o)
	if err = errors.Join(err, <-started); err == nil {
		err = a.openKnowledge(ctx, o)
	}
	if err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

// openSchemas reads the schemas and what reads documents by them.
func (a *app) openSchemas(o appOptions) (err error) {
	if a.registry, err = schemas.NewRegistry(); err != nil {
		return err
	}
	identity, err := a.registry.Get(mrz.DocType)
	if err != nil {
		return err
	}
	a.zones, a.reader = mrz.New(identity, time.Now), local.New(local.Config{Types: a.registry.List()})
	a.schemas = fileSchemas{a.registry}
	if o.ledger != nil {
		a.schemas = &tenantSchemas{registry: a.registry, ledger: o.ledger}
	}
	return nil
}

// openKnowledge opens the models and the rules.
func (a *app) openKnowledge(ctx context.Context, o appOptions) (err error) {
	o.models.images = &modelImages{a.raster, a.store, a.inspectAgain}
	if a.models, err = openModels(ctx, o.models); err != nil {
		return err
	}
	a.book, err = a.openBook()
	return err
}

// startEngines starts the sandbox and what works in it.
func (a *app) startEngines(ctx context.Context, o appOptions) error {
	if err := a.startSandbox(o); err != nil {
		return err
	}
	a.engines(o)
	return a.checkTools(ctx)
}

func (a *app) startSandbox(o appOptions) (err error) {
	c := sandbox.DefaultConfig()
	c.Mode, c.OnKill, c.OnWork = o.sandbox, o.onKill, (&handBack{then: o.onWork}).onWork
	if a.sandbox, err = sandbox.New(c); err != nil {
		return err
	}
	a.pages = a.sandbox.Pool("page", runtime.NumCPU())
	a.heic = a.sandbox.Pool("heic", 1)
	return nil
}

func (a *app) engines(o appOptions) {
	pages := raster.DefaultConfig()
	pages.MaxPages = o.config.Limits.Pages
	pages.PagePixels = int(o.config.Limits.PagePixels)
	pages.PageTime = time.Duration(o.config.Limits.PageTime)
	if o.pageTime > 0 {
		pages.PageTime = o.pageTime
	}
	if o.ledger != nil {
		pages.GivePassword = "upload it again with its password in the field password (docpipe submit --password-file)"
	}
	a.raster = raster.New(pages, a.sandbox, a.pages, a.heic, o.artefacts)
	a.prep = prep.New(prep.DefaultConfig(), a.pages, o.images())
	text := ocr.DefaultConfig()
	text.Languages = o.config.OCR.Languages
	a.ocr = ocr.New(text, a.sandbox)
	a.codes = code.New(code.DefaultConfig(), a.pages, a.sandbox, a.raster)
}

// images is where prepared pages are kept for who asks for them later, a person at a service or a
// model. Encoding them takes a fiftieth of the time of a scan.
func (o appOptions) images() pipeline.Artefacts {
	if o.ledger == nil && len(o.models.targets) == 0 {
		return nil
	}
	return o.artefacts
}

// checkTools refuses to start without the programs that reading needs.
func (a *app) checkTools(ctx context.Context) error {
	if missing := missingTools(); len(missing) > 0 {
		return fmt.Errorf("not installed: %s. Install with 'docpipe doctor --install': %w", joinWords(missing), pipeline.ErrEnvironment)
	}
	if missing := a.ocr.Missing(ctx, a.config.OCR.Languages); len(missing) > 0 {
		return fmt.Errorf("no OCR data for %s. Install with 'docpipe doctor --install --languages %s': %w",
			joinWords(missing), strings.Join(missing, ","), pipeline.ErrEnvironment)
	}
	return nil
}

func (a *app) extraction() extractors.Config {
	c := extractors.DefaultConfig()
	c.MinConfidence, c.Notice = a.config.Review.MinConfidence, a.notice
	return c
}

// engine names what does the work, for results.
func (a *app) engine(ctx context.Context) pipeline.Engine {
	return pipeline.Engine{
		Docpipe: version, Raster: raster.Version(), OCR: a.ocr.Version(ctx),
		Sandbox: a.sandbox.Level(), Strategy: a.strategies()[0],
	}
}

// schema resolves a schema's id or file and returns what names its content; "auto" is itself.
func (a *app) schema(name string) (string, error) {
	if name == "auto" {
		return name, nil
	}
	s, err := a.registry.Resolve(name)
	if err != nil {
		return "", err
	}
	return s.SHA256, nil
}

func (a *app) close() {
	if a.sandbox != nil {
		a.pages.Close()
		a.heic.Close()
	}
}
