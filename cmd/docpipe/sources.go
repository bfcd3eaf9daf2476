package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"docpipe/compliance"
	"docpipe/compliance/archive"
	"docpipe/compliance/judge"
	"docpipe/compliance/pii"
	"docpipe/compliance/screen"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// openBook opens the packs in force, with those who answer what rules ask beyond the document.
func (a *app) openBook() (*compliance.Book, error) {
	screener, err := openScreener(a.config)
	if err != nil {
		return nil, err
	}
	sources := compliance.Sources{Screener: screener, Scanner: pageScanner{pii.New()}}
	if a.archive != nil {
		sources.Archive = archive.New(a.archive, a.archive)
	}
	if a.models != nil {
		sources.Judge = judge.New(modelReader{a.models})
	}
	a.rulesSeen = folderState(a.config.Rules.Folder)
	return openRules(a.config, a.registry, sources)
}

// packsFor names the packs on request: those of the configuration, and those whose sources are at
// hand.
func packsFor(c Config, sources compliance.Sources) []string {
	names := slices.Clone(c.Rules.Packs)
	if sources.Scanner != nil {
		names = append(names, "pci-pii")
	}
	if sources.Archive != nil {
		names = append(names, "ap-duplicates", "expense-duplicates", "statement-series")
	}
	if c.Screening.configured() {
		names = append(names, "sanctions")
	}
	return names
}

func (s screeningConfig) configured() bool { return len(s.Lists) > 0 || s.Service != "" }

func (s screeningConfig) config() screen.Config {
	return screen.Config{Lists: s.Lists, Service: s.Service, Threshold: s.Threshold, Timeout: time.Duration(s.Timeout)}
}

// openScreener reads the lists, or names the service. Without either it answers nothing.
func openScreener(c Config) (compliance.Screener, error) {
	switch {
	case c.Screening.Service != "":
		return screen.NewService(c.Screening.config(), httpClient(c.dial)), nil
	case len(c.Screening.Lists) == 0:
		return screen.None{}, nil
	}
	f, err := screen.NewFiles(c.Screening.config())
	if err != nil {
		return nil, usagef("screening.lists: %w", err)
	}
	return f, nil
}

// noted is the step that leaves the document's footprint before it is compared with others.
func noted(l *ledger.Ledger) pipeline.Stage {
	return pipeline.Stage{Name: "note", Do: func(ctx context.Context, d *pipeline.Document) error {
		if l == nil || d.ID == "" && d.Parent == "" {
			return ctx.Err()
		}
		return l.Note(ctx, d)
	}}
}

// A modelReader lets models read for judged rules.
type modelReader struct{ models *models }

var _ judge.Reader = modelReader{}

// Read asks the task judge. A document that is read on this machine alone goes to no model, and a
// model that cannot be asked is no answer: the rule is then cannot_tell and says why.
func (r modelReader) Read(ctx context.Context, d *pipeline.Document, question string, attempt int) (judge.Answer, error) {
	if d.Settings.Strategy == "local" {
		return judge.Answer{Verdict: judge.CannotTell, Reason: "the document is read on this machine alone, and no model may see it"}, nil
	}
	if attempt > 0 {
		question = fmt.Sprintf("%s (asked again, %d)", question, attempt) // else the kept answer comes back
	}
	j, err := r.models.tasks.Judge(ctx, d, question, "")
	switch {
	case err != nil && ctx.Err() != nil:
		return judge.Answer{}, errors.Join(err, ctx.Err())
	case errors.Is(err, task.ErrUnproven):
		return judge.Answer{Verdict: judge.Yes}, nil // without a quote it counts for nothing
	case err != nil:
		return judge.Answer{Verdict: judge.CannotTell, Reason: "no model could be asked: " + pipeline.KindOf(err).Title}, nil
	}
	return claimOf(j), nil
}

func claimOf(j task.Judgement) judge.Answer {
	a := judge.Answer{Verdict: j.Verdict, Reason: j.Reason}
	for _, e := range j.Evidence {
		a.Quotes = append(a.Quotes, judge.Quote{Page: e.Page, Text: e.Quote})
	}
	return a
}
