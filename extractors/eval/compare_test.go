package eval

import "testing"

func TestComparisons(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		compare, got, want string
		same               bool
	}{
		{"text", "MÜLLER & Co., KG", "müller &co kg", true},
		{"text", "Müller", "Mueller", false},
		{"anls", "5 Mill Lane, Leeds", "5 Mill Lane Leeds", true},
		{"id", "DE 232 446-240", "de232446240", true},
		{"id", "DE232446241", "DE232446240", false},
		{"money", "119.00", "119", true},
		{"money", "119.004", "119", true},
		{"money", "119.01", "119.00", false},
		{"money", "", "0", false},
		{"number", "1.0", "1", true},
		{"number", "1.001", "1", false},
		{"date", "2026-05-02", "2026-05-02", true},
		{"date", "2026-02-05", "2026-05-02", false},
		{"lines", "P<NLD DE<BRUIJN\nSPECI2014", "P<NLDDE<BRUIJN\nSPECI2014", true},
		{"lines", "P<NLDDE<BRUIJNSPECI2014", "P<NLDDE<BRUIJN\nSPECI2014", false},
		{"country", "DE", "D<<", true},
		{"country", "DE", "DEU", true},
		{"country", "GB", "GBD", true},
		{"country", "UTO", "UTO", true},
		{"country", "DE", "DK", false},
	} {
		if got := comparisons[c.compare](c.got, c.want); got != c.same {
			t.Errorf("%s of %q and %q = %v, want %v", c.compare, c.got, c.want, got, c.same)
		}
	}
}

func TestLikeness(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		got, want string
		like      float64
	}{
		{"", "", 1},
		{"", "abc", 0},
		{"5  Mill lane", "5 mill Lane", 1},
		{"abcd", "abcx", 0.75},
		{"abcd", "wxyd", 0}, // below a half nothing is alike
	} {
		if got := likeness(c.got, c.want); got != c.like {
			t.Errorf("likeness(%q, %q) = %v, want %v", c.got, c.want, got, c.like)
		}
	}
}
