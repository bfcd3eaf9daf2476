package rest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// Images makes pictures of pages.
type Images interface {
	// Page returns page n, 1-based, as an image: view shown is exactly the frame that boxes
	// are in, prepared is what was read. It wraps ErrNotFound where there is no such image.
	Page(ctx context.Context, d *pipeline.Document, n int, view string) (image []byte, mediaType string, err error)
}

func (a *API) describePage(op *huma.Operation) {
	takes(op, "path", "id", "Id of the document", text())
	takes(op, "path", "n", "Number of the page, from 1", number(1))
	takes(op, "query", "view", "shown: the page as a viewer shows it, the frame of all boxes; prepared: as it was read", text("shown", "prepared"))
	answers(op, "200", "The image", "image/png", nil)
	op.Responses["200"].Content["image/jpeg"] = op.Responses["200"].Content["image/png"]
}

func (a *API) page(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if err := onlyQuery(r, "view"); err != nil {
		return err
	}
	as := r.URL.Query().Get("view")
	switch as {
	case "":
		as = "shown"
	case "shown", "prepared":
	default:
		return mistake("/query/view", "use shown or prepared")
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return mistake("/path/n", "use a number from 1")
	}
	d, _, err := a.pageOf(r.Context(), p.Tenant, r.PathValue("id"), n)
	if err != nil {
		return err
	}
	defer d.Close()
	image, mediaType, err := a.parts.Images.Page(r.Context(), d, n, as)
	if err != nil {
		return err
	}
	if err := a.viewed(r.Context(), p.Tenant, d.ID, view{Page: n, As: as}); err != nil {
		return err
	}
	writeBytes(w, http.StatusOK, mediaType, image)
	return nil
}

// pageOf returns the document and its page n. The caller closes the document.
func (a *API) pageOf(ctx context.Context, tenant, id string, n int) (*pipeline.Document, *pipeline.Page, error) {
	d, err := a.parts.Ledger.Document(ctx, tenant, id)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range d.Pages {
		if p.Number == n {
			return d, p, nil
		}
	}
	d.Close()
	return nil, nil, fmt.Errorf("document %s, page %d of %d known: %w", id, n, len(d.Pages), pipeline.ErrNotFound)
}

// PageWords is the text of one page, word by word.
type PageWords struct {
	Page     int                `json:"page"`
	State    pipeline.PageState `json:"state"`
	TextFrom string             `json:"text_from"`
	Width    float64            `json:"width"`
	Height   float64            `json:"height"`
	Unit     string             `json:"unit" enum:"pt,px"`
	Turn     int                `json:"turn"`
	Words    []pipeline.Word    `json:"words" nullable:"false" doc:"t text, b box, c confidence, s source, k block, l line"`
}

type wordsAnswer struct {
	Body PageWords
}

type pagePath struct {
	ID string `path:"id" maxLength:"64" doc:"Id of the document"`
	N  int    `path:"n" minimum:"1" doc:"Number of the page"`
}

func (a *API) getWords(ctx context.Context, p pipeline.Principal, in *pagePath) (*wordsAnswer, error) {
	d, page, err := a.pageOf(ctx, p.Tenant, in.ID, in.N)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	a.legibleTo(p, d)
	words := page.Words
	if words == nil {
		words = []pipeline.Word{}
	}
	return &wordsAnswer{Body: PageWords{
		Page: page.Number, State: page.State, TextFrom: page.TextFrom,
		Width: page.Width, Height: page.Height, Unit: page.Unit, Turn: page.Turn, Words: words,
	}}, nil
}

func (a *API) describeText(op *huma.Operation) {
	takes(op, "path", "id", "Id of the document", text())
	answers(op, "200", "The text in reading order; a form feed parts the pages", "text/plain", text())
}

func (a *API) text(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if err := onlyQuery(r); err != nil {
		return err
	}
	d, err := a.parts.Ledger.Document(r.Context(), p.Tenant, r.PathValue("id"))
	if err != nil {
		return err
	}
	defer d.Close()
	writeBytes(w, http.StatusOK, "text/plain; charset=utf-8", []byte(a.legibleTo(p, d).Text()))
	return nil
}
