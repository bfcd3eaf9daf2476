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
			t.Errorf("turned by %d: turn = %d, want %d", 90*quarters, p.Turn, want)
		}
	}
}

func TestPage_languages(t *testing.T) {
	t.Parallel()
	o := reader(t, "en", "de", "fr")
	drawn := newDrawing(t, 1654, 900, 11)
	drawn.line(150, 200, "Rechnung über Büromöbel und Gebühren für März")
	drawn.line(150, 280, "Zahlungsempfänger: Gärtnerei Schönfeld, Nürnberg")
	drawn.line(150, 440, "Facture réglée à la société Hélène Lefèvre")
	drawn.line(150, 520, "Numéro de téléphone et adresse à Besançon")
	p := drawn.page()
	if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"über", "Büromöbel", "Gebühren", "für", "März", "Schönfeld", "Nürnberg", "réglée", "société", "Besançon"} {
		if !strings.Contains(texts(p.Words), want) {
			t.Errorf("%q was not read; got %v", want, texts(p.Words))
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
	for _, p := range []*pipeline.Page{white, drawn} {
		if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
			t.Fatal(err)
		}
	}
	if white.State != pipeline.PageBlank || len(white.Reasons) > 0 {
		t.Errorf("a white page: %v %v, want blank", white.State, white.Reasons)
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
