package evidence_test

import (
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// withoutLine takes the lines away that hold a text.
func withoutLine(p *pipeline.Page, text string) *pipeline.Page {
	line := -1
	for _, w := range p.Words {
		if strings.Contains(w.Text, text) {
			line = w.Line
		}
	}
	var kept []pipeline.Word
	for _, w := range p.Words {
		if w.Line != line {
			kept = append(kept, w)
		}
	}
	p.Words = kept
	return p
}

// A field is unlabelled when no label names it and nothing looks like it, on a document whose
// labels are understood.
func TestUnlabelled(t *testing.T) {
	t.Parallel()
	strange := layouttest.Page("Päiväys 2 Kesäkuu 2026", "Laskun numero NW-7", "Yhteensä maksettavaa tällä laskulla 129,71", "Kiitos tilauksestanne ja hyvää kesää kaikille")
	tests := map[string]struct {
		page    *pipeline.Page
		pointer string
		want    bool
	}{
		"labelled":              {layouttest.InvoicePage(), "/due_date", false},
		"without its line":      {withoutLine(layouttest.InvoicePage(), "Due"), "/due_date", true},
		"account number":        {withoutLine(layouttest.InvoicePage(), "IBAN:"), "/payment/iban", true},
		"account number itself": {layouttest.InvoicePage(), "/payment/iban", false},
		"other language":        {strange, "/due_date", false},
		"bare page":             {layouttest.Page("Thank you for your order of the second of May, and please call us"), "/due_date", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := localtest.Claims(t, "invoice", layouttest.Document(tt.page))[tt.pointer]; got.Unlabelled != tt.want {
				t.Errorf("%s: unlabelled = %v, want %v (%v)", tt.pointer, got.Unlabelled, tt.want, got.Value)
			}
		})
	}
}
