package main

import "testing"

// BenchmarkStreamReference does the bare writes of as many documents as BenchmarkStream takes.
func BenchmarkStreamReference(b *testing.B) {
	if _, err := bareWrites(b.Context(), b.TempDir(), b.N); err != nil {
		b.Fatal(err)
	}
}
