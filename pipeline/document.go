package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"
)

// A Document is one upload on its way: what came in, and what each stage found out.
// Its JSON form is what travels between the stages of different workers.
type Document struct {
	ID        string            `json:"id"`
	Tenant    string            `json:"tenant"`
	Parent    string            `json:"parent,omitempty"` // id of the stack this part was split from
	Batch     string            `json:"batch,omitempty"`
	Case      string            `json:"case,omitempty"`
	Reference string            `json:"reference,omitempty"` // the sender's own number
	Metadata  map[string]string `json:"metadata,omitempty"`
	Source    string            `json:"source"` // where it came from, as the sender names it
	Settings  Settings          `json:"settings"`
	Run       Run               `json:"run"`

	// Split is how a person wants the pages parted, 1-based; nil leaves it to Settings.Split.
	Split [][]int `json:"split,omitempty"`

	// Intake and inspection.
	Files []File `json:"files"`

	// Prepare. One entry for each page that the document consists of.
	Pages []*Page `json:"pages,omitempty"`

	// Extract. Pieces are the documents of a stack, none for a single document.
	Extraction *Extraction `json:"extraction,omitempty"`
	Pieces     []Piece     `json:"pieces,omitempty"`

	// Check.
	Checks   *Checks   `json:"checks,omitempty"`
	Findings []Finding `json:"findings,omitempty"`

	// Review is what a person has put right since it was extracted; nil for nothing.
	Review *Review `json:"review,omitempty"`

	Engine Engine `json:"engine"`

	// Purse pays for model calls; nil when no money may be spent. Set by whoever runs the
	// pipeline.
	Purse Purse `json:"-"`

	closers []func()
}

// Settings is what the sender asked for. Two runs over the same bytes with the same
// settings give the same result.
type Settings struct {
	Schema      string   `json:"schema"`              // a schema id, or "auto"
	Locale      string   `json:"locale,omitempty"`    // BCP 47, decides ambiguous dates and numbers
	Languages   []string `json:"languages,omitempty"` // BCP 47, for OCR; empty means the configured ones
	Strategy    string   `json:"strategy"`            // local | model | hybrid
	Split       string   `json:"split"`               // auto | never
	SkipReaders []string `json:"skip_readers,omitempty"`

	// Password opens encrypted files. It is held in memory and sealed in the ledger, and is
	// no part of any key, log or result.
	Password string `json:"-"`
}

// A File is one uploaded file. Several files can make one document.
type File struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256"` // lower-case hex
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
	FirstPage int    `json:"first_page"` // 1-based over the document, 0 while unknown
	PageCount int    `json:"page_count"`

	// Work names the artefact that page steps read in place of the original: the PDF with
	// its password removed, its damage repaired or its form fields flattened. Empty: the original.
	Work string `json:"work,omitempty"`

	// Attachments are files embedded in this one, kept as artefacts.
	Attachments []Attachment `json:"attachments,omitempty"`

	// Form holds the values of form fields, as the file itself states them.
	Form []FormValue `json:"form,omitempty"`

	// Open returns the original bytes for reading from the start. The caller closes it.
	// Set by whoever runs the pipeline; safe to call many times.
	Open func(ctx context.Context) (io.ReadCloser, error) `json:"-"`
}

// An Attachment is a file embedded in a PDF.
type Attachment struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type,omitempty"`
	Bytes     int64  `json:"bytes"`
	Artefact  string `json:"artefact"` // its name in [Artefacts]
}

// A FormValue is one form field of a PDF.
type FormValue struct {
	Name  string `json:"name"`            // fully qualified field name
	Label string `json:"label,omitempty"` // the tooltip (/TU), what a person reads
	Kind  string `json:"kind"`            // text | checkbox | radio | choice | signature
	Value string `json:"value"`           // "" when empty; "true" or "false" for check boxes
	Page  int    `json:"page"`            // 1-based in the file, 0 when unknown
	Box   Box    `json:"box"`             // in the frame of the page
}

// Engine names what did the work.
type Engine struct {
	Docpipe  string `json:"docpipe"`
	Raster   string `json:"raster"`
	OCR      string `json:"ocr"`
	Sandbox  string `json:"sandbox"` // full | partial | best-effort
	Strategy string `json:"strategy"`
}

// Run is what may differ between two runs over the same bytes.
type Run struct {
	ID         string           `json:"id"`
	ReceivedAt time.Time        `json:"received_at"`
	FinishedAt *time.Time       `json:"finished_at"`
	Timing     map[string]int64 `json:"timing_ms"` // milliseconds by stage
	Usage      Usage            `json:"usage"`
}

func (r *Run) time(stage string, d time.Duration) {
	if r.Timing == nil {
		r.Timing = map[string]int64{}
	}
	r.Timing[stage] += d.Milliseconds()
}

// Content is the name of the document's bytes: the hash of its files' hashes in order.
// Documents with the same content share work.
func (d *Document) Content() string {
	if len(d.Files) == 1 {
		return d.Files[0].SHA256
	}
	h := sha256.New()
	for _, f := range d.Files {
		h.Write([]byte(f.SHA256))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// OnClose registers f to run when the document has gone its way here. Stages keep open
// descriptors and the like this way.
func (d *Document) OnClose(f func()) { d.closers = append(d.closers, f) }

// Close releases what stages hold for d, last first.
func (d *Document) Close() {
	for i := len(d.closers) - 1; i >= 0; i-- {
		d.closers[i]()
	}
	d.closers = nil
}
