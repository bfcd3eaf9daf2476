package main

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// severities from mild to grave.
var severities = []string{"info", "low", "medium", "high", "critical"}

// A condition is one word of --fail-on.
type condition func(*pipeline.Result) bool

// parseCondition reads review, partial or finding:SEVERITY, which means that or worse.
func parseCondition(word string) (condition, error) {
	switch word {
	case "review":
		return func(r *pipeline.Result) bool { return r.Status == pipeline.NeedsReview }, nil
	case "partial":
		return func(r *pipeline.Result) bool { return r.Status == pipeline.Partial }, nil
	}
	severity, ok := strings.CutPrefix(word, "finding:")
	limit := slices.Index(severities, severity)
	if !ok || limit < 0 {
		return nil, usagef("--fail-on: %q is not known, write review, partial or finding: with one of %s", word, strings.Join(severities, ", "))
	}
	return func(r *pipeline.Result) bool {
		return slices.ContainsFunc(r.Findings, func(f pipeline.Finding) bool {
			return f.Verdict == pipeline.Fail && slices.Index(severities, f.Severity) >= limit
		})
	}, nil
}

// anyHolds reports whether one of the conditions holds for one of the results.
func anyHolds(words []string, results ...*pipeline.Result) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		holds, err := parseCondition(word)
		return err == nil && slices.ContainsFunc(results, holds)
	})
}
