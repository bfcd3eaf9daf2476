package raster

import (
	"strings"
	"testing"
)

// The SVG names only the first letter of a ligature, and MuPDF's reading has them all.
func TestJoinGlyphs_says_all_letters_of_a_ligature(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		glyphs string // one letter a glyph, as the SVG names them; a space stands between words
		text   string // as MuPDF reads it
	}{
		{"inside a word", "Mite 5", "Mitte 5"},
		{"at the end of a word", "ausgestelt von", "ausgestellt von"},
		{"at the end of the text", "ein Schif", "ein Schiff"},
		{"of three letters", "ofce desk", "office desk"},
		{"two in a row", "Identfkator: x", "Identifikator: x"},
		{"none", "Nettobetrag 12", "Nettobetrag 12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var glyphs []glyph
			for i, c := range []rune(tt.glyphs) {
				glyphs = append(glyphs, letterAt(string(c), float64(i)*6))
			}
			var got []string
			for _, r := range joinGlyphs(glyphs, tt.text) {
				got = append(got, r.text)
			}
			if got, want := strings.Join(got, " "), tt.text; got != want {
				t.Errorf("text = %q, want %q", got, want)
			}
		})
	}
}

// letterAt is a 10-point letter whose pen stands at x.
func letterAt(text string, x float64) glyph {
	return glyph{text: text, ink: rect{x, 0, x + 5, 8}, size: 10, x: x, y: 8}
}
