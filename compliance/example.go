package compliance

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// An Example is a document in short, and what the rule must say of it. Fields that it does not
// name were looked for and not found; Rest says otherwise for all of them.
type Example struct {
	Name string `yaml:"name"`

	// From is a document under the pack's bases, on which the example is laid: groups field by
	// field, lists whole.
	From    string `yaml:"from"`
	DocType string `yaml:"doctype"` // default the pack's first

	Doc        yaml.Node          `yaml:"doc"`
	Inv        yaml.Node          `yaml:"inv"`    // what an e-invoice states; item.name is name in item
	Absent     []string           `yaml:"absent"` // seller.vat_id, vat_lines.0.rate, inv.seller.vat_id
	NotFound   []string           `yaml:"not_found"`
	Unreadable []string           `yaml:"unreadable"`
	Incomplete []string           `yaml:"incomplete"` // lists of which rows may be missing
	Confidence map[string]float64 `yaml:"confidence"` // default 0.97
	Rest       string             `yaml:"rest"`       // absent | not_found | foreign
	Today      string             `yaml:"today"`      // default 2026-11-22
	Policy     map[string]any     `yaml:"policy"`

	// Recall answers the functions that look past the document, by name; those that are not
	// named have nobody to ask. Judge is the judge's verdict.
	Recall map[string][]map[string]any `yaml:"recall"`
	Judge  pipeline.Verdict            `yaml:"judge"`

	Want    pipeline.Verdict `yaml:"want"`    // pass and not_applicable of every row, the others of one
	Missing []string         `yaml:"missing"` // fields that are named as not read
	Message string           `yaml:"message"` // the whole message, when given

	data   any
	states map[string]pipeline.FieldState // by pointer of a field, a group or a list
}

// exampleDay is today for examples that do not say.
const exampleDay = "2026-11-22"

// wantsExamples tells which of the three verdicts no example of the rule shows.
func (r *Rule) wantsExamples() []string {
	var all []string
	for _, v := range []pipeline.Verdict{pipeline.Pass, pipeline.Fail, pipeline.CannotTell} {
		if !slices.ContainsFunc(r.Tests, func(e Example) bool { return e.Want == v }) {
			all = append(all, fmt.Sprintf("tests: no example is %s; a rule needs one that passes, one that fails and one that cannot be told", v))
		}
	}
	return all
}

// Test runs the examples of every rule, or of the rule with this id, and returns how many there
// were and a LoadError for each that did not give what it wants.
func (p *Pack) Test(id string) (int, error) {
	n := 0
	var errs []error
	for _, r := range p.Rules {
		if id != "" && r.ID != id {
			continue
		}
		examples, err := p.Examples(r)
		if err != nil {
			return n, err
		}
		for i, e := range examples {
			n++
			if err := p.try(r, e); err != nil {
				errs = append(errs, p.mistake(r, r.line, "example %s: %v", named(i, e), err))
			}
		}
	}
	return n, errors.Join(errs...)
}

func named(i int, e Example) string {
	if e.Name != "" {
		return fmt.Sprintf("%d (%s)", i+1, e.Name)
	}
	return fmt.Sprint(i + 1)
}

// try runs one example.
func (p *Pack) try(r *Rule, e Example) error {
	all, err := p.outcomes(r, e)
	if err != nil {
		return err
	}
	return e.among(all)
}

// among compares the outcomes of all rows with what the example wants. One row is enough for a
// fail and for what cannot be told; a document passes when no row objects, and a rule is not
// applicable to it when it is to no row.
func (e Example) among(all []outcome) error {
	i := slices.IndexFunc(all, func(o outcome) bool { return o.Verdict == e.Want })
	if against := slices.IndexFunc(all, e.speaksAgainst); against >= 0 || i < 0 {
		i = max(0, against)
	}
	return e.compare(all[i])
}

// speaksAgainst reports whether one row's outcome contradicts what the example wants of all.
func (e Example) speaksAgainst(o outcome) bool {
	switch e.Want {
	case pipeline.Pass:
		return o.Verdict != pipeline.Pass && o.Verdict != pipeline.NotApplicable
	case pipeline.NotApplicable:
		return o.Verdict != pipeline.NotApplicable
	}
	return o.Verdict == pipeline.RuleError
}

func (e Example) compare(got outcome) error {
	if got.Verdict != e.Want {
		return fmt.Errorf("verdict %s (%s), want %s", got.Verdict, got.Message, e.Want)
	}
	if e.Missing != nil {
		var want []string
		for _, path := range e.Missing {
			want = append(want, pointerOf(path))
		}
		slices.Sort(want)
		if have := slices.Sorted(slices.Values(got.missing)); !slices.Equal(have, want) {
			return fmt.Errorf("missing %v, want %v", have, want)
		}
	}
	if e.Message != "" && got.Message != e.Message {
		return fmt.Errorf("message %q, want %q", got.Message, e.Message)
	}
	return nil
}

// outcomes asks a rule about an example.
func (p *Pack) outcomes(r *Rule, e Example) ([]outcome, error) {
	e, err := p.based(e)
	if err != nil {
		return nil, err
	}
	b, err := p.bind(e.DocType)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(b.rules, func(a *asked) bool { return a.ID == r.ID })
	if i < 0 {
		return []outcome{{Verdict: pipeline.NotApplicable}}, nil
	}
	return p.asks(b, b.rules[i], e)
}

// asks puts a compiled rule about an example that was laid on its base. Without inv it is of a
// document without an e-invoice, of which rules about terms are not asked: see [spoken].
func (p *Pack) asks(b *bound, a *asked, e Example) ([]outcome, error) {
	if a.asksTerms && e.Inv.Kind == 0 {
		return []outcome{{Verdict: pipeline.NotApplicable}}, nil
	}
	extraction := e.extraction(p.loader.Schemas[e.DocType])
	today, ok := parseDay(e.Today)
	if !ok {
		return nil, fmt.Errorf("today %q: write YYYY-MM-DD", e.Today)
	}
	ctx := context.Background()
	d := &pipeline.Document{Tenant: "example", Extraction: extraction}
	n := &inquest{
		ctx: ctx, facts: newFacts(extraction, b.doc, today), terms: e.terms(extraction, b, today), bound: b, policy: p.policy(e.Policy),
		asking: &asking{ctx: ctx, sources: e.sources(), d: d}, floor: DefaultConfig().MinConfidence,
	}
	return n.evaluate(a), p.accepts(e.Policy)
}

// based lays the example on its base.
func (p *Pack) based(e Example) (Example, error) {
	if e.From != "" {
		base, ok := p.bases[e.From]
		if !ok {
			return e, fmt.Errorf("from: the pack has no base %q", e.From)
		}
		e = e.on(base)
	} else {
		e.data, e.states = plain(&e.Doc), e.named()
	}
	if e.DocType == "" {
		e.DocType = p.DocTypes[0]
	}
	if e.Today == "" {
		e.Today = exampleDay
	}
	if p.loader.Schemas[e.DocType] == nil || !p.speaksOf(e.DocType) {
		return e, fmt.Errorf("doctype %q: the pack does not speak of it", e.DocType)
	}
	return e, nil
}
