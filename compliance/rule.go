package compliance

import (
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

// A Rule is one question about one document, as its pack's file says it.
type Rule struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`    // what holds when the rule passes
	Severity string `yaml:"severity"` // critical | high | medium | low | info
	Source   Source `yaml:"source"`
	Fix      string `yaml:"fix"` // what a person can do about a failure

	// When says whether the rule has anything to say here; empty means always. What it cannot
	// read makes the answer cannot_tell.
	When expression `yaml:"when"`

	// ForEach is a list, and As the name of its row in the other expressions. The rule is then
	// asked once for each row.
	ForEach expression `yaml:"for_each"`
	As      string     `yaml:"as"`
	Within  []Within   `yaml:"within"` // loops inside the row of ForEach, outer first

	// Assert must hold. Message tells a person what is wrong when it does not, with expressions
	// in braces; Expected and Actual are the two values that differ.
	Assert   expression `yaml:"assert"`
	Message  expression `yaml:"message"`
	Expected expression `yaml:"expected"`
	Actual   expression `yaml:"actual"`

	// Judge is a question for a model. Prefer is an expression that settles it without one.
	Judge  *Inquiry   `yaml:"judge"`
	Prefer expression `yaml:"prefer"`

	// MinConfidence is the confidence, 0..1, below which a value counts as unreadable for this
	// rule; nil takes the configured one.
	MinConfidence *float64 `yaml:"min_confidence"`

	Tests []Example `yaml:"tests"`

	line int
}

// Within is a list inside a row.
type Within struct {
	ForEach expression `yaml:"for_each"`
	As      string     `yaml:"as"`
}

// A Source is where a rule comes from: a reference, not legal advice.
type Source struct {
	Law      string `yaml:"law"`
	Standard string `yaml:"standard"`
	Ref      string `yaml:"ref"`
	URL      string `yaml:"url"`
	EN16931  string `yaml:"en16931"` // the rule of EN 16931 that says the same
}

func (s Source) reference() pipeline.RuleSource {
	return pipeline.RuleSource{Law: s.Law, Standard: s.Standard, Ref: s.Ref, URL: s.URL}
}

// Basis says who judged: rule or model.
func (r *Rule) Basis() string {
	if r.Judge != nil {
		return "model"
	}
	return "rule"
}
