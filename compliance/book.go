package compliance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A Book holds the packs in force. It is safe for use by many goroutines.
type Book struct {
	config  Config
	loader  Library
	sources Sources
	packs   atomic.Pointer[[]*Pack]
}

// NewBook opens the shipped packs and those of the configured folder. types are the shapes of
// documents. A pack that does not load is an error that names file, line and reason.
func NewBook(cfg Config, types []*schemas.Schema, sources Sources) (*Book, error) {
	b := &Book{config: cfg, loader: NewLibrary(types), sources: sources}
	if err := b.Reload(); err != nil {
		return nil, err
	}
	return b, nil
}

// Reload reads the packs again. When one of them does not load, or a parameter does not fit,
// those in force stay and the error tells every mistake.
func (b *Book) Reload() error {
	var own []*Pack
	if b.config.Folder != "" {
		var err error
		if own, err = b.loader.Folder(b.config.Folder); err != nil {
			return err
		}
	}
	packs, err := b.loader.With(own...)
	if err != nil {
		return err
	}
	if err := errors.Join(b.config.check(packs), b.config.named(packs)); err != nil {
		return err
	}
	packs = slices.DeleteFunc(packs, func(p *Pack) bool { return !b.config.wants(p) })
	b.packs.Store(&packs)
	return nil
}

// Packs lists the packs in force, by name.
func (b *Book) Packs() []*Pack { return *b.packs.Load() }

// With is b with other packs in force: what they would say.
func (b *Book) With(packs ...*Pack) *Book {
	other := &Book{config: b.config, loader: b.loader, sources: b.sources}
	other.packs.Store(&packs)
	return other
}

// Library returns what packs are loaded with.
func (b *Book) Library() Library { return b.loader }

// Check fills in Checks and Findings of d by the packs in force that speak of its type, as of
// the day of now. A document without an extraction, or of a type that no pack speaks of, gets
// the verdict not_checked. The error is trouble of a source, or of ctx.
func (b *Book) Check(ctx context.Context, d *pipeline.Document, now time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	today := b.config.today(now)
	c := &pipeline.Checks{AsOf: today.text(), Packs: map[string]string{}, Passed: map[string][]string{}}
	findings := []pipeline.Finding{}
	for _, p := range b.Packs() {
		if d.Extraction == nil || !p.speaksOf(d.Extraction.DocType) {
			continue
		}
		found, err := b.ask(ctx, p, d, today, c)
		if err != nil {
			return err
		}
		c.Packs[p.Name] = p.Version
		c.Texts = append(c.Texts, p.inForce(b.config.params(p.Name, d.Tenant)))
		findings = append(findings, found...)
	}
	c.Verdict = c.Counts.Worst()
	sortFindings(findings)
	d.Checks, d.Findings = c, findings
	return nil
}

// ask puts every rule of a pack, counts the verdicts and notes which rules passed.
func (b *Book) ask(ctx context.Context, p *Pack, d *pipeline.Document, today day, c *pipeline.Checks) ([]pipeline.Finding, error) {
	if p.EInvoices && d.Extraction.EInvoice == nil {
		c.Counts.NotApplicable += len(p.Rules)
		return nil, nil
	}
	bound, err := p.bind(d.Extraction.DocType)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w: %w", p.Name, err, pipeline.ErrInternal)
	}
	n := b.inquest(ctx, bound, d, today)
	c.Counts.NotApplicable += len(bound.lacking)
	spoken := b.spokenElsewhere(p, d.Extraction)
	var findings []pipeline.Finding
	for _, r := range bound.rules {
		if spoken.by(r) {
			c.Counts.Add(pipeline.NotApplicable)
			continue
		}
		outcomes := n.evaluate(r)
		if passed(outcomes) {
			c.Passed[p.Name] = append(c.Passed[p.Name], r.ID)
		}
		for _, o := range outcomes {
			c.Counts.Add(o.Verdict)
			if o.worthFinding() {
				findings = append(findings, finding(d, p, r.Rule, o))
			}
		}
		if n.asking.trouble != nil {
			return nil, fmt.Errorf("rule %s: %w", r.ID, n.asking.trouble)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	c.Lists = union(c.Lists, n.asking.lists)
	return findings, nil
}

func (b *Book) inquest(ctx context.Context, bound *bound, d *pipeline.Document, today day) *inquest {
	p := bound.pack
	return &inquest{
		ctx: ctx, facts: newFacts(d.Extraction, bound.doc, today), bound: bound,
		terms:  newTerms(d.Extraction, bound.inv, today),
		policy: p.policy(b.config.params(p.Name, d.Tenant)),
		asking: &asking{ctx: ctx, sources: b.sources, d: d}, floor: b.config.MinConfidence,
	}
}
