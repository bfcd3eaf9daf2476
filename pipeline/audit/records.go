package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"docpipe/pipeline"
)

// A Verdict is the detail of [Checked]: what the rules said of one version of a result.
type Verdict struct {
	Version  int               `json:"version"`
	Status   pipeline.Status   `json:"status"`
	Verdict  pipeline.Verdict  `json:"verdict"`
	Checks   string            `json:"checks_sha256"`   // of the JSON of the result's checks
	Findings string            `json:"findings_sha256"` // of the JSON of its findings
	Rules    map[string]string `json:"rules_sha256"`    // name of a pack to the hash of its text
}

// NewVerdict makes the detail of a result. It returns the error of a value that is no JSON.
func NewVerdict(r *pipeline.Result) (Verdict, error) {
	v := Verdict{Version: r.Version, Status: r.Status, Verdict: r.Checks.Verdict, Rules: map[string]string{}}
	checks, err := json.Marshal(r.Checks)
	if err != nil {
		return v, err
	}
	findings, err := json.Marshal(r.Findings)
	if err != nil {
		return v, err
	}
	v.Checks, v.Findings = Sum(checks), Sum(findings)
	for _, text := range r.Checks.Texts {
		v.Rules[text.Pack] = text.SHA256
	}
	return v, nil
}

// An Acceptance is the detail of [Accepted].
type Acceptance struct {
	Content string `json:"sha256"` // see pipeline.Document.Content
	Parent  string `json:"parent,omitempty"`
}

// A Resolution is the detail of [Resolved].
type Resolution struct {
	Document string `json:"document"`
	Version  int    `json:"version"` // of the result that has the finding no more
	Why      string `json:"why"`
}

// A Decision is the detail of [Decided]. The decision's own id, which is random, stands in its
// record alone: once that is erased, its hash says nothing about the words that were in it.
type Decision struct {
	Document string `json:"document"`
	Decision string `json:"decision"`
	Record   string `json:"sha256"` // of the decision's JSON
}

// A Taking is the detail of [Taken].
type Taking struct {
	Format   string `json:"format"` // sarif | csv
	Findings int    `json:"findings"`
	Whole    bool   `json:"whole"` // personal data too
}

// A Redaction is the detail of [Redacted]: a copy without personal data that somebody took.
type Redaction struct {
	Page    int      `json:"page,omitempty"` // from 1; 0 for the whole document
	Classes []string `json:"classes"`        // what was covered
}

// Sum is the SHA-256 of b in lower-case hex.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// A VerdictRecord is a line of [VerdictsName]. Checks and Findings are the JSON that the result
// has, to the byte: their hashes stand in the chain.
type VerdictRecord struct {
	Document string          `json:"document"`
	Version  int             `json:"version"`
	At       time.Time       `json:"at"`
	Checks   json.RawMessage `json:"checks"` // which rules passed stands here
	Findings json.RawMessage `json:"findings"`
}

// An EvidenceRecord is a line of [EvidenceName]: what a finding points at, and the file that shows
// it.
type EvidenceRecord struct {
	Document string        `json:"document"`
	Version  int           `json:"version"`
	Finding  string        `json:"finding"`
	Path     string        `json:"path"` // pointer of the value
	Page     int           `json:"page"`
	Box      *pipeline.Box `json:"box"`
	File     string        `json:"file"`          // "" when there is no image
	Why      string        `json:"why,omitempty"` // there is none
}
