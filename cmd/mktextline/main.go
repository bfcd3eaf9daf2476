// Mktextline makes the embedded weights of the line reader from the ONNX file of the network
// (en_PP-OCRv4_rec of PaddleOCR): all its tensors of single precision, in the order of their
// names, in half precision.
//
//	go run ./cmd/mktextline en_PP-OCRv4_rec.onnx pipeline/textline/en.weights
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: mktextline NETWORK.onnx WEIGHTS")
		os.Exit(2)
	}
	if err := convert(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "mktextline:", err)
		os.Exit(1)
	}
}

func convert(from, to string) error {
	network, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("reading the network: %w", err)
	}
	tensors, err := tensorsOf(network)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	if len(tensors) == 0 {
		return fmt.Errorf("%s has no weights: is it an ONNX network?", from)
	}
	if err := os.WriteFile(to, records(tensors), 0o644); err != nil {
		return fmt.Errorf("writing the weights: %w", err)
	}
	return nil
}
