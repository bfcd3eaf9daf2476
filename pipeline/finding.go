package pipeline

// Verdict is the answer of a rule.
type Verdict string

// The verdicts, and NotChecked for a document to which no rule applied.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	CannotTell    Verdict = "cannot_tell" // a value the rule needs could not be read
	NotApplicable Verdict = "not_applicable"
	RuleError     Verdict = "error" // the rule itself broke: never a pass
	NotChecked    Verdict = "not_checked"
)

// Checks sums up what the rules said.
type Checks struct {
	Verdict Verdict           `json:"verdict"` // worst of fail, error, cannot_tell, pass
	AsOf    string            `json:"as_of"`   // YYYY-MM-DD, "today" for the rules
	Packs   map[string]string `json:"packs"`   // name to version
	Counts  Counts            `json:"counts"`

	// Passed lists, by pack, the ids of the rules that passed wherever they were asked.
	Passed map[string][]string `json:"passed,omitempty"`

	// Lists names the sanctions lists that were searched, each with its day: nobody found means
	// something only where that is known.
	Lists []string `json:"lists,omitempty"`

	// Texts are the packs as they were in force. The ledger keeps each once.
	Texts []RuleText `json:"-"`
}

// Counts is the number of verdicts of each kind.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	CannotTell    int `json:"cannot_tell"`
	NotApplicable int `json:"not_applicable"`
	Error         int `json:"error"`
}

// Add counts v.
func (c *Counts) Add(v Verdict) {
	switch v {
	case Pass:
		c.Pass++
	case Fail:
		c.Fail++
	case CannotTell:
		c.CannotTell++
	case NotApplicable:
		c.NotApplicable++
	default:
		c.Error++
	}
}

// Worst returns the verdict over all: fail, then error, cannot_tell, pass.
func (c Counts) Worst() Verdict {
	switch {
	case c.Fail > 0:
		return Fail
	case c.Error > 0:
		return RuleError
	case c.CannotTell > 0:
		return CannotTell
	case c.Pass > 0:
		return Pass
	}
	return NotChecked
}

// A Finding is a rule that did not pass, with its proof.
type Finding struct {
	ID          string            `json:"id"`          // given by the ledger when it is recorded
	Fingerprint string            `json:"fingerprint"` // sha256 of tenant, rule, document bytes and paths, hex
	Verdict     Verdict           `json:"verdict"`     // fail | cannot_tell | error
	Transition  string            `json:"transition"`  // raised | resolved | decided
	Why         *string           `json:"why"`         // it was resolved, or a judge cannot tell
	Disposition Disposition       `json:"disposition"`
	Severity    string            `json:"severity"` // critical | high | medium | low | info
	Basis       string            `json:"basis"`    // rule | model | schema | master_data
	Rule        RuleRef           `json:"rule"`
	Message     string            `json:"message"`
	Fix         string            `json:"fix"`
	Evidence    []FindingEvidence `json:"evidence"`
	Missing     []string          `json:"missing"` // pointers that could not be read
	Expected    any               `json:"expected"`
	Actual      any               `json:"actual"`
	Masked      []string          `json:"masked"`

	// Named are the names that the finding says and no field of the document holds: of another
	// document, the supplier master or a list. They are masked like its own, and stay here.
	Named []string `json:"named,omitempty"`
}

// Disposition is what a person decided on a finding.
type Disposition struct {
	Kind   string  `json:"kind"` // open | accepted | waived | escalated
	By     *string `json:"by"`
	Reason *string `json:"reason"`
	Until  *string `json:"until"`
}

// RuleRef names a rule and the law or standard behind it.
type RuleRef struct {
	ID      string     `json:"id"`
	Pack    string     `json:"pack"`
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Source  RuleSource `json:"source"`
}

// RuleSource is where a rule comes from: a reference, not legal advice.
type RuleSource struct {
	Law      string `json:"law,omitempty"`
	Standard string `json:"standard,omitempty"`
	Ref      string `json:"ref"`
	URL      string `json:"url,omitempty"`
}

// FindingEvidence is a field that the rule looked at.
type FindingEvidence struct {
	Path       string     `json:"path"`
	State      FieldState `json:"state"`
	Value      any        `json:"value"`
	Confidence *float64   `json:"confidence"`
	Page       int        `json:"page,omitempty"`
	Box        *Box       `json:"box"`
	Quote      *string    `json:"quote"`
}
