package compliance

import (
	"context"

	"docpipe/pipeline"
)

// A Scanner finds personal data and card numbers on the pages of a document, whatever fields its
// schema has. The function personal_data is answered by it, under the contract of [Archive].
//
// Scan returns what is surely of this class (pan, card, id_number, person, …: those of package
// pii), masked. A page that was not read may hold anything: without a find elsewhere the answer
// is Unanswered, never one without rows.
type Scanner interface {
	Scan(ctx context.Context, d *pipeline.Document, class string) (Recalled, error)
}

const personalData = "personal_data"

func (s Sources) scan(ctx context.Context, d *pipeline.Document, q Recall) (Recalled, error) {
	if s.Scanner == nil {
		return Recalled{Unanswered: "nobody is at hand who looks for personal data"}, nil
	}
	return s.Scanner.Scan(ctx, d, said(q, 0))
}
