// Package sarif writes findings as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange
// Format), which tools for reviewing and tracking findings read.
//
// One run holds all findings. A rule is a reportingDescriptor whose helpUri leads to the law, a
// document an artifact, a field a logical location, and the place on the page a property of the
// location: SARIF has regions of text and bytes only. The fingerprint stays the same over runs,
// so that a finding is recognised.
package sarif

import (
	"encoding/json"
	"io"

	"docpipe/pipeline"
)

// Version is that of the format, and Schema where OASIS publishes its JSON Schema.
const (
	Version = "2.1.0"
	Schema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

// fingerprint names ours among those of other tools; it would end in /v2 if it were made
// otherwise (SARIF 2.1.0, 3.27.17).
const fingerprint = "docpipeFinding/v1"

type log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool    tool     `json:"tool"`
	Results []result `json:"results"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	Name    string       `json:"name"`
	Version string       `json:"version"`
	Rules   []descriptor `json:"rules"`
}

type text struct {
	Text string `json:"text"`
}

type descriptor struct {
	ID         string         `json:"id"`
	Short      text           `json:"shortDescription"`
	HelpURI    string         `json:"helpUri,omitempty"`
	Properties map[string]any `json:"properties"`
}

type result struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Kind         string            `json:"kind"`
	Level        string            `json:"level"`
	Message      text              `json:"message"`
	Locations    []location        `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Suppressions []suppression     `json:"suppressions"`
	Properties   map[string]any    `json:"properties"`
}

type location struct {
	Physical   physical       `json:"physicalLocation"`
	Logical    []logical      `json:"logicalLocations,omitempty"`
	Properties map[string]any `json:"properties,omitempty"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
}

type artifact struct {
	URI string `json:"uri"`
}

type logical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type suppression struct {
	Kind          string         `json:"kind"`
	Status        string         `json:"status"`
	Justification string         `json:"justification,omitempty"`
	Properties    map[string]any `json:"properties,omitempty"`
}

// Write writes findings as one SARIF log. release is that of docpipe.
func Write(w io.Writer, release string, findings []pipeline.FindingRecord) error {
	r := run{Tool: tool{driver{Name: "docpipe", Version: release, Rules: []descriptor{}}}, Results: []result{}}
	index := map[pipeline.RuleRef]int{}
	for _, f := range findings {
		at, seen := index[f.Rule]
		if !seen {
			at = len(r.Tool.Driver.Rules)
			index[f.Rule] = at
			r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, describe(f.Rule))
		}
		r.Results = append(r.Results, resultOf(f, at))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(log{Schema: Schema, Version: Version, Runs: []run{r}})
}
