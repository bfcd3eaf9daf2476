package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/disintegration/imaging"

	"docpipe/extractors/eval"
	"docpipe/pipeline"
)

//go:embed eval.html.tmpl
var missesPage string

// missesTemplate shows the misses of one set. It needs nothing but the images beside it.
var missesTemplate = template.Must(template.New("misses").Funcs(template.FuncMap{
	"percent": func(share float64) string { return percent(share) },
	"left":    func(b pipeline.Box) string { return places(b[0]) },
	"top":     func(b pipeline.Box) string { return places(b[1]) },
	"width":   func(b pipeline.Box) string { return places(b.Width()) },
	"height":  func(b pipeline.Box) string { return places(b.Height()) },
}).Parse(missesPage))

func places(fraction float64) string { return fmt.Sprintf("%.3f", 100*fraction) }

// A missPage is what the template shows.
type missPage struct {
	Set       *eval.SetRun
	Misses    int
	Documents []missDocument
}

// A missDocument is one document with its misses and the pages that show them.
type missDocument struct {
	ID     string
	Source string
	Status pipeline.Status
	Misses []miss
	Pages  []missImage
}

// A miss is one field that a person would have to mend.
type miss struct {
	eval.Case
	Number     int
	Confidence string // empty where nothing was given
}

// A missImage is one page; boxes are fractions of it.
type missImage struct {
	Number int
	Image  string // relative to the page
	Boxes  []missBox
}

// A missBox marks what was taken or what would have been right.
type missBox struct {
	Kind   string // got | want
	Number int    // of the miss
	Title  string
	Box    pipeline.Box
}

// page writes SET.html and the images of the pages it shows into the folder SET.
func (r *evalRunner) page(ctx context.Context, s *eval.Set, done *eval.SetRun, read []evalDocument) error {
	show := missPage{Set: done}
	for i, d := range read {
		if d.judgement.AllRight() {
			continue
		}
		m := missDocument{ID: s.Records[i].ID, Source: d.result.Document.Source, Status: d.result.Status}
		boxes := m.gather(d, &show.Misses)
		if err := r.images(ctx, s.Name, &m, d.document, boxes); err != nil {
			return err
		}
		show.Documents = append(show.Documents, m)
	}
	if err := os.MkdirAll(r.options.html, 0o755); err != nil {
		return err
	}
	return replaceFile(filepath.Join(r.options.html, s.Name+".html"), func(w io.Writer) error {
		return missesTemplate.Execute(w, show)
	})
}

// gather numbers the misses of a document and returns their boxes by page.
func (m *missDocument) gather(d evalDocument, number *int) map[int][]missBox {
	boxes := map[int][]missBox{}
	for _, c := range d.judgement.Cases {
		if !c.Outcome.Miss() {
			continue
		}
		*number++
		one := miss{Case: c, Number: *number}
		if len(c.Values) > 0 {
			one.Confidence = fmt.Sprintf("%.3f", slices.MinFunc(c.Values, func(a, b eval.Value) int { return int(1000 * (a.Confidence - b.Confidence)) }).Confidence)
		}
		m.Misses = append(m.Misses, one)
		for _, e := range c.Evidence {
			if e.Box != nil {
				boxes[e.Page] = append(boxes[e.Page], missBox{"got", *number, c.Pointer + " got: " + c.Got, *e.Box})
			}
		}
		for _, spot := range eval.Locate(d.document, c.Compare, c.Want) {
			boxes[spot.Page] = append(boxes[spot.Page], missBox{"want", *number, c.Pointer + " truth: " + c.Want, spot.Box})
		}
	}
	return boxes
}

// mostPages is how many pages of one document are shown.
const mostPages = 4

// images renders the pages that have boxes, the first one where none has.
func (r *evalRunner) images(ctx context.Context, set string, m *missDocument, d *pipeline.Document, boxes map[int][]missBox) error {
	numbers := slices.Sorted(maps.Keys(boxes))
	if len(numbers) == 0 && len(d.Pages) > 0 {
		numbers = []int{1}
	}
	defer d.Close()
	for _, n := range numbers[:min(len(numbers), mostPages)] {
		name := filepath.Join(set, fmt.Sprintf("%s-%d.jpg", m.ID, n))
		b, err := r.picture(ctx, d, d.Pages[n-1])
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil { // a page that nobody can draw is no reason to lose the others
			fmt.Fprintf(r.notes, "%s, page %d cannot be shown: %s\n", m.Source, n, plain(err.Error()))
			continue
		}
		path := filepath.Join(r.options.html, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return err
		}
		m.Pages = append(m.Pages, missImage{Number: n, Image: filepath.ToSlash(name), Boxes: boxes[n]})
	}
	return nil
}

// widest is how many pixels wide pages are stored for a browser.
const widest = 1000

// picture renders a page in the frame of its boxes.
func (r *evalRunner) picture(ctx context.Context, d *pipeline.Document, p *pipeline.Page) ([]byte, error) {
	pixels, err := r.app.raster.Render(ctx, d, p, showDPI)
	if err != nil {
		return nil, err
	}
	var shown image.Image = picture(pixels)
	if shown.Bounds().Dx() > widest {
		shown = imaging.Resize(shown, widest, 0, imaging.Box)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, shown, &jpeg.Options{Quality: 75})
	return out.Bytes(), err
}
