package pipeline

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
)

// Words are the words of a page. In JSON they are one string: a page has hundreds, they cross
// from the worker into drafts and checkpoints, and as objects they would cost more than to
// read the page. Boxes keep the four decimals of [Box.MarshalJSON]. Objects are read as well.
//
// The string is unpadded base64 of a byte that tells the form, the number of words, and for
// each: flags, block and line as differences to the word before, the box in ten-thousandths,
// the text behind its length, then what the flags announce. Integers are the varints of
// encoding/binary, other numbers IEEE 754 in 8 bytes, little-endian.
type Words []Word

const (
	wordsForm = 2 // changes when the meaning of the bytes does
	firstForm = 1 // had no second readings
	boxScale  = 1e4
	sizeScale = 100
	mostSize  = 1 << 30 // hundredths of a point
	leastWord = 8       // bytes that a word takes
)

// The flags of a word.
const (
	wordHidden     = 1 << iota
	wordOCR        // its source, where that is not the text layer
	wordSource     // another source: its length and text follow
	wordConfidence // a confidence other than 1 follows
	wordSize       // a size in hundredths of a point follows
	wordExactSize  // a size that is not in hundredths follows
	wordSecond     // another reading: its length and text follow
)

// MarshalText implements encoding.TextMarshaler. A box that is no place wraps ErrInternal.
func (w Words) MarshalText() ([]byte, error) {
	b := binary.AppendUvarint([]byte{wordsForm}, uint64(len(w)))
	block, line := 0, 0
	for i := range w {
		word := &w[i]
		b = append(b, word.flags())
		b = binary.AppendVarint(b, int64(word.Block-block))
		b = binary.AppendVarint(b, int64(word.Line-line))
		block, line = word.Block, word.Line
		for _, v := range word.Box {
			v = math.Round(v * boxScale)
			if !(math.Abs(v) < 1<<53) {
				return nil, fmt.Errorf("box %v: not a place on the page: %w", [4]float64(word.Box), ErrInternal)
			}
			b = binary.AppendVarint(b, int64(v))
		}
		b = appendText(b, word.Text)
		b = word.appendRest(b)
	}
	return base64.RawStdEncoding.AppendEncode(nil, b), nil
}

func (w *Word) flags() (f byte) {
	if w.Hidden {
		f |= wordHidden
	}
	switch w.Source {
	case SourceText:
	case SourceOCR:
		f |= wordOCR
	default:
		f |= wordSource
	}
	if w.Confidence != 1 {
		f |= wordConfidence
	}
	if n := math.Round(w.Size * sizeScale); w.Size != 0 && n > 0 && n < mostSize && n/sizeScale == w.Size {
		f |= wordSize
	} else if w.Size != 0 {
		f |= wordExactSize
	}
	if w.Second != "" {
		f |= wordSecond
	}
	return f
}

func (w *Word) appendRest(b []byte) []byte {
	f := w.flags()
	if f&wordSource != 0 {
		b = appendText(b, w.Source)
	}
	if f&wordConfidence != 0 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w.Confidence))
	}
	if f&wordSize != 0 {
		b = binary.AppendUvarint(b, uint64(math.Round(w.Size*sizeScale)))
	}
	if f&wordExactSize != 0 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w.Size))
	}
	if f&wordSecond != 0 {
		b = appendText(b, w.Second)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
