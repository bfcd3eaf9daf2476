package ocr

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// Program is what the sandbox runs.
const Program = "tesseract"

// The ways in which Tesseract can look for text on a page.
const (
	wholePage = 3 // find blocks and columns
	oneColumn = 6 // take everything as lines of one block
)

// read has Tesseract read one image. The words come in reading order, boxes in pixels.
//
// One process takes one core: Tesseract's own threads cost more than they gain. Inverted text
// is not tried (slower, and worse on white paper), and the true resolution is told, because
// raw pixels carry none. More are settings of Tesseract, as name=value.
func (o *OCR) read(ctx context.Context, img *pipeline.Pixels, languages string, mode int, more ...string) ([]word, error) {
	args := []string{"{in}", "stdout", "-l", languages, "--psm", strconv.Itoa(mode)}
	if dpi := int(math.Round(img.DPI)); dpi >= 70 && dpi <= 2400 {
		args = append(args, "--dpi", strconv.Itoa(dpi))
	}
	args = append(args, "-c", "tessedit_do_invert=0", "-c", "tessedit_create_tsv=1")
	for _, setting := range more {
		args = append(args, "-c", setting)
	}
	if err := o.sit(ctx); err != nil {
		return nil, err
	}
	defer func() { <-o.seats }()
	in, err := sandbox.NewInput("", asTIFF(img)) // standard input it would take letter by letter
	if err != nil {
		return nil, fmt.Errorf("reading the page image: %w", err)
	}
	defer in.Close()
	out, err := o.sb.Run(ctx, sandbox.Tool{Name: Program, Args: args, Input: in, Env: []string{"OMP_THREAD_LIMIT=1"}})
	if err != nil {
		return nil, fmt.Errorf("reading the page image: %w", err)
	}
	if out.Code != 0 {
		return nil, fmt.Errorf("reading the page image: tesseract ended with code %d: %w", out.Code, pipeline.ErrRenderCrash)
	}
	return parseTSV(out.Stdout)
}

// sit waits for a free core.
func (o *OCR) sit(ctx context.Context) error {
	select {
	case o.seats <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for a free core: %w", context.Cause(ctx))
	}
}
