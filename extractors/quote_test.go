package extractors

import (
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

const noteSchema = `{"properties":{
	"number":{"type":"string","x-docpipe":{"labels":["Invoice no"]}},"order_no":{"type":"string","x-docpipe":{"labels":["Order no"]}},
	"issued":{"type":"string","format":"date"},"currency":{"type":"string","format":"currency"},"country":{"type":"string","format":"country"},
	"seller_name":{"type":"string"},"total":{"type":"string","format":"decimal","x-docpipe":{"labels":["Total"]}},
	"vat":{"type":"string","format":"decimal","x-docpipe":{"labels":["VAT"]}},"iban":{"type":"string","format":"iban"},
	"paid":{"type":"boolean"}}}`

// note is a page in two columns that the file tells one after the other.
func note(source string) *pipeline.Document {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, Width: 595, Height: 842}
	put := func(x, y float64, words ...string) {
		for _, w := range words {
			width := 0.008 * float64(len(w))
			p.Words = append(p.Words, pipeline.Word{Text: w, Confidence: 0.95, Source: source, Box: pipeline.Box{x, y, x + width, y + 0.012}})
			x += width + 0.004
		}
	}
	labels := []string{"Invoice no", "Order no", "Issued", "Total", "VAT"}
	for i, l := range labels {
		put(0.1, 0.1+0.03*float64(i), l)
	}
	for i, v := range [][]string{{"R-1007"}, {"O-2231"}, {"3.", "March", "2026"}, {"119,00", "€"}, {"19,00", "€"}} {
		put(0.6, 0.1+0.03*float64(i), v...)
	}
	put(0.1, 0.5, "Müller", "&", "Söhne", "GmbH,", "Deutschland")
	put(0.1, 0.6, "paid", "in", "cash")
	put(0.1, 0.7, "DE75", "5121", "0800", "1245", "1261", "99")
	return &pipeline.Document{Settings: pipeline.Settings{Schema: "order", Strategy: StrategyModel}, Pages: []*pipeline.Page{p}}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	text, ocr := pipeline.SourceText, pipeline.SourceOCR
	found, ungrounded := pipeline.FieldFound, pipeline.FieldUngrounded
	tests := []struct {
		name, source string
		claim        Claim
		state        pipeline.FieldState
		sure         float64
	}{
		{"label and value across columns", text, quotes("/number", "R-1007", "Invoice no R-1007"), found, sureLabelled},
		{"a value without a quote", text, quotes("/number", "R-1007", ""), found, sureElsewhere},
		{"a quote that is nowhere", text, quotes("/number", "R-1007", "Rechnung R-1007"), found, sureElsewhere},
		{"a value that is nowhere", text, quotes("/number", "R-1008", "Invoice no R-1008"), ungrounded, 0},
		{"a value that its quote does not hold", text, quotes("/number", "R-1008", "Invoice no R-1007"), ungrounded, 0},
		{"dates by their day", text, quotes("/issued", "2026-03-03", "Issued 3. March 2026"), found, sureLabelled},
		{"amounts by their worth", text, quotes("/total", "119.00", "Total 119,00 €"), found, sureLabelled},
		{"a number without its label", text, quotes("/order_no", "5121", "DE75 5121 0800"), found, sureBare},
		{"a name needs no label", text, quotes("/seller_name", "MULLER & SOHNE GMBH", "Müller & Söhne GmbH"), found, sureQuoted},
		{"an identifier without a digit", text, quotes("/order_no", "cash", "paid in cash"), found, sureOddly},
		{"a code by its sign", text, quotes("/currency", "EUR", "119,00 €"), found, sureQuoted},
		{"a code by its name", text, quotes("/country", "DE", "GmbH, Deutschland"), found, sureQuoted},
		{"a code that its quote does not mean", text, quotes("/currency", "USD", "119,00 €"), found, sureElsewhere},
		{"a truth by its quote", text, quotes("/paid", true, "paid in cash"), found, sureQuoted},
		{"a truth by a sign", text, quotes("/paid", true, "€"), found, sureOddly},
		{"a truth without one", text, quotes("/paid", true, "paid by card"), ungrounded, 0},
		{"an account in groups", text, quotes("/iban", "DE75512108001245126199", "DE75 5121 0800 1245 1261 99"), found, sureQuoted},
		{"letters that recognition mixes up", ocr, quotes("/number", "R-l0O7", "lnvoice no R-l0O7"), found, sureLoose},
		{"digits are never alike", ocr, quotes("/number", "R-1001", "Invoice no R-1001"), ungrounded, 0},
		{"a text layer says what it says", text, quotes("/number", "R-l0O7", "Invoice no R-l0O7"), ungrounded, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := schemas.Parse("order", []byte(noteSchema))
			if err != nil {
				t.Fatal(err)
			}
			d := note(tt.source)
			if err := Stage(DefaultConfig(), shelf{s}, guess{}, &oracle{claims: []Claim{tt.claim}}).Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			f := d.Extraction.Fields[tt.claim.Pointer]
			if f.State != tt.state {
				t.Fatalf("state = %s (%s), want %s", f.State, f.Reason, tt.state)
			}
			if f.State == found && (*f.Confidence != tt.sure || len(f.Evidence) != 1 || f.Evidence[0].Box == nil) {
				t.Errorf("confidence %v (%s), evidence %+v; want %v and a place", *f.Confidence, f.Reason, f.Evidence, tt.sure)
			}
		})
	}
}

// Two fields swapped: each stands where the label names the other.
func TestQuotesSwapped(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("order", []byte(noteSchema))
	if err != nil {
		t.Fatal(err)
	}
	d := note(pipeline.SourceText)
	swapped := &oracle{claims: []Claim{quotes("/total", "19.00", "VAT 19,00 €"), quotes("/vat", "119.00", "Total 119,00 €")}}
	if err := Stage(DefaultConfig(), shelf{s}, guess{}, swapped).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, pointer := range []string{"/total", "/vat"} {
		if f := d.Extraction.Fields[pointer]; *f.Confidence > 0.5 {
			t.Errorf("%s: confidence %v (%s), want little", pointer, *f.Confidence, f.Reason)
		}
	}
}

func TestCite(t *testing.T) {
	t.Parallel()
	d := note(pipeline.SourceText)
	second := note(pipeline.SourceText).Pages[0]
	second.Number = 2
	d.Pages = append(d.Pages, second)
	for _, tt := range []struct {
		quote string
		page  int
		want  string
		on    int
	}{{"invoice NO. r1007", 2, "Invoice no R-1007", 2}, {"total 119,00", 0, "Total 119,00", 1}, {"€", 0, "€", 1}, {"paid in full", 1, "", 0}, {" ", 1, "", 0}} {
		e, ok := Cite(d, tt.quote, tt.page)
		if ok != (tt.want != "") || e.Quote != tt.want || e.Page != tt.on {
			t.Errorf("%q: %+v, %v; want %q on page %d", tt.quote, e, ok, tt.want, tt.on)
		}
	}
}
