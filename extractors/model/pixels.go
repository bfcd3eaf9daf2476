package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Caps that belong to formulas.
const (
	patchCap  = 1536      // patches of 32 pixels, OpenAI
	areaCap   = 1600      // tokens, Anthropic
	tileEdge  = 512       // pixels, OpenAI
	tileBase  = 85        // tokens of any image
	tileEach  = 170       // tokens of a tile
	tileLong  = 2048      // pixels of the long edge
	tileShort = 768       // pixels of the short edge
	dearest   = "patch16" // assumed where the formula is not known
)

// ImageTokens returns the tokens of an image of w by h pixels. The image is fitted to the long
// edge first. Formulas, from the providers' documentation:
//
//	patch28, patch16   Mistral: patches of 28 (Pixtral: 16) pixels and one more for each row
//	patch32xF          OpenAI's small models: patches of 32 pixels, shrunk to at most 1536, times F
//	tile512            OpenAI's large models: long edge 2048, short edge 768, 85 + 170 for each tile of 512
//	area750            Anthropic: a token for 750 pixels, at most about 1600
//
// Any other formula counts as the dearest.
func ImageTokens(rules ImageRules, w, h int) int {
	if w <= 0 || h <= 0 {
		return 0
	}
	w, h = fitEdge(w, h, rules.LongEdge)
	formula := rules.Formula
	if ValidFormula(formula) != nil {
		formula = dearest
	}
	if formula == "tile512" {
		return tiles(w, h)
	}
	if n, ok := strings.CutPrefix(formula, "area"); ok {
		return min(ceilDiv(w*h, atoi(n)), areaCap)
	}
	size, factor, scaled := strings.Cut(strings.TrimPrefix(formula, "patch"), "x")
	if scaled {
		return shrunkPatches(w, h, atoi(size), factor)
	}
	return (ceilDiv(w, atoi(size)) + 1) * ceilDiv(h, atoi(size))
}

// ValidFormula returns an error when s is no formula that [ImageTokens] knows.
func ValidFormula(s string) error {
	size, factor, scaled := strings.Cut(strings.TrimPrefix(s, "patch"), "x")
	f, err := strconv.ParseFloat(factor, 64)
	switch {
	case s == "tile512",
		strings.HasPrefix(s, "area") && atoi(s[len("area"):]) > 0,
		strings.HasPrefix(s, "patch") && atoi(size) > 0 && (!scaled || err == nil && f > 0 && f < 100):
		return nil
	}
	return fmt.Errorf("image tokens %q: write patch28, patch16, patch32x1.62, tile512 or area750", s)
}

// shrunkPatches counts patches after the image is shrunk until whole patches cover it and are
// not too many.
func shrunkPatches(w, h, size int, factor string) int {
	f, _ := strconv.ParseFloat(factor, 64)
	n := ceilDiv(w, size) * ceilDiv(h, size)
	if n > patchCap {
		shrink := math.Sqrt(float64(patchCap) / (float64(w) * float64(h)))
		across, down := max(int(float64(w)*shrink), 1), max(int(float64(h)*shrink), 1)
		if across*h <= down*w {
			down = ceilDiv(h*across, w)
		} else {
			across = ceilDiv(w*down, h)
		}
		n = min(across*down, patchCap)
	}
	return int(math.Ceil(float64(n)*f - 1e-9))
}

func tiles(w, h int) int {
	w, h = fitEdge(w, h, tileLong)
	if short := min(w, h); short > tileShort {
		w, h = w*tileShort/short, h*tileShort/short
	}
	return tileBase + tileEach*ceilDiv(w, tileEdge)*ceilDiv(h, tileEdge)
}

// fitEdge scales w by h so that the long edge is at most edge; 0 is no limit.
func fitEdge(w, h, edge int) (int, int) {
	long := max(w, h)
	if edge <= 0 || long <= edge {
		return w, h
	}
	return max(w*edge/long, 1), max(h*edge/long, 1)
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }
