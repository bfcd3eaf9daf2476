package main

import (
	"context"
	"fmt"
	"strconv"

	"docpipe/compliance"
	"docpipe/compliance/pii"
	"docpipe/pipeline"
)

// pageScanner looks for personal data on the pages of the document that is checked.
type pageScanner struct{ finder *pii.Finder }

// Scan answers with the finds that are sure. A page that was not read leaves the question open,
// unless another page has an answer to it.
func (s pageScanner) Scan(_ context.Context, d *pipeline.Document, class string) (compliance.Recalled, error) {
	classes, err := pii.ParseClasses([]string{class})
	if err != nil {
		return compliance.Recalled{}, err
	}
	answer := compliance.Recalled{Rows: []compliance.Row{}}
	if len(d.Pages) == 0 {
		answer.Unanswered = "the pages are not at hand"
	}
	for _, p := range d.Pages {
		if !p.Readable() {
			answer.Unanswered = fmt.Sprintf("page %d was not read", p.Number)
			continue
		}
		for _, f := range s.finder.Page(p, classes...) {
			if string(f.Class) == class && f.Sure {
				answer.Rows = append(answer.Rows, compliance.Row{
					"class": class, "kind": f.Kind, "page": strconv.Itoa(f.Page), "text": f.Text,
				})
			}
		}
	}
	if len(answer.Rows) > 0 {
		answer.Unanswered = ""
	}
	return answer, nil
}

var _ compliance.Scanner = pageScanner{}
