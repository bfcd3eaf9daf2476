package evidence

import (
	"fmt"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// RereadTrust is the most that a value is trusted when letters in its print are misread: other
// letters may be as well.
const RereadTrust = 0.85

// reread marks a claim whose value is not what stands on the page letter by letter, since
// recognition misread it, and says why the value is meant.
func reread(c extractors.Claim, why string) extractors.Claim {
	c.Reason = fmt.Sprintf("printed as %q; %s", c.Evidence[0].Quote, why)
	c.Source, c.Confidence = pipeline.SourceDerived, min(c.Confidence, RereadTrust)
	return c
}
