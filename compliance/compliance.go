// Package compliance checks what was extracted against rules and proves each objection.
//
// Rules are data: packs in YAML, whose expressions are CEL. A [Book] holds the packs in force;
// [Book.Stage] is the whole of it for a pipeline: it asks every rule of each [Pack] that speaks
// about the document's type and fills in Document.Checks and Document.Findings, nothing else.
//
// A rule answers pass, fail, cannot_tell, not_applicable or error. A value that could not be
// read is not a value that is missing: the first gives cannot_tell with the pointers of what
// was not read, only the second can fail. A rule that breaks answers error, never pass.
//
// # Packs
//
// The files in packs/ are the manual by example. A pack has a name, a version, the doctypes it
// speaks of, params (policy.* in expressions; a decimal is written in quotes), definitions
// (define: names that stand for expressions), tables (data files) and rules. A rule has id,
// title, severity, source, fix, assert and message; when says whether it applies, for_each and
// as ask it row by row. Every rule brings tests: at least one that passes, one that fails and
// one that cannot be told, or the pack is not loaded.
//
// A pack with on_request: true is in force only where the configuration names it. One with
// einvoice: true under applies_to asks about the terms of electronic invoices (inv), and nothing
// of a document that holds none.
//
// A user's own packs stand in a folder. One that has the name of a shipped pack says replaces:
// shipped, which then is not in force; without that word it is refused.
//
// Expressions see doc (typed by the document's schema: a misspelt field is a mistake of the
// pack), policy, table and today. Amounts are exact decimals, dates are days. See
// unknownFunctions, decimalFunctions, dateFunctions, textFunctions, identFunctions and [Recalls]
// for what else they may call.
//
// A rule that computes with an absent field, or one that the schema does not have, is not
// applicable; one that needs a field which was not read cannot tell. What the assertion reads
// is its evidence.
//
// References to law are references, not legal advice.
package compliance

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// Stage returns the stage named "check". clock tells the time from which "today" follows in the
// configured time zone; nil is time.Now.
//
// The stage returns an error only when ctx has ended or a source had trouble.
func (b *Book) Stage(clock func() time.Time) pipeline.Stage {
	if clock == nil {
		clock = time.Now
	}
	return pipeline.Stage{Name: "check", Do: func(ctx context.Context, d *pipeline.Document) error {
		return b.Check(ctx, d, clock())
	}}
}
