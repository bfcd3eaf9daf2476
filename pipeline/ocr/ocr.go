// Package ocr finds the words of pages that have none, with Tesseract in the sandbox.
//
// A page is read once. One that looks as if it stood on its head is read the other way round
// when a busy piece of it reads well so. Where reading goes badly a page may still stand on
// its head or lie on its side: then a busy piece of it is read turned, and the page again if
// that was better. Where an invisible text layer came with the page (a searchable scan), what was read
// says whether the layer tells the truth. What Tesseract doubts or passes over is read by a
// second reader, line by line and then word by word. Of a page that has words of its own only the
// regions without are read.
//
// Boxes are in the frame of the page, through [pipeline.Page.ToPage]. Confidence is
// Tesseract's own: it ranks words, it is no probability.
package ocr

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// version changes when the same page and settings may come out otherwise.
const version = 8

// OCR reads pages. It is safe for concurrent use and keeps one process per core.
type OCR struct {
	cfg   Config
	sb    *sandbox.Sandbox
	seats chan struct{}

	mu    sync.Mutex
	known edition
}

// New returns an OCR that runs Tesseract in sb.
func New(cfg Config, sb *sandbox.Sandbox) *OCR {
	return &OCR{cfg: cfg, sb: sb, seats: make(chan struct{}, cfg.workers())}
}

// Step reads what p.Unread names from p.Pixels: it sets p.Words, p.TextFrom, p.State,
// p.Confidence and, when the page was found to stand on its head or to lie on its side, p.Turn;
// p.Pixels, p.ToPage and p.Image stay as they were (see [pipeline.Page.ImageTurn]). A page without
// pixels or without unread regions stays as it is. A missing program or language pack wraps
// [pipeline.ErrEnvironment], a crash of Tesseract [pipeline.ErrRenderCrash].
func (o *OCR) Step() pipeline.PageStep {
	return pipeline.PageStep{Name: "ocr", Do: o.page, Key: o.key}
}

func (o *OCR) key(d *pipeline.Document) string {
	cfg := o.cfg
	cfg.Languages, cfg.Workers = o.languages(d), 0
	settings, _ := json.Marshal(cfg) // strings and numbers only
	return fmt.Sprintf("%d %s %s", version, o.Version(context.Background()), settings)
}

func (o *OCR) page(ctx context.Context, d *pipeline.Document, p *pipeline.Page) error {
	if p.Pixels == nil || len(p.Unread) == 0 {
		return nil
	}
	if err := check(p.Pixels); err != nil {
		return err
	}
	languages, err := o.wanted(ctx, d)
	if err != nil {
		return err
	}
	if p.TextFrom == pipeline.TextFromMixed {
		return o.regions(ctx, p, languages)
	}
	return o.whole(ctx, p, languages)
}

// whole reads the whole page.
func (o *OCR) whole(ctx context.Context, p *pipeline.Page, languages string) error {
	found, err := o.upright(ctx, p, languages)
	if err != nil {
		return err
	}
	if found, err = o.zonesOf(ctx, p, found, languages); err != nil {
		return err
	}
	found = clean(found)
	words := inFrame(found, p.ToPage)
	switch {
	case len(words) == 0:
		o.nothing(p)
	case len(p.Layer) > 0:
		o.judge(p, words)
	default:
		take(p, words, pipeline.TextFromOCR)
	}
	return nil
}

// nothing tells an empty page from one that has ink but no words that Tesseract can see.
func (o *OCR) nothing(p *pipeline.Page) {
	p.Words, p.TextFrom, p.Confidence = nil, pipeline.TextFromNone, nil
	if p.State = pipeline.PageBlank; !inked(p.Pixels) {
		return
	}
	p.State = pipeline.PageSuspectBlank
	p.Reasons = append(p.Reasons, pipeline.Reason{
		Code: pipeline.ReasonSuspectBlank, Page: p.Number,
		Detail: "there is ink on the page but no words were found: look at the page, it may be a picture or handwriting",
	})
}

// take makes words the page's.
func take(p *pipeline.Page, words []pipeline.Word, from string) {
	p.Words, p.TextFrom, p.State = words, from, pipeline.PageRead
	confidence := mean(words)
	p.Confidence = &confidence
}

// mean is the mean confidence weighted by letters, 0 without words.
func mean(words []pipeline.Word) float64 {
	sum, letters := 0.0, 0.0
	for _, w := range words {
		n := float64(len([]rune(w.Text)))
		sum, letters = sum+n*w.Confidence, letters+n
	}
	if letters == 0 {
		return 0
	}
	return sum / letters
}

// inFrame maps found words from pixels into the frame of the page.
func inFrame(found []word, toPage pipeline.Transform) []pipeline.Word {
	words := make([]pipeline.Word, 0, len(found))
	for _, w := range found {
		box := toPage.Box(w.box[0], w.box[1], w.box[2], w.box[3]).Clamp()
		if box.Empty() || strings.TrimSpace(w.text) == "" {
			continue
		}
		words = append(words, pipeline.Word{
			Text: w.text, Box: box, Confidence: w.confidence, Source: pipeline.TextFromOCR, Block: w.block, Line: w.line, Second: w.second,
		})
	}
	return words
}

// check guards what indexes into the pixels.
func check(p *pipeline.Pixels) error {
	if p.Width < 1 || p.Height < 1 || p.Channels != 1 || len(p.Data) != p.Width*p.Height {
		return fmt.Errorf("page image: %d bytes are not %d x %d grey pixels: %w", len(p.Data), p.Width, p.Height, pipeline.ErrRenderCrash)
	}
	return nil
}
