// Package eval compares what docpipe reads with what is known to be right.
//
// A [Set] is a folder of labelled documents: eval.yaml names the schema and maps JSON pointers
// of a result to keys of the truth, truth.jsonl has one [Record] a document. [Set.Judge]
// compares one result with its record, [Summarise] makes figures of all judgements, and
// [Compare] tells two runs apart.
//
//	schema: invoice                      # id of a shipped schema, or a file beside eval.yaml
//	options: {readers_off: [einvoice]}   # readers that must not see the document
//	only_visible: true                   # score only what a record lists under visible
//	fields:
//	  /totals/gross: {truth: gross_total, compare: money}
//	rows:
//	  /lines: {truth: lines, match: {net: net_amount}, compare: {net: money, quantity: number}}
//
// What a record says of a field decides how its value counts:
//
//	stated    it has a value, which with only_visible must be listed as visible: the result
//	          is right, wrong or empty
//	absent    the key is there and empty; or it is missing from a record that lists nothing as
//	          visible, in a set without only_visible: such truth is complete. A value counts
//	          as filled although absent
//	unknown   all else: what is found there is not judged
//
// Rows are compared wherever the truth has some; visible speaks of single values only.
package eval

import (
	"docpipe/pipeline"
)

// An Outcome says how one field of one document went.
type Outcome string

// The outcomes of a field.
const (
	Right    Outcome = "right"
	Wrong    Outcome = "wrong"
	Empty    Outcome = "empty"    // it stands on the document, and nothing was found
	Filled   Outcome = "filled"   // it is absent, and something was found
	Absent   Outcome = "absent"   // it is absent, and nothing was found
	Unjudged Outcome = "unjudged" // nobody knows
)

// Miss reports whether a person has to mend the field.
func (o Outcome) Miss() bool { return o == Wrong || o == Empty || o == Filled }

// A Case is one field of one document.
type Case struct {
	Document string  `json:"document"` // id of its record
	Group    string  `json:"group"`    // documents of one group are alike, such as one seller's
	Pointer  string  `json:"pointer"`
	Compare  string  `json:"compare"`
	Outcome  Outcome `json:"outcome"`
	Exact    bool    `json:"exact,omitempty"` // right to the character
	Score    float64 `json:"score"`           // 0..1: likeness for anls, F1 for set, else 1 when right
	ANLS     float64 `json:"anls"`            // 0..1, likeness of the texts whatever the comparison
	Want     string  `json:"want,omitempty"`
	Got      string  `json:"got,omitempty"`
	Values   []Value `json:"values,omitempty"`
	Items    *Counts `json:"items,omitempty"` // of a set

	State    pipeline.FieldState `json:"state,omitempty"`
	Reader   string              `json:"reader,omitempty"`
	Reason   string              `json:"reason,omitempty"`
	Evidence []pipeline.Evidence `json:"-"`
}

// Judged reports whether the truth says anything of the field.
func (c *Case) Judged() bool { return c.Outcome != Unjudged }

// Stated reports whether the field stands on the document.
func (c *Case) Stated() bool {
	return c.Outcome == Right || c.Outcome == Wrong || c.Outcome == Empty
}

// A Value is one value that was given: the field's own, or one of a set.
type Value struct {
	Pointer    string  `json:"pointer"`
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"` // 0 when nobody estimated it
	Right      bool    `json:"right"`
}

// Counts are what an F1 is made of.
type Counts struct {
	Want  int `json:"want"`
	Got   int `json:"got"`
	Right int `json:"right"`
}

// Precision is the share of right ones among those given, 1 when none was.
func (c Counts) Precision() float64 { return share(c.Right, c.Got) }

// Recall is the share of those wanted that were given, 1 when none is wanted.
func (c Counts) Recall() float64 { return share(c.Right, c.Want) }

// F1 is the harmonic mean of precision and recall, 1 when nothing is wanted and nothing given.
func (c Counts) F1() float64 { return share(2*c.Right, c.Want+c.Got) }

func (c *Counts) add(o Counts) {
	c.Want, c.Got, c.Right = c.Want+o.Want, c.Got+o.Got, c.Right+o.Right
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}
