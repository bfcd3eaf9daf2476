package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
)

// ResultFormat is the first key of every result.
const ResultFormat = "docpipe.result.v1"

// Status says where a document is, or how it ended.
type Status string

// The statuses.
const (
	Queued      Status = "queued"
	Processing  Status = "processing"
	Completed   Status = "completed"    // valid against the schema, nothing doubtful
	NeedsReview Status = "needs_review" // all read, something doubtful
	Partial     Status = "partial"      // something provably not read
	Failed      Status = "failed"
	Rejected    Status = "rejected" // by a person
	Cancelled   Status = "cancelled"
	Erased      Status = "erased"
)

// Terminal reports whether no further work is to come.
func (s Status) Terminal() bool { return s != Queued && s != Processing }

// A Result is what a user gets: one version of a document's outcome. Its JSON is the
// contract of schemas/result.v1.schema.json.
type Result struct {
	Format       string           `json:"format"`
	Document     ResultDocument   `json:"document"`
	Version      int              `json:"version"`
	Author       string           `json:"author"` // machine, or who reviewed
	Status       Status           `json:"status"`
	Confidence   *float64         `json:"confidence"`
	DocType      string           `json:"doctype"`
	DocTypeConf  *float64         `json:"doctype_confidence"`
	Schema       string           `json:"schema"`
	SchemaSHA256 string           `json:"schema_sha256"`
	Data         map[string]any   `json:"data"`
	Fields       map[string]Field `json:"fields"`
	Pages        []ResultPage     `json:"pages"`
	Parts        []Part           `json:"parts"`
	Checks       Checks           `json:"checks"`
	Findings     []Finding        `json:"findings"`
	Reasons      []Reason         `json:"reasons"`
	Review       Review           `json:"review"`
	Error        *ErrorReport     `json:"error"`
	Engine       Engine           `json:"engine"`
	Run          Run              `json:"run"`
}

// ResultDocument is the document's identity in a result.
type ResultDocument struct {
	ID        string            `json:"id"`
	Tenant    string            `json:"tenant"`
	Parent    *string           `json:"parent"`
	Batch     *string           `json:"batch"`
	Case      *string           `json:"case"`
	Reference *string           `json:"reference"`
	Metadata  map[string]string `json:"metadata"`
	Source    string            `json:"source"`
	Files     []ResultFile      `json:"files"`
	PageCount int               `json:"page_count"`
	Pages     []int             `json:"pages"`
	Languages []string          `json:"languages"`
}

// ResultFile is one uploaded file in a result.
type ResultFile struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256"`
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
	FirstPage int    `json:"first_page"`
	PageCount int    `json:"page_count"`
}

// ResultPage is one page in a result, without its words.
type ResultPage struct {
	Page       int       `json:"page"`
	State      PageState `json:"state"`
	TextFrom   string    `json:"text_from"`
	Width      float64   `json:"width"`
	Height     float64   `json:"height"`
	Unit       string    `json:"unit"`
	Turn       int       `json:"turn"`
	Confidence *float64  `json:"confidence"`
	Marks      []Mark    `json:"marks,omitempty"` // boxes to tick, signatures, stamps, from top to bottom
}

// Review is what a person did with this version.
type Review struct {
	State   string            `json:"state"` // none | corrected
	By      *string           `json:"by"`
	At      *string           `json:"at"`
	Comment *string           `json:"comment"`
	Edits   []json.RawMessage `json:"edits"`
}

// NewResult makes version of d's result. failure is the error that ended the run, nil when
// every stage ran. The status follows from what is known: failed, then partial, then
// needs_review, then completed, with all causes in Reasons.
func NewResult(d *Document, version int, failure error) *Result {
	r := &Result{
		Format: ResultFormat, Version: version, Author: "machine",
		Document: resultDocument(d), Pages: resultPages(d),
		DocType: "unknown", Schema: d.Settings.Schema, Fields: map[string]Field{},
		Parts: []Part{}, Findings: orEmpty(d.Findings),
		Checks: Checks{Verdict: NotChecked, Packs: map[string]string{}},
		Review: Review{State: "none", Edits: []json.RawMessage{}},
		Error:  Report(failure), Engine: d.Engine, Run: d.Run,
	}
	if e := d.Extraction; e != nil {
		r.Confidence, r.Data, r.Fields = e.Confidence, e.Data, e.Fields
		r.DocType, r.DocTypeConf = e.DocType, e.DocTypeConfidence
		r.Schema, r.SchemaSHA256 = e.Schema, e.SchemaSHA256
		r.Document.Languages = orEmpty(e.Languages)
	}
	if d.Checks != nil {
		r.Checks = *d.Checks
	}
	if d.Review != nil {
		r.Review, r.Author = *d.Review, *d.Review.By
	}
	if failure == nil {
		r.Parts = d.parts()
	}
	if failure == nil && allPages(d, PageFailed) {
		r.Error = d.Pages[0].Failure
	}
	r.Reasons = reasons(d)
	r.Status = status(d, r.Reasons, failure)
	r.Run.Usage.Attempts = orEmpty(r.Run.Usage.Attempts)
	return r
}

func status(d *Document, reasons []Reason, failure error) Status {
	if failure != nil {
		if KindOf(failure) == ErrCancelled {
			return Cancelled
		}
		return Failed
	}
	if allPages(d, PageFailed) {
		return Failed
	}
	is := Completed
	for _, r := range reasons {
		if incomplete(r.Code) {
			return Partial
		}
		is = NeedsReview
	}
	return is
}

// incomplete reports whether a reason says that something was provably not read.
func incomplete(code string) bool {
	switch code {
	case ReasonPageFailed, ReasonSuspectBlank, ReasonRowsIncomplete, ReasonTruncated, ReasonBudget:
		return true
	}
	return false
}

func allPages(d *Document, state PageState) bool {
	return len(d.Pages) > 0 && !slices.ContainsFunc(d.Pages, func(p *Page) bool { return p.State != state })
}

// reasons gathers the causes that stages left at pages and at the extraction.
func reasons(d *Document) []Reason {
	all := []Reason{}
	for _, p := range d.Pages {
		all = append(all, p.Reasons...)
		if p.State == PageSkipped {
			all = append(all, Reason{Code: ReasonTruncated, Page: p.Number, Detail: "the page was not read"})
		}
	}
	if d.Extraction != nil {
		all = append(all, d.Extraction.Reasons...)
	}
	return all
}

func resultDocument(d *Document) ResultDocument {
	r := ResultDocument{
		ID: d.ID, Tenant: d.Tenant, Source: d.Source, Metadata: d.Metadata,
		Parent: orNil(d.Parent), Batch: orNil(d.Batch), Case: orNil(d.Case), Reference: orNil(d.Reference),
		Files: []ResultFile{}, PageCount: len(d.Pages), Pages: []int{}, Languages: []string{},
	}
	if r.Metadata == nil {
		r.Metadata = map[string]string{}
	}
	for _, f := range d.Files {
		r.Files = append(r.Files, ResultFile{f.Name, f.SHA256, f.MediaType, f.Bytes, f.FirstPage, f.PageCount})
	}
	for _, p := range d.Pages {
		r.Pages = append(r.Pages, p.Number)
	}
	return r
}

func resultPages(d *Document) []ResultPage {
	pages := []ResultPage{}
	for _, p := range d.Pages {
		pages = append(pages, ResultPage{p.Number, p.State, p.TextFrom, p.Width, p.Height, p.Unit, p.Turn, p.Confidence, p.Marks})
	}
	return pages
}

// Describe returns one line about the result for logs and terminals, without content.
func (r *Result) Describe() string {
	return fmt.Sprintf("%s %s %s, %d pages, checks %s", r.Document.ID, r.Status, r.DocType, r.Document.PageCount, r.Checks.Verdict)
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
