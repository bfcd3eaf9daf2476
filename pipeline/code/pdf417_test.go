package code

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The table holds every codeword there can be, each once, in the cluster that its widths give.
func TestWordTable(t *testing.T) {
	t.Parallel()
	if len(wordTable) != 2*clusters*wordCount {
		t.Fatalf("the table has %d bytes, want %d", len(wordTable), 2*clusters*wordCount)
	}
	for c := range clusters {
		seen := map[[wordModules]bool]bool{}
		for v := range wordCount {
			dark := word(c, v)
			if seen[dark] {
				t.Errorf("cluster %d, value %d stands twice", c, v)
			}
			seen[dark] = true
			if got := clusterOf(dark); got != 3*c {
				t.Errorf("cluster %d, value %d: its widths give %d, want %d", c, v, got, 3*c)
			}
		}
	}
}

// clusterOf is the number of a codeword's cluster in ISO/IEC 15438, 5.3.1; -1 for what is none.
func clusterOf(dark [wordModules]bool) int {
	widths := []int{1}
	for i := 1; i < wordModules; i++ {
		if dark[i] != dark[i-1] {
			widths = append(widths, 0)
		}
		widths[len(widths)-1]++
	}
	if !dark[0] || len(widths) != 8 || slices.Max(widths) > 6 {
		return -1
	}
	return (widths[0] - widths[2] + widths[4] - widths[6] + 9) % 9
}

// Half as many errors as there are check words are mended, or as many lost words; more are not
// taken for something else.
func TestCorrected(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	const size, check = 60, 16
	for _, c := range []struct {
		errors, lost int
		want         bool
	}{{0, 0, true}, {8, 0, true}, {0, 16, true}, {4, 8, true}, {9, 0, false}, {1, 15, false}} {
		for range 50 {
			want := encoded(random, size, check)
			got := slices.Clone(want)
			places := random.Perm(size)[:c.errors+c.lost]
			for _, at := range places {
				got[at] = (got[at] + 1 + random.IntN(fieldSize-1)) % fieldSize
			}
			ok := corrected(got, check, places[:c.lost])
			if ok != c.want || ok && !slices.Equal(got, want) {
				t.Fatalf("%d errors, %d lost: mended %v, want %v", c.errors, c.lost, ok, c.want)
			}
		}
	}
}

// encoded are random words that the last check of them complete: the words times the generator.
func encoded(random *rand.Rand, size, check int) []int {
	product := polynomial{1}
	for i := range check {
		product = product.times(polynomial{fieldSize - power(fieldRoot, i+1), 1})
	}
	data := make(polynomial, size-check)
	for i := range data {
		data[i] = random.IntN(fieldSize)
	}
	words := data.times(product)
	slices.Reverse(words)
	return words
}

// The three ways to pack text, and what changes them, as in the examples of the standard.
func TestPDFText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		words []int
		want  string
	}{
		{"text", []int{453, 178, 121, 239}, "PDF417"},
		{"numbers", []int{902, 1, 624, 434, 632, 282, 200}, "000213298174000"},
		{"bytes in sixes", []int{924, 387, 700, 208, 213, 302}, "\u00e7e\va\u00cd\x02"},
		{"bytes and some more", []int{901, 163, 238, 432, 766, 244, 65}, "alcoolA"},
		{"a byte amid text", []int{1, 913, 0xe9, 62}, "ABéCC"},
		{"UTF-8", []int{927, 26, 901, 0xc3, 0xa9}, "é"},
		{"Latin-1", []int{927, 3, 901, 0xc3, 0xa9}, "Ã©"},
		{"one of a sequence", []int{1, 928, 111, 100}, "AB"},
		{"padding", []int{1, 900, 900}, "AB"},
		{"nothing", nil, ""},
		{"cut", []int{1, 913}, "AB"},
	} {
		if got := pdfText(c.words); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
