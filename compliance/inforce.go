package compliance

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// inForce is the pack as a tenant's documents are checked with it, to the letter: its file, the
// tables that it reads, and the parameters that the configuration has set.
func (p *Pack) inForce(params map[string]any) pipeline.RuleText {
	set := written("set by the configuration", "params", params, len(params))
	if known, ok := p.texts.Load(set); ok {
		return known.(pipeline.RuleText)
	}
	text := string(p.raw) + written("tables that the rules read", "tables", p.tables, len(p.tables)) + set
	made := pipeline.NewRuleText(p.Name, p.Version, text)
	p.texts.Store(set, made)
	return made
}

// written is v as a further YAML document, sorted by name; "" for nothing.
func written(what, name string, v any, n int) string {
	if n == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n--- # %s\n", what)
	if err := yaml.NewEncoder(&b).Encode(map[string]any{name: v}); err != nil {
		fmt.Fprintf(&b, "# cannot be written: %v\n", err)
	}
	return b.String()
}

// passed reports whether a rule passed wherever it was asked, and was asked at all.
func passed(outcomes []outcome) bool {
	asked := false
	for _, o := range outcomes {
		if o.worthFinding() {
			return false
		}
		asked = asked || o.Verdict == pipeline.Pass
	}
	return asked
}
