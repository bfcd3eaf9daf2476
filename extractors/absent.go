package extractors

import (
	"fmt"
	"slices"

	"docpipe/pipeline"
)

// A Recall is how often a field of a shipped schema was read right where it stands, on labelled
// documents.
type Recall struct {
	Stated int `json:"stated"` // documents on which it stands
	Right  int `json:"right"`
}

// From how many documents, and with what share of them right, a field that has no label and was
// not found is absent. It is the measure of what is never missed, not of what is seldom there.
const (
	recallDocuments = 20
	recallShare     = 0.95
)

func (r Recall) share() float64 { return float64(r.Right) / float64(max(r.Stated, 1)) }

// nothing is a field that nobody claimed: absent where every page has its text, no label names it,
// and the reader is known to miss it seldom; else not found. What print labels seldom, such as a
// currency, is never absent for want of a label.
func (b *book) nothing(pointer string) pipeline.Field {
	f := blank(b.ran)
	reader, ok := b.unlabelled[pointer]
	recall := shipped.Recall[b.schema.ID][pointer]
	if !ok || !b.ran || !labelled(nodeAt(b.schema.Root, pointer)) || recall.Stated < recallDocuments || recall.share() < recallShare || !b.ground.readable() {
		return f
	}
	f.State, f.Reader, f.Confidence = pipeline.FieldAbsent, reader, rounded(recall.share())
	f.Reason = fmt.Sprintf("the pages have their text and no label names it; where it stood, it was found %d times of %d", recall.Right, recall.Stated)
	return f
}

// readable reports whether every word of every page is certain: on a page that was recognised a
// misread label hides its value. The text layer of a searchable scan was recognised as well, by
// somebody else; pages whose pixels somebody needed have an image.
func (g *grounder) readable() bool {
	for _, p := range g.pages {
		if !p.page.Readable() || p.page.Image != "" || slices.ContainsFunc(p.words, recognised) {
			return false
		}
	}
	return len(g.pages) > 0
}

func recognised(w pipeline.Word) bool { return w.Source == pipeline.SourceOCR }
