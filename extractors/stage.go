package extractors

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// Auto is the setting that leaves the choice of the schema to the classifier.
const Auto = "auto"

// Unknown is the type of a document that no shipped schema fits.
const Unknown = "unknown"

// ReasonReaderFailed says that one reader could not work; the others did.
const ReasonReaderFailed = "reader_failed"

// Config sets what is doubtful.
type Config struct {
	MinConfidence float64 // found fields below it go to review, unless the schema says otherwise; 0.90
	MinDocType    float64 // a type guessed below it counts as unknown; 0.50
	SureDocType   float64 // a type guessed below it is used, and goes to review; 0.80

	// Notice is told the evidence about the values that rules took from print, by pointer; from
	// many goroutines. Nil: nobody is.
	Notice func(d *pipeline.Document, traits map[string]Traits)
}

// DefaultConfig returns the configuration that holds when nothing is set.
func DefaultConfig() Config {
	return Config{MinConfidence: 0.90, MinDocType: 0.50, SureDocType: 0.80}
}

// Validate returns all mistakes together, each naming its setting.
func (c Config) Validate() error {
	var errs []error
	for name, v := range map[string]float64{"min_confidence": c.MinConfidence, "min_doctype": c.MinDocType, "sure_doctype": c.SureDocType} {
		if v < 0 || v > 1 {
			errs = append(errs, fmt.Errorf("review.%s is %v, use 0 to 1: %w", name, v, pipeline.ErrInvalid))
		}
	}
	return errors.Join(errs...)
}

// Stage returns the stage "extract", which fills in d.Extraction. The model may be nil; which of
// model and readers are heard is the document's strategy. Its error means that the schema
// cannot be had, that no model can be asked now, or that the run was cancelled; what could not
// be read is a state.
func Stage(cfg Config, registry Registry, classify Classifier, model Model, readers ...Named) pipeline.Stage {
	x := stage{cfg: cfg, registry: registry, classify: classify, model: model, readers: readers}
	return pipeline.Stage{Name: "extract", Do: x.do}
}

type stage struct {
	cfg      Config
	registry Registry
	classify Classifier
	model    Model // nil for none
	readers  []Named
}

func (x stage) do(ctx context.Context, d *pipeline.Document) error {
	e := &pipeline.Extraction{DocType: Unknown, Languages: Languages(d), Fields: map[string]pipeline.Field{}}
	s, err := x.choose(ctx, d, e)
	if err != nil {
		return err
	}
	if s != nil {
		if err := x.extract(ctx, d, s, e); err != nil {
			return err
		}
	}
	d.Extraction = e
	return nil
}

// choose finds the schema; nil means that the type is unknown.
func (x stage) choose(ctx context.Context, d *pipeline.Document, e *pipeline.Extraction) (*schemas.Schema, error) {
	if !automatic(d) {
		s, err := x.registry.Schema(ctx, d.Tenant, d.Settings.Schema)
		if err != nil {
			return nil, fmt.Errorf("schema %q: %w", d.Settings.Schema, err)
		}
		e.DocType, e.Schema, e.SchemaSHA256 = s.DocType, s.ID, s.SHA256
		return s, nil
	}
	doctype, confidence, err := x.classify.Classify(ctx, d)
	if err != nil && (ctx.Err() != nil || !withoutModel(e, err)) {
		return nil, fmt.Errorf("classify: %w", err)
	}
	e.DocTypeConfidence = rounded(confidence)
	if confidence < x.cfg.SureDocType {
		e.Reasons = append(e.Reasons, pipeline.Reason{Code: pipeline.ReasonDoctypeUncertain, Detail: uncertain(doctype, confidence)})
	}
	if doctype == Unknown || confidence < x.cfg.MinDocType {
		return nil, nil
	}
	s, err := x.registry.Schema(ctx, d.Tenant, doctype)
	if err != nil {
		return nil, fmt.Errorf("schema of type %q: %w", doctype, err)
	}
	e.DocType, e.Schema, e.SchemaSHA256 = doctype, s.ID, s.SHA256
	return s, nil
}

func uncertain(doctype string, confidence float64) string {
	if doctype == Unknown {
		return "no shipped type fits: give a schema"
	}
	return fmt.Sprintf("may be %s (%.2f): confirm the type or give a schema", doctype, confidence)
}

// extract runs the readers and settles what they claim.
func (x stage) extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema, e *pipeline.Extraction) error {
	claims, ran, err := x.read(ctx, d, s, e)
	if err != nil {
		return err
	}
	more, asked, err := x.ask(ctx, d, s, e, claims)
	if err != nil {
		return err
	}
	b := settleAll(d, s, append(claims, more...), ran || asked)
	if x.cfg.Notice != nil {
		x.cfg.Notice(d, b.traits)
	}
	e.Reasons = append(e.Reasons, b.reasons...)
	e.Data = b.assemble(e)
	if err := validate(ctx, s, e); err != nil {
		return err
	}
	x.doubt(s, e)
	return nil
}

// settleAll hears all claims.
func settleAll(d *pipeline.Document, s *schemas.Schema, claims []Claim, ran bool) *book {
	b := newBook(s, ran)
	ground := newGrounder(d)
	b.ground = ground
	if slices.ContainsFunc(claims, func(c Claim) bool { return c.Source == pipeline.SourceModel }) {
		ground.labels = newLabels(s.Root)
	}
	for _, c := range claims {
		b.add(ground, c)
	}
	b.merge()
	return b
}

// read runs the readers in their order and reports whether any ran.
func (x stage) read(ctx context.Context, d *pipeline.Document, s *schemas.Schema, e *pipeline.Extraction) (claims []Claim, ran bool, err error) {
	for _, r := range x.readers {
		if slices.Contains(d.Settings.SkipReaders, r.Name) {
			continue
		}
		found, err := r.Extract(ctx, d, s)
		if ctx.Err() != nil {
			return nil, false, context.Cause(ctx)
		}
		if err == nil {
			err = transcribe(ctx, d, r, e)
		}
		if err != nil {
			e.Reasons = append(e.Reasons, pipeline.Reason{Code: ReasonReaderFailed, Detail: r.Name + ": " + err.Error()})
			continue
		}
		witness := r.Local && d.Settings.Strategy == StrategyModel
		ran = ran || !witness
		for _, c := range found {
			c.witness, c.byRules = witness, r.Local
			claims = append(claims, c)
		}
	}
	return claims, ran, nil
}

// transcribe keeps the e-invoice that r knows how to read whole.
func transcribe(ctx context.Context, d *pipeline.Document, r Named, e *pipeline.Extraction) error {
	t, ok := r.Extractor.(Transcriber)
	if !ok {
		return nil
	}
	inv, err := t.EInvoice(ctx, d)
	if inv != nil {
		e.EInvoice = inv
	}
	return err
}
