package audit

import (
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// An export is a zip that an auditor checks with [CheckBundle] on any machine. It holds
//
//	manifest.json    every file below with its hash, and what the export is of: [Manifest]
//	chain.jsonl      the entries of the chain from the first one of the period up to the export's
//	                 own, which names the hash of the manifest
//	verdicts.jsonl   what the rules said of each version of a result: [VerdictRecord]
//	decisions.jsonl  what people decided, as it was recorded
//	rules/*.yaml     the packs as they were in force, named by their hashes
//	evidence/*       what findings point at, cut out of the pages, and its list evidence.jsonl
//	README.txt       how to check all this
//
// So the last entry of its chain covers every byte of it. Of documents that were erased the chain
// has the receipts, and nothing else is left.
const (
	exportFormat  = "docpipe.audit.export.v1"
	manifestName  = "manifest.json"
	chainName     = "chain.jsonl"
	VerdictsName  = "verdicts.jsonl"  // see [VerdictRecord]
	DecisionsName = "decisions.jsonl" // one pipeline.Decision a line
	EvidenceName  = "evidence.jsonl"  // see [EvidenceRecord]
	rulesFolder   = "rules/"
)

// RulesName is the name of a pack's text in an export.
func RulesName(sha256 string) string { return rulesFolder + sha256 + ".yaml" }

// A Manifest says what an export is of.
type Manifest struct {
	Format  string    `json:"format"`
	Tenant  string    `json:"tenant"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until"` // what happened before it is in the export
	MadeAt  time.Time `json:"made_at"`
	Docpipe string    `json:"docpipe"` // version
	First   int64     `json:"first"`   // number of the first entry of the period, 0 for none
	Files   []Exhibit `json:"files"`
}

// An Exhibit is one file of an export.
type Exhibit struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// An Export is the detail of [Exported].
type Export struct {
	Manifest string    `json:"manifest_sha256"`
	Since    time.Time `json:"since"`
	Until    time.Time `json:"until"`
	Files    int       `json:"files"`
}

// within reports whether an entry is of the manifest's period.
func (m Manifest) within(e Entry) bool { return !e.At.Before(m.Since) && e.At.Before(m.Until) }

// safeName refuses names that lead out of the folder into which somebody may unpack an export.
func safeName(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\:") {
		return fmt.Errorf("the name %q leads out of the export", name)
	}
	return nil
}
