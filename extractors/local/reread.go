package local

import (
	"fmt"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// rereadTrust is the most that a value is trusted when letters in its print are misread: other
// letters may be as well.
const rereadTrust = 0.85

// reread states what a claim's print must mean where recognition misread a letter of it. The
// value is derived: it stands on the page with that letter.
func reread(c extractors.Claim, value, why string) extractors.Claim {
	c.Reason = fmt.Sprintf("%q is printed: %s", c.Evidence[0].Quote, why)
	c.Value, c.Source, c.Confidence = value, pipeline.SourceDerived, min(c.Confidence, rereadTrust)
	return c
}
