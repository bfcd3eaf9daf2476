package pii

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// least is how many letters a quote has that is looked for elsewhere: shorter ones stand
// everywhere.
const least = 4

// repeated finds the words of quote on all pages.
func repeated(d *pipeline.Document, quote string, c Class, kind string) []Place {
	wanted := folded(strings.Fields(quote))
	if len(strings.Join(wanted, "")) < least {
		return nil
	}
	var places []Place
	for _, p := range d.Pages {
		words := p.VisibleWords()
		said := make([]string, len(words))
		for i, w := range words {
			said[i] = fold(w.Text)
		}
		for i := 0; i+len(wanted) <= len(said); i++ {
			if !slices.Equal(said[i:i+len(wanted)], wanted) {
				continue
			}
			for _, w := range words[i : i+len(wanted)] {
				places = append(places, Place{Class: c, Kind: kind, Page: p.Number, Box: w.Box, Sure: true, Text: Masked(c, w.Text)})
			}
		}
	}
	return places
}

func folded(words []string) []string {
	var kept []string
	for _, w := range words {
		if w = fold(w); w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}

// fold makes words comparable: small letters, nothing but letters and digits.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}

// valueAt returns the value at a JSON pointer (RFC 6901), nil where there is none.
func valueAt(data any, pointer string) any {
	for _, name := range strings.Split(pointer, "/")[1:] {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		switch v := data.(type) {
		case map[string]any:
			data = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			data = v[i]
		default:
			return nil
		}
	}
	return data
}
