package raster

import (
	"strconv"
	"testing"
)

func TestParseShort(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"0", "-0", "1", "-12.5", "841.88977", ".5", "-.25", "5.", "0.000001", "123456789012345", "1234567.8901234"} {
		want, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := parseShort(s); !ok || got != want {
			t.Errorf("parseShort(%q) = %v, %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "-", ".", "1e5", "1.2.3", "+1", "0x10", "NaN", "1234567890123456", "1 "} {
		if got, ok := parseShort(s); ok {
			t.Errorf("parseShort(%q) = %v, want it left to strconv", s, got)
		}
	}
}

// FuzzParseShort holds the quick reading against the standard library's.
func FuzzParseShort(f *testing.F) {
	for _, s := range []string{"12.75", "-.5", "0.1", "99999999999999.", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parseShort(s)
		want, err := strconv.ParseFloat(s, 64)
		if ok && (err != nil || got != want) {
			t.Errorf("parseShort(%q) = %v, want %v, %v", s, got, want, err)
		}
	})
}
