// Package compliance checks what was extracted against rules and proves each objection.
//
// [Stage] is the whole of it for a pipeline: it runs the rules of every [Pack] that speaks
// about the document's type and fills in Document.Checks and Document.Findings, nothing else.
//
// A rule answers pass, fail, cannot_tell, not_applicable or error. A value that could not be
// read is not a value that is missing: the first gives cannot_tell with the pointers of what
// was not read, only the second can fail. A rule that breaks answers error, never pass.
//
// Rules are values of [Rule]: plain Go today. Whatever else can answer with an [Answer], such
// as an expression from a rule file, becomes a Rule in the same way, and nothing else changes.
//
// Amounts are exact decimals throughout. References to law are references, not legal advice.
package compliance

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// Stage returns the stage named "check". cfg must be valid. clock tells the time from which
// "today" follows in cfg's time zone; nil is time.Now.
//
// A document without an extraction, or of a type that no pack speaks about, gets the verdict
// not_checked. The stage returns an error only when ctx has ended.
func Stage(cfg Config, clock func() time.Time) pipeline.Stage {
	if clock == nil {
		clock = time.Now
	}
	return stage(cfg, clock, Packs(cfg))
}

func stage(cfg Config, clock func() time.Time, packs []Pack) pipeline.Stage {
	return pipeline.Stage{Name: "check", Do: func(ctx context.Context, d *pipeline.Document) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		check(d, packs, cfg, cfg.today(clock()))
		return nil
	}}
}

func check(d *pipeline.Document, packs []Pack, cfg Config, today time.Time) {
	c := &pipeline.Checks{AsOf: today.Format(time.DateOnly), Packs: map[string]string{}}
	findings := []pipeline.Finding{}
	var facts *Facts
	if d.Extraction != nil {
		facts = newFacts(d.Extraction, cfg, today)
	}
	for _, p := range packs {
		if facts == nil || !p.speaksOf(d.Extraction.DocType) {
			continue
		}
		c.Packs[p.Name] = p.Version
		for _, r := range p.Rules {
			for _, o := range evaluate(r, facts.row("")) {
				c.Counts.Add(o.Verdict)
				if o.worthFinding() {
					findings = append(findings, finding(d, p, r, o))
				}
			}
		}
	}
	c.Verdict = c.Counts.Worst()
	sortFindings(findings)
	d.Checks, d.Findings = c, findings
}
