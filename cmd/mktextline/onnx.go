package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// A tensor is named values of single precision.
type tensor struct {
	name   string
	dims   []int
	values []float32
}

// Numbers of fields in onnx.proto.
const (
	modelGraph       = 7
	graphNode        = 1
	graphInitializer = 5
	nodeOutput       = 2
	nodeAttribute    = 5
	attributeTensor  = 5
	tensorDims       = 1
	tensorType       = 2
	tensorName       = 8
	tensorRaw        = 9
	singlePrecision  = 1
)

var errFormat = errors.New("it does not read as ONNX")

// tensorsOf returns the weights of a network: initialisers, and what constant nodes hold.
func tensorsOf(model []byte) ([]tensor, error) {
	var found []tensor
	err := fields(model, func(n protowire.Number, graph []byte, _ uint64) error {
		if n != modelGraph {
			return nil
		}
		return fields(graph, func(n protowire.Number, part []byte, _ uint64) error {
			switch n {
			case graphInitializer:
				return keep(&found, part)
			case graphNode:
				return constants(&found, part)
			}
			return nil
		})
	})
	return found, err
}

func constants(found *[]tensor, node []byte) error {
	return fields(node, func(n protowire.Number, attribute []byte, _ uint64) error {
		if n != nodeAttribute {
			return nil
		}
		return fields(attribute, func(n protowire.Number, value []byte, _ uint64) error {
			if n != attributeTensor || value == nil {
				return nil
			}
			return keep(found, value)
		})
	})
}

// keep adds a tensor of single precision.
func keep(found *[]tensor, b []byte) error {
	var t tensor
	var kind uint64
	err := fields(b, func(n protowire.Number, part []byte, v uint64) error {
		switch n {
		case tensorDims:
			t.dims = append(t.dims, int(v))
		case tensorType:
			kind = v
		case tensorName:
			t.name = string(part)
		case tensorRaw:
			for ; len(part) >= 4; part = part[4:] {
				t.values = append(t.values, math.Float32frombits(binary.LittleEndian.Uint32(part)))
			}
		}
		return nil
	})
	if err == nil && kind == singlePrecision && len(t.values) > 0 {
		*found = append(*found, t)
	}
	return err
}

// fields calls each for the fields of a message: bytes for messages and strings, a number for
// integers.
func fields(b []byte, each func(n protowire.Number, part []byte, v uint64) error) error {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return fmt.Errorf("%w: %w", errFormat, protowire.ParseError(n))
		}
		b = b[n:]
		var part []byte
		var v uint64
		switch kind {
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			part, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(number, kind, b)
		}
		if n < 0 {
			return fmt.Errorf("%w: %w", errFormat, protowire.ParseError(n))
		}
		if err := each(number, part, v); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
