package sarif

import (
	"cmp"
	"net/url"

	"docpipe/pipeline"
)

func describe(r pipeline.RuleRef) descriptor {
	d := descriptor{ID: r.ID, Short: text{cmp.Or(r.Title, r.ID)}, Properties: map[string]any{"pack": r.Pack, "packVersion": r.Version}}
	if u, err := url.Parse(r.Source.URL); err == nil && u.IsAbs() {
		d.HelpURI = u.String()
	}
	for name, value := range map[string]string{"law": r.Source.Law, "standard": r.Source.Standard, "reference": r.Source.Ref} {
		if value != "" {
			d.Properties[name] = value
		}
	}
	return d
}

func resultOf(f pipeline.FindingRecord, rule int) result {
	kind, level := weigh(f)
	r := result{
		RuleID: f.Rule.ID, RuleIndex: rule, Kind: kind, Level: level, Message: text{cmp.Or(f.Message, f.Rule.Title, f.Rule.ID)},
		Fingerprints: map[string]string{fingerprint: f.Fingerprint}, Suppressions: suppressions(f.Disposition),
		Properties: map[string]any{
			"finding": f.ID, "document": f.Document, "version": f.Version, "doctype": f.DocType, "severity": f.Severity, "basis": f.Basis,
			"verdict": f.Verdict, "transition": f.Transition, "disposition": f.Disposition.Kind, "updatedAt": f.UpdatedAt, "masked": f.Masked,
		},
	}
	for name, value := range map[string]any{"fix": f.Fix, "expected": f.Expected, "actual": f.Actual} {
		if value != nil && value != "" {
			r.Properties[name] = value
		}
	}
	for _, e := range f.Evidence {
		r.Locations = append(r.Locations, place(f.Document, e))
	}
	if len(r.Locations) == 0 {
		r.Locations = []location{{Physical: artifactOf(f.Document)}}
	}
	return r
}

// weigh says what a finding is in the words of SARIF. Only a failure has a level (3.27.10);
// what is resolved passes.
func weigh(f pipeline.FindingRecord) (kind, level string) {
	switch {
	case f.Transition == "resolved":
		return "pass", "none"
	case f.Verdict == pipeline.CannotTell:
		return "review", "none"
	case f.Verdict != pipeline.Fail:
		return "open", "none"
	}
	switch f.Severity {
	case "critical", "high":
		return "fail", "error"
	case "medium":
		return "fail", "warning"
	}
	return "fail", "note"
}

// suppressions tells of a finding that people took back: accepted as it is, or waived for a
// while. An empty list says that nobody did (3.27.23).
func suppressions(d pipeline.Disposition) []suppression {
	if d.Kind != "accepted" && d.Kind != "waived" {
		return []suppression{}
	}
	s := suppression{Kind: "external", Status: "accepted", Properties: map[string]any{"decision": d.Kind}}
	if d.Reason != nil {
		s.Justification = *d.Reason
	}
	for name, value := range map[string]*string{"by": d.By, "until": d.Until} {
		if value != nil {
			s.Properties[name] = *value
		}
	}
	return []suppression{s}
}

// place is where the rule looked: the document, the field, and as properties the page, counted
// from 1, and the box in fractions of it.
func place(document string, e pipeline.FindingEvidence) location {
	l := location{Physical: artifactOf(document), Properties: map[string]any{"state": e.State}}
	if e.Path != "" {
		l.Logical = []logical{{Name: e.Path, Kind: "member"}}
	}
	if e.Page > 0 {
		l.Properties["page"] = e.Page
	}
	if e.Box != nil {
		l.Properties["box"] = e.Box
	}
	if e.Value != nil {
		l.Properties["value"] = e.Value
	}
	if e.Confidence != nil {
		l.Properties["confidence"] = *e.Confidence
	}
	if e.Quote != nil {
		l.Properties["quote"] = *e.Quote
	}
	return l
}

// artifactOf is the document's address in the API, relative to the installation.
func artifactOf(document string) physical {
	return physical{artifact{"v1/documents/" + url.PathEscape(document)}}
}
