package compliance

import (
	"errors"
	"slices"
	"sync"
)

// A Pack is a versioned set of rules for some types of document. It does not change after
// loading and is safe for use by many goroutines.
type Pack struct {
	Name    string
	Version string // semantic, stands in every finding
	Title   string

	// OnRequest says that the pack is in force only where Config.Packs names it: it asks for
	// what not everybody has, such as a list or a model.
	OnRequest bool

	DocTypes []string

	// EInvoices says that the pack speaks of the terms of electronic invoices only: of other
	// documents none of its rules is asked.
	EInvoices bool

	Rules  []*Rule
	File   string // where it came from, for messages
	SHA256 string // of the file, lower-case hex

	Shipped  bool   // docpipe brings it
	Replaces string // version of the shipped pack in whose place it stands, empty for none

	// Params are the values of policy.* in expressions, which tenants may override.
	Params map[string]any

	raw    []byte
	loader Library

	replaces string // as the file says it
	defines  map[string]expression
	bases    map[string]Example
	tables   map[string]any

	examples func() error // reads them, where a pack was opened without

	texts sync.Map // pipeline.RuleText by what the configuration sets

	mu     sync.Mutex
	bounds map[string]*bound // by doctype, when first needed
}

func (p *Pack) speaksOf(doctype string) bool { return slices.Contains(p.DocTypes, doctype) }

// Rule returns the rule with this id, nil when the pack has none.
func (p *Pack) Rule(id string) *Rule {
	for _, r := range p.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Lacking lists the ids of the rules that say nothing about documents of this type, because
// its schema does not carry their terms, with what is said of the first such term.
func (p *Pack) Lacking(doctype string) (map[string]string, error) {
	b, err := p.bind(doctype)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for id, err := range b.lacking {
		var first *LoadError
		if errors.As(err, &first) {
			all[id] = first.Reason
		}
	}
	for _, a := range b.rules {
		if a.asksTerms {
			all[a.ID] = "it is asked of electronic invoices only"
		}
	}
	return all, nil
}
