package compliance

import (
	"testing"

	"docpipe/schemas"
)

func BenchmarkLoad(b *testing.B) {
	types, err := schemas.NewRegistry()
	if err != nil {
		b.Fatal(err)
	}
	raw, err := files.ReadFile("packs/eu-vat-invoice.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := NewLibrary(types.List()).Load("eu-vat-invoice.yaml", raw); err != nil {
			b.Fatal(err)
		}
	}
}
