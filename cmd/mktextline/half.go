package main

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// records writes tensors in the order of their names: length of the name, name, number of
// dimensions, dimensions, values.
func records(tensors []tensor) []byte {
	slices.SortFunc(tensors, func(a, b tensor) int { return cmp.Compare(a.name, b.name) })
	var b []byte
	for _, t := range tensors {
		b = append(append(b, byte(len(t.name))), t.name...)
		b = append(b, byte(len(t.dims)))
		for _, d := range t.dims {
			b = binary.LittleEndian.AppendUint32(b, uint32(d))
		}
		for _, v := range t.values {
			b = binary.LittleEndian.AppendUint16(b, half(v))
		}
	}
	return b
}

// half rounds v to IEEE 754 binary16: to the nearest, ties to even; what is too large becomes
// the largest.
func half(v float32) uint16 {
	sign := uint16(math.Float32bits(v) >> 16 & 0x8000)
	size := math.Abs(float64(v))
	if size < 1.0/(1<<14) {
		return sign | uint16(math.RoundToEven(size*(1<<24)))
	}
	size = min(size, 65504)
	fraction, exponent := math.Frexp(size) // 0.5 <= fraction < 1
	bits := math.RoundToEven((2*fraction - 1) * 1024)
	return sign | uint16(exponent+14)<<10 + uint16(bits)
}
