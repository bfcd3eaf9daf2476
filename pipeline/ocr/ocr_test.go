package ocr

import (
	"errors"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestPage(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	drawn := letter(t)
	p := drawn.page()
	if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
		t.Fatal(err)
	}
	wantWords(t, p, drawn.words, 0.95)
	if p.State != pipeline.PageRead || p.TextFrom != pipeline.TextFromOCR || p.Turn != 0 {
		t.Errorf("state, text from, turn = %v, %v, %v", p.State, p.TextFrom, p.Turn)
	}
	if p.Confidence == nil || *p.Confidence < 0.85 || *p.Confidence > 1 {
		t.Errorf("confidence = %v, want about 0.95", p.Confidence)
	}
	line := 0
	for _, w := range p.Words {
		if w.Line < line || w.Source != "ocr" || w.Block < 1 {
			t.Errorf("%q: line %d after %d, source %q, block %d", w.Text, w.Line, line, w.Source, w.Block)
		}
		line = w.Line
	}
}

func TestPage_turned(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	drawn := letter(t)
	for quarters := 1; quarters < 4; quarters++ {
		p := drawn.page()
		turned, back := turn(p.Pixels, quarters)
		p.Pixels, p.ToPage = turned, back.Then(p.ToPage)
		if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
			t.Fatal(err)
		}
		wantWords(t, p, drawn.words, 0.9)
		if want := 360 - 90*quarters; p.Turn != want {
			t.Errorf("turned by %d quarters: turn = %d, want %d", quarters, p.Turn, want)
		}
	}
}

func TestPage_languages(t *testing.T) {
	t.Parallel()
	o := reader(t, "en", "de", "fr")
	for _, c := range []struct {
		languages []string
		lines     []string
	}{
		{[]string{"de"}, []string{"Rechnung über Büromöbel", "Gebühren für Gärtnerei Schönfeld"}},
		{[]string{"fr", "en"}, []string{"Facture réglée à la société", "Numéro de téléphone à Besançon"}},
		{nil, []string{"Payment received with thanks", "Rechnung über Büromöbel und Gebühren"}},
	} {
		drawn := newDrawing(t, 1400, 500, 12)
		for i, line := range c.lines {
			drawn.line(150, 150+i*100, line)
		}
		p := drawn.page()
		d := &pipeline.Document{Settings: pipeline.Settings{Languages: c.languages}}
		if err := o.Step().Do(t.Context(), d, p); err != nil {
			t.Fatal(err)
		}
		if got, want := texts(p.Words), strings.Join(c.lines, " "); got != want {
			t.Errorf("languages %v: got %q, want %q", c.languages, got, want)
		}
	}
}

func TestPage_missingLanguage(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	d := &pipeline.Document{Settings: pipeline.Settings{Languages: []string{"en", "is"}}}
	err := o.Step().Do(t.Context(), d, letter(t).page())
	if !errors.Is(err, pipeline.ErrEnvironment) || !strings.Contains(err.Error(), "tesseract-ocr-isl") {
		t.Errorf("error = %v, want ErrEnvironment that names tesseract-ocr-isl", err)
	}
}

func TestPage_nothing(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	white := newDrawing(t, 1200, 1600, 11).page()
	scrawl := newDrawing(t, 1200, 1600, 11)
	for i := range 900 { // thick slanting strokes, no letters
		for w := range 12 {
			scrawl.img.Pix[(300+i)*1200+100+i+w], scrawl.img.Pix[(300+i)*1200+1050-i+w] = 0, 0
		}
	}
	drawn := scrawl.page()
	small := newDrawing(t, 40, 40, 11)
	for i := range 40 * 20 {
		small.img.Pix[i] = byte(i / 3 % 2 * 255) // a pattern that is no text
	}
	tiny := small.page()
	for _, p := range []*pipeline.Page{white, drawn, tiny} {
		if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
			t.Fatal(err)
		}
	}
	if white.State != pipeline.PageBlank || len(white.Reasons) > 0 {
		t.Errorf("a white page: %v %v, want blank", white.State, white.Reasons)
	}
	if tiny.State != pipeline.PageSuspectBlank {
		t.Errorf("a small pattern: %v, want suspect_blank", tiny.State)
	}
	if drawn.State != pipeline.PageSuspectBlank || len(drawn.Reasons) != 1 {
		t.Errorf("a page of strokes: %v %v %q, want suspect_blank", drawn.State, drawn.Reasons, texts(drawn.Words))
	}
}

func TestPage_withoutPixels(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	p := &pipeline.Page{State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Words: []pipeline.Word{{Text: "kept"}}}
	if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil || texts(p.Words) != "kept" {
		t.Errorf("got %v, %v, want the page as it was", texts(p.Words), err)
	}
}
