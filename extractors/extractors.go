// Package extractors turns the words and artefacts of a document into fields that can be
// trusted.
//
// Readers ([Extractor]) claim values: the local field reader, readers of e-invoices, forms,
// machine-readable zones, barcodes, models. [Stage] chooses the schema, runs the readers,
// and settles their claims:
//
//	ask        a model, as the strategy wants it: for everything, or for what is still open
//	merge      claims that agree raise each other; claims that contradict become a reason
//	ground     a value must stand among the visible words of a page, or come from an exact source
//	assemble   what was found becomes data, everything else a state in fields
//	validate   against the user's own schema; what violates it leaves the data
//	doubt      what is below the threshold, missing or ambiguous becomes a reason for review
//
// Nothing is guessed: a field that no reader can prove stays empty and says why.
//
// The package also holds what readers share: how printed numbers ([ReadAmount]), dates
// ([ScanDates]) and currencies ([Currency]) are read, and how text is compared ([Fold]).
package extractors

import (
	"context"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// An Extractor reads a document and claims values for fields of s. It changes neither. It
// claims only what it has evidence for; a field that it says nothing about was not looked at.
// An error means that this reader could not work: others still run. An Extractor must be safe
// for concurrent use and give the same claims for the same document.
type Extractor interface {
	Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]Claim, error)
}

// A Transcriber is a reader that also writes down whole what an electronic invoice states: rules
// ask for terms that no schema has. It returns nil when the document holds none. Its errors and
// promises are those of an Extractor.
type Transcriber interface {
	EInvoice(ctx context.Context, d *pipeline.Document) (*pipeline.EInvoice, error)
}

// A Model reads what the readers before it left open. open holds the pointers of leaves and
// lists of s as the schema has them, a star for any row ("/totals/gross", "/lines",
// "/lines/*/net"); nil asks for everything. Its claims carry quotes, not places: where a quote
// stands is found on the page. An error that wraps ErrBudgetExhausted comes with the claims
// that were paid for. A Model must be safe for concurrent use.
type Model interface {
	Read(ctx context.Context, d *pipeline.Document, s *schemas.Schema, open []string) ([]Claim, error)
}

// A Classifier says which shipped type a document is, with a confidence of 0..1. It returns
// "unknown" when none fits; an error only for trouble that has nothing to do with the document.
// An error that wraps ErrBudgetExhausted or ErrInvalid is a model's that gave no answer, and comes
// with that of those who did.
type Classifier interface {
	Classify(ctx context.Context, d *pipeline.Document) (doctype string, confidence float64, err error)
}

// A Registry finds the schemas that a tenant may use: by id or name, and by the path of a file
// where the one who asks may read files. An unknown one is an error that wraps
// pipeline.ErrSchemaUnknown. A Registry must be safe for concurrent use.
type Registry interface {
	Schema(ctx context.Context, tenant, idOrFile string) (*schemas.Schema, error)
}

// A Claim is what one reader says about one field.
type Claim struct {
	Pointer string // of a leaf, rows numbered from 0: "/lines/0/net"; of a list that it says is empty

	// Value is a string, json.Number or bool; amounts as plain decimals, dates as YYYY-MM-DD.
	// It is converted to the type that the schema wants. Nil when State is not found.
	Value any

	State      pipeline.FieldState // empty means found
	Confidence float64             // 0..1, 0 when not estimated
	Source     string              // one of pipeline's sources
	Reader     string              // name@version
	Reason     string              // for a person
	Evidence   []pipeline.Evidence
	Candidates []pipeline.Candidate // other readings of the same place

	// Ambiguous says that the candidates are equally good readings of one place; State is then
	// not_found.
	Ambiguous bool

	// Code makes the claim a remark: a reason of this code, with Pointer, Reason as its detail
	// and the page of the first evidence, is all that it says. A list that was not read to its
	// end is rows_incomplete.
	Code string

	// Proven says that a sum or a check digit holds for the value, besides its label.
	Proven bool

	// Broken says that a sum which has to hold does not, with this value in it.
	Broken bool

	// Disputed says the same where the rest of the document shows that it is printed so: the
	// document is wrong, and not who read it.
	Disputed bool

	// Elsewhere says that the page shows more than one document, and the value may be of another.
	Elsewhere bool

	// Guessed says that nothing but a place or a turn of speech tells what the value is, in a
	// document of a kind that nobody has described: a person should look at it.
	Guessed bool

	Labels int     // how many printed labels point at the value, 0 when that was not counted
	Rival  float64 // how near the next best other value comes to it, 0..1

	// Unlabelled makes the claim a remark too: nothing on the document is labelled as the field is
	// nor looks like it, although its labels are understood.
	Unlabelled bool

	byRules bool        // a reader that reads print by rules says so
	proof   *modelProof // how a model's value stands on the page
	witness bool        // raises or contradicts others, and fills nothing
}

// Exact reports whether the claim's source states values instead of showing them: its quote is
// its proof, and it does not have to be on the page.
func (c *Claim) Exact() bool {
	return c.Source == pipeline.SourceEInvoice || c.Source == pipeline.SourceForm || c.Source == pipeline.SourceBarcode
}

func (c *Claim) found() bool {
	return c.Value != nil && (c.State == "" || c.State == pipeline.FieldFound)
}

// Named is a reader under the name by which settings skip it.
type Named struct {
	Name string
	Extractor

	// Local says that it reads print by rules. With strategy model it fills nothing: it only
	// agrees with the model, or contradicts it.
	Local bool
}
