package ocr

import (
	"errors"
	"fmt"
	"runtime"

	"docpipe/pipeline"
)

// Config says how pages are read.
type Config struct {
	Languages []string // BCP 47, the likeliest first; en, de, fr
	Workers   int      // Tesseract processes at a time; 0, one per core

	PoorConfidence float64 // mean confidence, 0..1, below which a page may stand on its head; 0.6
	LayerAgreement float64 // share of words, 0..1, from which an invisible text layer is believed; 0.9
	NarrowAspect   float64 // height by width from which a page is read as one column, like a receipt; 1.6

	DoubtfulPage float64 // mean confidence, 0..1, below which all lines are read by the second reader too; 0.9
	DoubtfulWord float64 // confidence, 0..1, below which a word is, on any page; 0.6
}

// DefaultConfig returns what the field comments say.
func DefaultConfig() Config {
	return Config{
		Languages:      []string{"en", "de", "fr"},
		PoorConfidence: 0.6, LayerAgreement: 0.9, NarrowAspect: 1.6,
		DoubtfulPage: 0.9, DoubtfulWord: 0.6,
	}
}

// Validate reports every setting that cannot be, together.
func (c Config) Validate() error {
	var errs []error
	if len(c.Languages) == 0 {
		errs = append(errs, fmt.Errorf("ocr.languages is empty: name at least one, such as en: %w", pipeline.ErrInvalid))
	}
	if _, err := codes(c.Languages); err != nil {
		errs = append(errs, fmt.Errorf("ocr.languages: %w", err))
	}
	if c.Workers < 0 {
		errs = append(errs, fmt.Errorf("ocr.workers is %d: use 0 (one per core) or more: %w", c.Workers, pipeline.ErrInvalid))
	}
	for name, v := range map[string]float64{
		"poor_confidence": c.PoorConfidence, "layer_agreement": c.LayerAgreement,
		"doubtful_page": c.DoubtfulPage, "doubtful_word": c.DoubtfulWord,
	} {
		if !(v >= 0 && v <= 1) {
			errs = append(errs, fmt.Errorf("ocr.%s is %v: use 0 to 1: %w", name, v, pipeline.ErrInvalid))
		}
	}
	if !(c.NarrowAspect > 0) {
		errs = append(errs, fmt.Errorf("ocr.narrow_aspect is %v: use more than 0: %w", c.NarrowAspect, pipeline.ErrInvalid))
	}
	return errors.Join(errs...)
}

func (c Config) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.NumCPU()
}
