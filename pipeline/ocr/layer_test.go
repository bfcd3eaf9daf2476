package ocr

import (
	"testing"

	"docpipe/pipeline"
)

func TestLayer(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	run := func(change func([]pipeline.Word) []pipeline.Word) *pipeline.Page {
		drawn := letter(t)
		p := drawn.page()
		p.Layer = change(drawn.words)
		if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
			t.Fatal(err)
		}
		return p
	}

	t.Run("a true layer is used", func(t *testing.T) {
		p := run(func(w []pipeline.Word) []pipeline.Word { return w })
		if p.TextFrom != pipeline.TextFromLayer || p.Words[0].Source != pipeline.TextFromLayer || len(p.Reasons) > 0 {
			t.Errorf("text from %v, source %v, reasons %v", p.TextFrom, p.Words[0].Source, p.Reasons)
		}
	})
	t.Run("a layer about something else is flagged and not used", func(t *testing.T) {
		p := run(func(words []pipeline.Word) []pipeline.Word {
			for i := range words {
				words[i].Text = "lorem"
			}
			return words
		})
		if p.TextFrom != pipeline.TextFromOCR || len(p.Reasons) != 1 || p.Reasons[0].Code != pipeline.ReasonHiddenText {
			t.Errorf("text from %v, reasons %v", p.TextFrom, p.Reasons)
		}
	})
	t.Run("a word over bare paper is hidden", func(t *testing.T) {
		p := run(func(words []pipeline.Word) []pipeline.Word {
			return append(words, pipeline.Word{Text: "secret", Box: pipeline.Box{0.7, 0.9, 0.8, 0.92}})
		})
		last := p.Words[len(p.Words)-1]
		if last.Text != "secret" || !last.Hidden {
			t.Errorf("the last word is %q, hidden %v, want secret, hidden", last.Text, last.Hidden)
		}
	})
}

func TestCorrected(t *testing.T) {
	t.Parallel()
	box := pipeline.Box{0.2, 0.2, 0.3, 0.22}
	for _, c := range []struct {
		layer, read          string
		confidence           float64
		wantText, wantSource string
		wantConfidence       float64
	}{
		{"1,284.50", "1,284.50", 0.6, "1,284.50", "text", 1},
		{"9,284.50", "1,284.50", 0.95, "1,284.50", "ocr", 0.95},
		{"9,284.50", "1,284.50", 0.6, "9,284.50", "text", 0.5},
		{"Gebühr", "Gebuhr", 0.95, "Gebühr", "text", 1},
	} {
		layer := []pipeline.Word{{Text: c.layer, Box: box, Confidence: 1}}
		read := []pipeline.Word{{Text: c.read, Box: box, Confidence: c.confidence, Source: "ocr"}}
		got := corrected(layer, read, nil)[0]
		if got.Text != c.wantText || got.Source != c.wantSource || got.Confidence != c.wantConfidence {
			t.Errorf("layer %q, read %q at %v: got %q from %s at %v", c.layer, c.read, c.confidence, got.Text, got.Source, got.Confidence)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	drawn := letter(t)
	p := drawn.page()
	p.TextFrom = pipeline.TextFromMixed
	p.Unread = []pipeline.Box{{0.05, 0.1, 0.95, 0.36}}
	for i, w := range drawn.words {
		if w.Box[1] > 0.4 {
			w.Source, w.Confidence, w.Block, w.Line = pipeline.TextFromLayer, 1, 1, i
			p.Words = append(p.Words, w)
		}
	}
	own := len(p.Words)
	if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
		t.Fatal(err)
	}
	wantWords(t, p, drawn.words, 0.95)
	if first := p.Words[0]; first.Text != "Invoice" || first.Source != pipeline.TextFromOCR || first.Line != 1 {
		t.Errorf("the first word is %q from %s, line %d", first.Text, first.Source, first.Line)
	}
	if last := p.Words[len(p.Words)-1]; last.Source != pipeline.TextFromLayer || len(p.Words) <= own {
		t.Errorf("the last of %d words is from %s", len(p.Words), last.Source)
	}
}
