package textline

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Weights of en_PP-OCRv4_rec of PaddleOCR (Apache-2.0, see LICENSE.weights), halved in
// precision by cmd/mktextline. The file is records one after the other, all little-endian:
// length of the name (1 byte), name, number of dimensions (1 byte), dimensions (4 bytes each),
// values as IEEE 754 binary16.
//
//go:embed en.weights
var embedded []byte

// weights are the values of a network by their names.
type weights map[string][]float32

var errWeights = errors.New("the embedded weights are cut off")

func parseWeights(b []byte) (weights, error) {
	w := weights{}
	for len(b) > 0 {
		name, rest, ok := short(b)
		if !ok || len(rest) < 1 || len(rest) < 1+4*int(rest[0]) {
			return nil, errWeights
		}
		n := 1
		for d := range int(rest[0]) {
			n *= int(binary.LittleEndian.Uint32(rest[1+4*d:]))
		}
		rest = rest[1+4*int(rest[0]):]
		if len(rest) < 2*n {
			return nil, fmt.Errorf("%s: %w", name, errWeights)
		}
		w[name] = make([]float32, n)
		for i := range n {
			w[name][i] = single(binary.LittleEndian.Uint16(rest[2*i:]))
		}
		b = rest[2*n:]
	}
	return w, nil
}

// short takes a string with its length before it.
func short(b []byte) (string, []byte, bool) {
	n := int(b[0])
	if len(b) < 1+n {
		return "", nil, false
	}
	return string(b[1 : 1+n]), b[1+n:], true
}

// single is a half precision number in single precision.
func single(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&1023)
	if exponent == 0 { // zero, or less than the smallest normal number
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)/(1<<24)))
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}
