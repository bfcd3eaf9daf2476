package code

import (
	"context"
	"encoding/json"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

const opName = "code"

// Ops is what a child of kind "page" can do for this package.
func Ops() map[string]sandbox.Op {
	return map[string]sandbox.Op{opName: serve}
}

// args go to the child with the grey pixels of the page.
type args struct {
	Width, Height int
	Places        []rect
}

// reply says what was read, and which places were not.
type reply struct {
	Hits []hit
	Rest []rect
}

// serve runs in the child.
func serve(c *sandbox.Call) (any, []byte, error) {
	var a args
	if err := c.Bind(&a); err != nil {
		return nil, nil, err
	}
	if a.Width < 1 || a.Height < 1 || len(c.Data)/a.Width != a.Height || len(c.Data)%a.Width != 0 {
		return nil, nil, fmt.Errorf("reading codes: %d bytes are not %d x %d pixels: %w", len(c.Data), a.Width, a.Height, pipeline.ErrRenderCrash)
	}
	var r reply
	r.Hits, r.Rest = readAll(&plane{a.Width, a.Height, c.Data}, a.Places)
	return r, nil, nil
}

// ask has a child read the places.
func (r *Reader) ask(ctx context.Context, d *pipeline.Document, img *plane, places []rect) ([]hit, []rect, error) {
	answer, err := r.pages.Do(ctx, sandbox.Request{
		Tenant: d.Tenant, Op: opName, Data: img.data, Args: args{img.w, img.h, places}, MaxReply: 1 << 20,
	})
	if err != nil {
		return nil, nil, unlessPage(ctx, fmt.Errorf("reading codes: %w", err))
	}
	var said reply
	if err := json.Unmarshal(answer.Body, &said); err != nil {
		return nil, nil, fmt.Errorf("reading codes: the child's answer is no JSON: %w", pipeline.ErrRenderCrash)
	}
	return said.Hits, within(said.Rest, img), nil
}

// within keeps rectangles that lie in the image: they come from a child.
func within(rects []rect, img *plane) []rect {
	var kept []rect
	for _, r := range rects {
		if r.Left >= 0 && r.Top >= 0 && r.Right <= img.w && r.Bottom <= img.h && r.width() > 0 && r.height() > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}
