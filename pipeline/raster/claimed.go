package raster

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// claimed fetches the words that the file claims for the page without painting them.
//
// On a page that is for OCR they become Page.Layer: a searchable scan, whose words OCR may
// prove. On any other page nobody can see them, unless pixels show that something is there:
// then those places are for OCR.
func (r *Raster) claimed(ctx context.Context, in *sandbox.Input, p *pipeline.Page, x pageReply) error {
	words, err := r.layerWords(ctx, in, p.Index)
	if err != nil {
		return fmt.Errorf("the invisible text of page %d: %w", p.Number, err)
	}
	if len(p.Unread) > 0 && len(p.Words) == 0 {
		p.Layer = words
		return nil
	}
	var shown []pipeline.Box
	for _, w := range words {
		switch {
		case slices.ContainsFunc(p.Words, func(have pipeline.Word) bool { return have.Box.IoU(w.Box) > 0.3 || inside(have.Box, w.Box) }):
		case x.Bitmap.inked(w.Box):
			shown = append(shown, w.Box)
		default:
			w.Hidden = true
			p.Words = append(p.Words, w)
		}
	}
	if len(shown) > 0 {
		p.Unread = append(p.Unread, shown...)
		p.TextFrom = pipeline.TextFromMixed
	}
	return nil
}

// maxLayer bounds pdftotext's answer for one page, in bytes.
const maxLayer = 32 << 20

// layerWords runs pdftotext for one page. Its boxes are of the crop box after /Rotate, as ours.
func (r *Raster) layerWords(ctx context.Context, in *sandbox.Input, index int) ([]pipeline.Word, error) {
	n := strconv.Itoa(index + 1)
	out, err := r.sb.Run(ctx, sandbox.Tool{
		Name: "pdftotext", Args: []string{"-bbox-layout", "-cropbox", "-f", n, "-l", n, "{in}", "-"}, Input: in, MaxOutput: maxLayer,
	})
	if err != nil && !isTooLarge(err) {
		return nil, err
	}
	if out.Code != 0 {
		return nil, nil
	}
	return parseLayer(out.Stdout), nil
}

func isTooLarge(err error) bool { return errors.Is(err, pipeline.ErrTooLarge) }

// parseLayer reads the XHTML of pdftotext -bbox-layout: page, flow, block, line, word. What
// comes behind an error in it is left out.
func parseLayer(b []byte) []pipeline.Word {
	var words []pipeline.Word
	var width, height float64
	block, line := 0, 0
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for len(words) < maxWords {
		t, err := d.Token()
		if err != nil {
			break
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "page":
			width, height = number(e, "width"), number(e, "height")
		case "block":
			block++
		case "line":
			line++
		case "word":
			var text string
			if d.DecodeElement(&text, &e) != nil {
				continue
			}
			box := rect{number(e, "xMin"), number(e, "yMin"), number(e, "xMax"), number(e, "yMax")}
			words = append(words, pipeline.Word{
				Text: plainText(text), Box: box.of(width, height), Confidence: 1, Source: pipeline.SourceText,
				Block: block, Line: line, Size: tenth(box.height()),
			})
		}
	}
	return words
}

func number(e xml.StartElement, name string) float64 {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return parseFloat(a.Value)
		}
	}
	return 0
}
