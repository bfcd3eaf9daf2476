package compliance

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"docpipe/pipeline"
)

// Facts is what a rule may know of a document. Each method reads a field by its JSON pointer
// and remembers the reading: the fields that a rule has read are its evidence, and those it
// could not read decide whether its answer counts.
//
// A field that is provably not on the document, or that the schema does not have, makes a
// rule that computes with it not applicable. A field that was not read (not_found,
// unreadable, ungrounded, skipped, or found with too little confidence) makes it cannot_tell.
//
// Facts belongs to one evaluation and is not safe for concurrent use.
type Facts struct {
	Today time.Time // midnight UTC of the calendar day

	extraction    *pipeline.Extraction
	minConfidence float64
	counts        map[string]int // rows by list
	at            string         // pointer of the row, "" for the document
	log           *readings
}

// maxRows bounds the rows that entries alone can claim.
const maxRows = 100_000

// readings is what an evaluation has looked at, in order, each pointer once.
type readings struct {
	paths   []string // every field looked at
	seen    map[string]bool
	missing []string // not read: nothing can be said
	absent  []string // computed with, but not there: nothing to say
	doubts  []string // not found and taken as zero: a failure may come from that
}

type knowledge int

const (
	foreign knowledge = iota // the schema has no such field
	absent
	unknown
	known
)

func newFacts(e *pipeline.Extraction, cfg Config, today time.Time) *Facts {
	return &Facts{
		Today: today, extraction: e, minConfidence: cfg.MinConfidence,
		counts: countRows(e.Fields), log: newReadings(),
	}
}

// row returns fresh Facts whose pointers begin at the given place, "" for the document.
func (f *Facts) row(pointer string) *Facts {
	r := *f
	r.at, r.log = pointer, newReadings()
	return &r
}

// rows returns the pointers of a list's rows, and what is known of the list itself.
func (f *Facts) rows(list string) ([]string, knowledge) {
	pointer := f.at + list
	if slices.ContainsFunc(f.extraction.Reasons, func(r pipeline.Reason) bool {
		return r.Code == pipeline.ReasonRowsIncomplete && (r.Path == "" || r.Path == pointer)
	}) {
		return nil, unknown
	}
	var rows []string
	items, _ := f.value(pointer).([]any)
	for i := range max(f.counts[pointer], len(items)) {
		rows = append(rows, pointer+"/"+strconv.Itoa(i))
	}
	if len(rows) > 0 {
		return rows, known
	}
	return nil, f.state(pointer)
}

// countRows counts the rows of each list that has entries: rows with data, and those of which
// entries alone say that they are there and were not read.
func countRows(fields map[string]pipeline.Field) map[string]int {
	rows := map[string]int{}
	for pointer := range fields {
		for at, step := range digits(pointer) {
			rows[pointer[:at]] = max(rows[pointer[:at]], step+1)
		}
	}
	return rows
}

// digits yields the numbered steps of a pointer: where the list's own pointer ends, and the
// row's index.
func digits(pointer string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		at := 0
		for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < maxRows && !yield(at, i) {
				return
			}
			at += 1 + len(step)
		}
	}
}

// look returns a field's value and what is known of it, and notes the reading.
func (f *Facts) look(pointer string) (any, knowledge) {
	k := f.state(pointer)
	if k != foreign {
		f.log.read(pointer)
	}
	if k != known {
		return nil, k
	}
	return f.value(pointer), known
}

// state says what is known of the value at an absolute pointer.
func (f *Facts) state(pointer string) knowledge {
	field, listed := f.extraction.Fields[pointer]
	switch {
	case !listed && f.value(pointer) != nil:
		return known
	case !listed:
		return foreign
	case field.State == pipeline.FieldAbsent:
		return absent
	case field.State != pipeline.FieldFound, f.value(pointer) == nil:
		return unknown
	case field.Confidence != nil && *field.Confidence < f.minConfidence:
		return unknown
	}
	return known
}

// unescaped undoes the escapes of a step of a pointer (RFC 6901).
var unescaped = strings.NewReplacer("~1", "/", "~0", "~")

// value walks the data along an absolute pointer; nil when nothing is there.
func (f *Facts) value(pointer string) any {
	var at any = f.extraction.Data
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch v := at.(type) {
		case map[string]any:
			at = v[unescaped.Replace(step)]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			at = v[i]
		default:
			return nil
		}
	}
	return at
}

func newReadings() *readings { return &readings{seen: map[string]bool{}} }

func (r *readings) read(pointer string) {
	if !r.seen[pointer] {
		r.seen[pointer] = true
		r.paths = append(r.paths, pointer)
	}
}

// lack notes a value that a computation needs and does not have.
func (r *readings) lack(pointer string, k knowledge) {
	switch k {
	case unknown:
		r.read(pointer)
		r.missing = once(r.missing, pointer)
	case absent, foreign:
		r.absent = once(r.absent, pointer)
	}
}

func once(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
