package compliance

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types/ref"

	"docpipe/pipeline"
)

// facts is what rules may know of one document. It belongs to one check and is not safe for
// concurrent use.
type facts struct {
	extraction *pipeline.Extraction
	today      day
	shape      *shape
	counts     map[string]int // rows by list
	trees      map[light]*object

	root  string // where pointers begin
	whole bool   // what has no entry is not there, instead of unknown to the schema
}

// light is how a document is looked at, see [tree].
type light struct {
	minConfidence float64
	assume        bool
}

func newFacts(e *pipeline.Extraction, s *shape, today day) *facts {
	return &facts{extraction: e, shape: s, today: today, counts: countRows(e.Fields), trees: map[light]*object{}}
}

// doc returns the variable doc. It is built once for each light.
func (f *facts) doc(l light) *object {
	if o, ok := f.trees[l]; ok {
		return o
	}
	t := &tree{facts: f, minConfidence: l.minConfidence, assume: l.assume, foreigners: map[*place]ref.Val{}}
	o := t.object(f.shape, f.root, f.extraction.Data)
	f.trees[l] = o
	return o
}

// lacking says why the place at pointer has no value to rely on; false when it has.
func (t *tree) lacking(pointer string, value any) (mark, bool) {
	field, listed := t.extraction.Fields[pointer]
	switch {
	case !listed && value != nil:
		return 0, false
	case !listed && t.whole:
		return absent, true
	case !listed:
		return foreign, true
	case field.State == pipeline.FieldAbsent:
		return absent, true
	case field.State == pipeline.FieldNotFound:
		return notFound, true
	case field.State != pipeline.FieldFound, value == nil:
		return unread, true
	case field.Confidence != nil && *field.Confidence < t.minConfidence:
		return unread, true
	}
	return 0, false
}

// incomplete reports whether rows of the list at pointer may be missing.
func (f *facts) incomplete(pointer string) bool {
	return slices.ContainsFunc(f.extraction.Reasons, func(r pipeline.Reason) bool {
		return r.Code == pipeline.ReasonRowsIncomplete && (r.Path == "" || r.Path == pointer)
	})
}

// maxRows bounds the rows that entries alone can claim.
const maxRows = 100_000

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
