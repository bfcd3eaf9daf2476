package prep

import (
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

const opName = "prep"

// Ops is what a child of kind "page" can do for this package.
func Ops() map[string]sandbox.Op {
	return map[string]sandbox.Op{opName: serve}
}

// args go to the child with the grey pixels of the page.
type args struct {
	Width, Height int
	DPI           float64
	Config        Config
}

// reply comes back with the grey pixels of the prepared page, or with none when no step acted.
type reply struct {
	Width, Height int
	DPI           float64
	Back          pipeline.Transform // prepared pixels to the pixels that were sent
	Quarters      int                // clockwise quarter turns among the steps
	Done          []Done
}

// Done is one step that acted, and the measure that made it act.
type Done struct {
	Step   string
	Number float64
}

// serve runs in the child.
func serve(c *sandbox.Call) (any, []byte, error) {
	var a args
	if err := c.Bind(&a); err != nil {
		return nil, nil, err
	}
	sent := pipeline.Pixels{Width: a.Width, Height: a.Height, Channels: 1, Data: c.Data}
	if err := check(&sent); err != nil {
		return nil, nil, fmt.Errorf("preparing: %w", err)
	}
	ready, r := run(NewSheet(a.Width, a.Height, a.DPI, c.Data), a.Config)
	if len(r.Done) == 0 {
		return r, nil, nil
	}
	return r, ready.Grey.Pix, nil
}

// route is the order of the steps: first what frames the sheet, then its light, then the
// direction of its text, and last its size.
func route(cfg Config) []namedStep {
	return []namedStep{
		{"unwarp", cfg.Unwarp, Unwarp},
		{"crop", cfg.Crop, Crop},
		{"shadow", cfg.Shadow, Shadow},
		{"contrast", cfg.Contrast, Contrast},
		{"orient", cfg.Orient, Orient},
		{"deskew", cfg.Deskew, Deskew},
		{"resize", cfg.Resize, Resize},
	}
}

type namedStep struct {
	name string
	on   bool
	do   step
}

// run sends s through the steps that are switched on.
func run(s *Sheet, cfg Config) (*Sheet, reply) {
	r := reply{Back: pipeline.Identity}
	for _, next := range route(cfg) {
		if !next.on {
			continue
		}
		out, back, number := next.do(s, cfg)
		if out == s {
			continue
		}
		if next.name == "orient" {
			r.Quarters++
		}
		s, r.Back = out, back.Then(r.Back)
		r.Done = append(r.Done, Done{next.name, number})
	}
	r.Width, r.Height = s.Size()
	r.DPI = s.DPI
	return s, r
}
