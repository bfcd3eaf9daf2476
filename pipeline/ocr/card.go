package ocr

import (
	"context"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// readPage reads a page in the mode that its print asks for. The print of cards is as narrow as that
// of slips, and only some of them read better in one column: what has the fillers of a
// machine-readable zone is read as a page with blocks too, and the reading counts in which both readers
// of the zone agree more.
func (o *OCR) readPage(ctx context.Context, img *pipeline.Pixels, languages string) ([]word, error) {
	mode := o.mode(img)
	found, err := o.read(ctx, img, languages, mode)
	if err != nil || mode == wholePage || !slices.ContainsFunc(found, hasFillers) {
		return found, err
	}
	again, err := o.read(ctx, img, languages, wholePage)
	if err != nil {
		return nil, err
	}
	before, err := o.zoneTrust(ctx, img, found, languages)
	if err != nil {
		return nil, err
	}
	after, err := o.zoneTrust(ctx, img, again, languages)
	if err != nil {
		return nil, err
	}
	if after > before {
		return again, nil
	}
	return found, nil
}

// zoneTrust adds up the confidences of the lines of zones that a reading leads to.
func (o *OCR) zoneTrust(ctx context.Context, img *pipeline.Pixels, found []word, languages string) (float64, error) {
	zoned, err := o.zones(ctx, img, slices.Clone(found), languages)
	sum := 0.0
	for _, w := range zoned {
		if hasFillers(w) && !slices.Contains(found, w) {
			sum += w.confidence
		}
	}
	return sum, err
}

func hasFillers(w word) bool {
	return strings.Contains(w.text, "<<") || strings.Contains(w.text, "«") || strings.Contains(w.text, ">>")
}
