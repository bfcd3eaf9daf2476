package compliance

import (
	"testing"

	"docpipe/pipeline"
)

// A document of which nothing was read passes no rule, whether everything was looked for and not
// found, is not on the document, or its schema has none of it.
func TestShipped_nothing_passes_on_nothing(t *testing.T) {
	t.Parallel()
	for _, p := range every().Packs() {
		for _, doctype := range p.DocTypes {
			for _, rest := range []string{"not_found", "absent", "foreign"} {
				for _, r := range p.Rules {
					all, err := p.outcomes(r, Example{DocType: doctype, Rest: rest})
					if err != nil {
						t.Fatalf("%s: %v", r.ID, err)
					}
					for _, o := range all {
						if o.Verdict == pipeline.Pass || o.Verdict == pipeline.RuleError {
							t.Errorf("%s of an empty %s, %s: %s (%s)", r.ID, doctype, rest, o.Verdict, o.Message)
						}
					}
				}
			}
		}
	}
}
