// Package schemas holds the shapes of documents: the JSON Schemas that ship with docpipe,
// the ones users bring, and the guarded validation of data against them.
//
// A schema is JSON Schema draft 4, 6 or 7, read as one language: what draft 7 knows, plus the
// boolean exclusiveMinimum of draft 4. References stay inside the file (#/$defs/NAME or
// #/definitions/NAME). What docpipe cannot do is refused by [Parse] with the keyword, the
// place and the way out; unknown keywords are annotations and are ignored.
//
// Schemas and data come from strangers. Before the validator sees either, this package caps
// bytes, depth, keywords, numbers and the work that a pair of both would cost, and it hands the
// validator a copy that holds nothing but checked keywords and local references.
//
// # What a schema may say to docpipe
//
// The keyword x-docpipe stands beside type and title and changes no validation:
//
//	"x-docpipe": {
//	  "labels": {"en": ["Invoice no"], "de": ["Rechnungsnummer"]},  // as printed on documents
//	  "pii": "contact",                // class of personal data
//	  "bt": "BT-1",                    // term of EN 16931
//	  "min_confidence": 0.95           // below it, a person looks
//	}
//
// At the top of a schema it also says how such a document is recognised: doctype, titles
// (headings, by language) and words (typical wording, by language). Labels, titles and words
// may be a plain list where the language does not matter.
//
// # Models
//
// Providers of models take less of JSON Schema than this package does. [Schema.Safe] derives
// what they take; [Schema.Prune] brings an answer back to what the schema itself wants.
//
// # Formats
//
// Checked formats are those of draft 7 and decimal (a string such as "119.00"), country
// (ISO 3166-1 alpha-2), currency (ISO 4217), language (BCP 47), iban and bic. Other formats
// are annotations.
package schemas

import "github.com/xeipuuv/gojsonschema"

// A Schema is a document shape that passed [Parse]. It does not change and is safe for use by
// many goroutines.
type Schema struct {
	ID      string // invoice.v1, or the base name of a file
	SHA256  string // of Raw, lower-case hex
	Title   string
	DocType string // invoice; the name in ID when the schema does not say
	Raw     []byte // the schema as it was given; not to be changed

	// Root is the tree of fields, never nil.
	Root *Node

	// MinConfidence is the threshold of the whole schema, 0..1; nil when it sets none.
	MinConfidence *float64

	// Titles are headings of such documents and Words typical wording on them, by BCP 47
	// language; the language is "" where the schema names none.
	Titles, Words map[string][]string

	source   *object        // Raw, decoded and guarded
	shape    map[string]any // what the validator compiled: checked keywords only
	compiled *gojsonschema.Schema
}

// Leaves returns the fields that carry values, in document order. Those in lists appear once,
// with * in their pointer.
func (s *Schema) Leaves() []*Node { return s.Root.leaves(nil) }

func (n *Node) leaves(all []*Node) []*Node {
	if n.Leaf() {
		return append(all, n)
	}
	for _, p := range n.Properties {
		all = p.leaves(all)
	}
	if n.Items != nil {
		all = n.Items.leaves(all)
	}
	return all
}
