package compliance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"docpipe/pipeline"
)

// An outcome is an answer with what the rule looked at to give it.
type outcome struct {
	Verdict  pipeline.Verdict
	Message  string
	Expected string
	Actual   string
	paths    []string // of what was read: they are the finding's identity
	said     []string // of what the message says besides
	missing  []string
	named    []string            // names from elsewhere that the message says
	quotes   []pipeline.Evidence // what a judge cites
	why      string              // a judge cannot tell
}

func (o outcome) worthFinding() bool {
	return o.Verdict == pipeline.Fail || o.Verdict == pipeline.CannotTell || o.Verdict == pipeline.RuleError
}

// An inquest is the check of one document with one pack.
type inquest struct {
	ctx    context.Context
	facts  *facts
	terms  *facts // of the variable inv; nil when the pack does not speak of it
	bound  *bound
	policy *object
	asking *asking
	floor  float64 // confidence below which a value counts as unread
}

// A question is one rule asked about one row, or about the document.
type question struct {
	*inquest
	rule   *asked
	vars   map[string]any
	looked map[int]look // by the index of the read
}

// evaluate asks a rule once, or once for each row of its list. It always returns at least one
// outcome.
func (n *inquest) evaluate(a *asked) []outcome {
	q := n.question(a, false)
	if len(a.loops) == 0 {
		return []outcome{q.ask()}
	}
	return q.each(a.loops)
}

// question binds the variables of expressions in one light.
func (n *inquest) question(a *asked, assume bool) *question {
	l := light{minConfidence: n.floor, assume: assume}
	if a.MinConfidence != nil {
		l.minConfidence = *a.MinConfidence
	}
	vars := map[string]any{
		"doc": n.facts.doc(l), "policy": n.policy, "today": n.facts.today,
		"table": n.bound.tables, sourcesVar: n.asking,
	}
	if n.terms != nil {
		vars["inv"] = n.terms.doc(l)
	}
	return &question{n, a, vars, map[int]look{}}
}

// each asks the rule for every row of the first loop, inside it of the next, and so on.
func (q *question) each(loops []loop) []outcome {
	if len(loops) == 0 {
		return []outcome{q.ask()}
	}
	v := q.eval(loops[0].in)
	if types.IsUnknownOrError(v) {
		return []outcome{q.undecided(v)}
	}
	var all []outcome
	for _, row := range elements(v) {
		q.vars[loops[0].as] = row
		all = append(all, q.each(loops[1:])...)
	}
	if all == nil {
		return []outcome{{Verdict: pipeline.NotApplicable}}
	}
	return all
}

// ask gives the answer for the variables as they are.
func (q *question) ask() outcome {
	if q.rule.when != nil {
		switch v := q.eval(q.rule.when); v {
		case types.True:
		case types.False:
			return outcome{Verdict: pipeline.NotApplicable}
		default:
			return q.undecided(v)
		}
	}
	if q.rule.judged {
		return q.inquire()
	}
	if o, lacks := q.lacks(); lacks {
		return o
	}
	v := q.eval(q.rule.assert)
	if w, unknown := why(v); unknown && (w == notFound || w == foreign) && q.assumed() == types.True {
		v = types.True
	}
	switch v {
	case types.True:
		return q.concluded(pipeline.Pass)
	case types.False:
		return q.failed()
	}
	return q.undecided(v)
}

// assumed evaluates the assertion once more with what was not found taken as zero where the
// rule says orZero.
func (q *question) assumed() ref.Val {
	other := q.inquest.question(q.rule, true)
	for _, l := range q.rule.loops {
		row, ok := q.vars[l.as].(*object)
		if !ok || row.pointer == "" {
			return types.False
		}
		other.vars[l.as] = other.row(row.pointer)
	}
	return other.eval(q.rule.assert)
}

// row finds the row at a pointer of doc or inv.
func (q *question) row(pointer string) ref.Val {
	if below, ok := strings.CutPrefix(pointer, TermsRoot+"/"); ok {
		return q.vars["inv"].(*object).at("/" + below)
	}
	return q.vars["doc"].(*object).at(pointer)
}

// lacks looks at the fields without which the assertion has no value. One that is absent makes
// the rule not applicable; those that were not read are all named.
func (q *question) lacks() (outcome, bool) {
	var missing []string
	for i, r := range q.rule.reads {
		if !r.needed {
			continue
		}
		l := q.look(i, r)
		if l.none {
			return q.concluded(pipeline.NotApplicable), true
		}
		missing = union(missing, l.missing)
	}
	if missing == nil {
		return outcome{}, false
	}
	return q.cannotTell(missing), true
}

// A look is what a read found below the value of its variable.
type look struct {
	from    *object
	none    bool     // something is absent
	missing []string // what was not read
}

// look walks the places of the i-th read of the rule. What was found is kept while the variable has
// the same value: each row of a long list asks for the dates of all.
func (q *question) look(i int, r read) look {
	from, group := q.vars[r.steps[0]].(*object)
	if l, ok := q.looked[i]; ok && group && l.from == from {
		return l
	}
	l := look{from: from}
	for v := range q.places(r.steps) {
		switch w, _ := why(v); w {
		case absent, foreign:
			l.none = true
		case unread, notFound:
			l.missing = union(l.missing, unreadPointers(v))
		}
		if l.none {
			break
		}
	}
	q.looked[i] = l
	return l
}

func (q *question) failed() outcome {
	o := q.concluded(pipeline.Fail)
	o.said = q.paths(q.rule.says)
	o.Message = q.write(q.rule.message)
	if q.rule.expected != nil {
		o.Expected = printed(q.eval(q.rule.expected))
	}
	if q.rule.actual != nil {
		o.Actual = printed(q.eval(q.rule.actual))
	}
	o.named = q.asking.named(o.Message, o.Expected, o.Actual)
	return o
}

// undecided turns a value that is neither true nor false into a verdict. What is missing
// because it is absent makes the rule not applicable; a rule that breaks says so, without any
// value of the document.
func (q *question) undecided(v ref.Val) outcome {
	if u, ok := v.(*types.Unknown); ok {
		for _, l := range lacks(u) {
			if l.why == unanswered {
				o := q.concluded(pipeline.CannotTell)
				o.Message = "cannot be answered: " + l.pointer
				return o
			}
		}
		if missing := unreadPointers(v); missing != nil {
			return q.cannotTell(missing)
		}
		return q.concluded(pipeline.NotApplicable)
	}
	o := q.concluded(pipeline.RuleError)
	o.Message = fmt.Sprintf("rule %s broke and says nothing about this document: %s", q.rule.ID, trouble(v))
	return o
}

// trouble names the kind of an error. Its text may hold values of the document.
func trouble(v ref.Val) string {
	text := fmt.Sprint(v)
	switch {
	case strings.Contains(text, "cost limit"):
		return "it takes too many steps"
	case strings.Contains(text, "interrupted"), strings.Contains(text, "deadline"):
		return "it takes too long"
	case strings.Contains(text, "division by zero"):
		return "division by zero"
	case strings.Contains(text, "index out of bounds"):
		return "a row that is not there"
	}
	return "an expression has no value here"
}

func (q *question) cannotTell(missing []string) outcome {
	o := q.concluded(pipeline.CannotTell)
	o.missing = missing
	o.Message = q.unknown(missing)
	return o
}

// unknown says why places have no value: looked for in vain is no sign of a bad scan.
func (q *question) unknown(missing []string) string {
	var sought, dim []string
	for _, pointer := range missing {
		if q.facts.extraction.Fields[pointer].State == pipeline.FieldNotFound {
			sought = append(sought, pointer)
		} else {
			dim = append(dim, pointer)
		}
	}
	var said []string
	if dim != nil {
		said = append(said, "not read well enough to decide: "+strings.Join(first(dim, 5), ", "))
	}
	if sought != nil {
		said = append(said, "not found, and nothing shows that it is not there: "+strings.Join(first(sought, 5), ", "))
	}
	return strings.Join(said, "; ")
}

func (q *question) concluded(v pipeline.Verdict) outcome {
	o := outcome{Verdict: v}
	if o.worthFinding() {
		o.paths = q.paths(q.rule.reads)
	}
	return o
}

// eval gives the value of an expression: true, false, any other, an unknown or an error.
func (q *question) eval(p *program) ref.Val {
	v, _, err := p.ContextEval(q.ctx, q.vars)
	if err != nil {
		return types.WrapErr(err)
	}
	return v
}

// union appends what list does not hold yet.
func union(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

func first(list []string, n int) []string {
	if len(list) > n {
		return append(list[:n:n], "…")
	}
	return list
}
