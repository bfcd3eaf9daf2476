package ocr

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// A word is one word as Tesseract found it: box in pixels of the image, confidence 0..1.
type word struct {
	text        string
	box         pipeline.Box
	confidence  float64
	block, line int    // running numbers within the image
	second      string // see pipeline.Word
}

// Columns of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width,
// height, confidence, text. Level 5 is a word.
const (
	tsvLevel = iota
	tsvPage
	tsvBlock
	tsvParagraph
	tsvLine
	tsvWord
	tsvLeft
	tsvTop
	tsvWidth
	tsvHeight
	tsvConfidence
	tsvText
	tsvColumns
)

// parseTSV returns the words of a TSV table, without those of white space.
func parseTSV(table []byte) ([]word, error) {
	var words []word
	block, line := "", ""
	blocks, lines := 0, 0
	for row := range bytes.Lines(table) {
		cells := strings.SplitN(strings.TrimRight(string(row), "\r\n"), "\t", tsvColumns)
		if len(cells) < tsvColumns || cells[tsvLevel] != "5" || strings.TrimSpace(cells[tsvText]) == "" {
			continue
		}
		w, err := parseWord(cells)
		if err != nil {
			return nil, err
		}
		if b := cells[tsvBlock]; b != block {
			block, blocks = b, blocks+1
		}
		if l := strings.Join(cells[tsvBlock:tsvWord], " "); l != line {
			line, lines = l, lines+1
		}
		w.block, w.line = blocks, lines
		words = append(words, w)
	}
	return words, nil
}

func parseWord(cells []string) (word, error) {
	var n [5]float64
	for i := range n {
		v, err := strconv.ParseFloat(cells[tsvLeft+i], 64)
		if err != nil {
			return word{}, fmt.Errorf("tesseract's table: %q is no number: %w", cells[tsvLeft+i], pipeline.ErrRenderCrash)
		}
		n[i] = v
	}
	return word{
		text:       strings.TrimSpace(cells[tsvText]),
		box:        pipeline.Box{n[0], n[1], n[0] + n[2], n[1] + n[3]},
		confidence: min(max(n[4]/100, 0), 1),
	}, nil
}
