package pipeline

// FieldState says what is known of a field.
type FieldState string

// The states of a field.
const (
	FieldFound      FieldState = "found"
	FieldAbsent     FieldState = "absent"     // positive evidence that it is not on the document
	FieldNotFound   FieldState = "not_found"  // looked, nothing convincing
	FieldUnreadable FieldState = "unreadable" // place found, value not legible
	FieldUngrounded FieldState = "ungrounded" // a reader claims a value that is not on the page
	FieldSkipped    FieldState = "skipped"    // no reader ran
)

// Known reports whether rules may rely on the field: it was read, or is known to be missing.
func (s FieldState) Known() bool { return s == FieldFound || s == FieldAbsent }

// Sources of a value. The list is open: an unknown one reads as "other".
const (
	SourceEInvoice = "einvoice"
	SourceForm     = "form"
	SourceText     = "text"
	SourceOCR      = "ocr"
	SourceMRZ      = "mrz"
	SourceBarcode  = "barcode"
	SourceModel    = "model"
	SourceDerived  = "derived"
	SourceHuman    = "human"
)

// An Extraction is what the readers found, proved and validated.
type Extraction struct {
	DocType           string   `json:"doctype"` // "unknown" when no type fits
	DocTypeConfidence *float64 `json:"doctype_confidence"`
	Languages         []string `json:"languages"` // BCP 47, most frequent first
	Schema            string   `json:"schema"`
	SchemaSHA256      string   `json:"schema_sha256"`

	// Data holds only what was found: maps, slices, strings, json.Number, bools.
	// It is nil for a stack.
	Data map[string]any `json:"data"`

	// Fields is keyed by JSON pointer: each leaf of Data, and each leaf of the schema that is
	// not there.
	Fields map[string]Field `json:"fields"`

	EInvoice *EInvoice `json:"einvoice,omitempty"` // nil when the document holds none

	Confidence *float64 `json:"confidence"` // the lowest among required fields
	Reasons    []Reason `json:"reasons,omitempty"`
}

// A Field says how a value is known.
type Field struct {
	State      FieldState  `json:"state"`
	Confidence *float64    `json:"confidence"` // estimated share of right values, 3 decimals; nil when nobody estimated it
	Source     string      `json:"source,omitempty"`
	Reader     string      `json:"reader,omitempty"` // name@version
	Reason     string      `json:"reason,omitempty"` // for a person
	Evidence   []Evidence  `json:"evidence"`
	Candidates []Candidate `json:"candidates"`
	Review     *string     `json:"review"` // nil, confirmed, corrected
}

// Evidence is the place on the page that proves a value.
type Evidence struct {
	Page  int    `json:"page"`
	Box   *Box   `json:"box"` // nil when the source has no place, such as XML
	Quote string `json:"quote"`
}

// A Candidate is a value that is not in the data.
type Candidate struct {
	Value      any        `json:"value"`
	Confidence *float64   `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
}

// A Reason tells why a result is not simply completed.
type Reason struct {
	Code   string `json:"code"`
	Path   string `json:"path,omitempty"` // JSON pointer
	Page   int    `json:"page,omitempty"`
	Detail string `json:"detail"`
}

// Codes of reasons. The list is open: an unknown one reads as "other".
const (
	ReasonLowConfidence    = "low_confidence"
	ReasonUngrounded       = "ungrounded"
	ReasonUnreadable       = "unreadable"
	ReasonAmbiguous        = "ambiguous"
	ReasonContradiction    = "contradiction"
	ReasonMissingRequired  = "missing_required"
	ReasonNothingFound     = "nothing_found"
	ReasonSchemaViolation  = "schema_violation"
	ReasonRowsIncomplete   = "rows_incomplete"
	ReasonPageFailed       = "page_failed"
	ReasonSuspectBlank     = "suspect_blank"
	ReasonTruncated        = "truncated"
	ReasonHiddenText       = "hidden_text"
	ReasonDoctypeUncertain = "doctype_uncertain"
	ReasonSplitUncertain   = "split_uncertain"
	ReasonBudget           = "budget"
	ReasonPolicy           = "policy"
)
