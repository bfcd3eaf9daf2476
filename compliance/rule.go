package compliance

import (
	"slices"

	"docpipe/pipeline"
)

// Severities, worst first.
const (
	Critical = "critical"
	High     = "high"
	Medium   = "medium"
	Low      = "low"
	Info     = "info"
)

var severities = []string{Critical, High, Medium, Low, Info}

// A Rule is one question about one document.
type Rule struct {
	ID       string
	Title    string // what holds when the rule passes
	Severity string
	Source   pipeline.RuleSource
	Fix      string // what a person can do about a failure

	// ForEach is the pointer of a list. The rule is then asked once for each row, with Facts
	// whose pointers begin at the row. Empty: once for the document.
	ForEach string

	// AppliesTo says whether the rule has anything to say here; nil means always. What it
	// cannot read makes the answer cannot_tell.
	AppliesTo func(f *Facts) bool

	// Check answers. It may compute with what [Facts] returns without asking whether it was
	// read: when something was not, the evaluation answers in place of the check.
	Check func(f *Facts) Answer
}

// An Answer is what Check says when everything it needs was read.
type Answer struct {
	Verdict  pipeline.Verdict // pass | fail
	Message  string           // with the values, for a person
	Expected string
	Actual   string
}

// A Pack is a versioned set of rules for some types of document.
type Pack struct {
	Name     string
	Version  string // semantic, stands in every finding
	DocTypes []string
	Rules    []Rule
}

// Packs returns the packs that docpipe ships, for cfg.
func Packs(cfg Config) []Pack {
	return []Pack{invoicePack(cfg), expensePack(cfg)}
}

func (p Pack) speaksOf(doctype string) bool { return slices.Contains(p.DocTypes, doctype) }

// holds makes an answer of a condition; message tells what is wrong when it does not hold.
func holds(ok bool, message string) Answer {
	if ok {
		return Answer{Verdict: pipeline.Pass}
	}
	return Answer{Verdict: pipeline.Fail, Message: message}
}
