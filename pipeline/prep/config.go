package prep

import (
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// Config says which steps may act, and from which need on.
type Config struct {
	Unwarp   bool // lay a photographed page flat; true
	Crop     bool // cut dark scanner borders; true
	Shadow   bool // even out strongly uneven light; true
	Contrast bool // stretch faint pages; true
	Orient   bool // turn pages that lie on their side; true
	Deskew   bool // turn leaning text upright; true
	Resize   bool // enlarge small letters, reduce huge ones; true

	MinSkew      float64 // degrees from which deskew acts; 1
	MaxSkew      float64 // degrees up to which it looks; 15
	MinUneven    float64 // loss of light, 0..1, from which shadow acts; 0.35
	MinContrast  float64 // grey levels between ink and paper below which contrast acts; 80
	LetterHeight float64 // pixels that resize aims at; 20
	MaxEnlarge   float64 // the largest enlargement; 2
	MaxPixels    int     // pixels of a prepared page; 20000000
	Quality      int     // of the stored JPEG, 1 to 100; 80
}

// DefaultConfig returns what the field comments say.
func DefaultConfig() Config {
	return Config{
		Unwarp: true, Crop: true, Shadow: true, Contrast: true, Orient: true, Deskew: true, Resize: true,
		MinSkew: 1, MaxSkew: 15, MinUneven: 0.35, MinContrast: 80,
		LetterHeight: 20, MaxEnlarge: 2, MaxPixels: 20_000_000, Quality: 80,
	}
}

// Validate reports every setting that cannot be, together.
func (c Config) Validate() error {
	var errs []error
	check := func(name string, value, low, high float64) {
		if !(value >= low && value <= high) {
			errs = append(errs, fmt.Errorf("prep.%s is %v: use %v to %v: %w", name, value, low, high, pipeline.ErrInvalid))
		}
	}
	check("min_skew", c.MinSkew, 0, 45)
	check("max_skew", c.MaxSkew, 0, 45)
	check("min_uneven", c.MinUneven, 0, 1)
	check("min_contrast", c.MinContrast, 0, 255)
	check("letter_height", c.LetterHeight, 8, 100)
	check("max_enlarge", c.MaxEnlarge, 1, 4)
	check("max_pixels", float64(c.MaxPixels), 1e6, 2e8)
	check("quality", float64(c.Quality), 1, 100)
	return errors.Join(errs...)
}
