package eval

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// A Spot is a place on a page.
type Spot struct {
	Page int
	Box  pipeline.Box
}

// longest is how many words one value has at most, for the search.
const longest = 24

// Locate finds where a true value is printed, as far as OCR lets it: dates and amounts in any
// notation, everything else by its letters and digits; each line, item or part of an address
// by itself.
func Locate(d *pipeline.Document, compare, want string) []Spot {
	parts := strings.Split(want, "\n")
	if compare == "anls" {
		parts = strings.Split(want, ",")
	}
	var all []Spot
	for _, p := range d.Pages {
		for _, line := range p.Lines() {
			for _, part := range parts {
				all = append(all, inLine(p.Number, line, compare, part)...)
			}
		}
	}
	return all
}

func inLine(page int, line []pipeline.Word, compare, want string) []Spot {
	switch compare {
	case "date":
		return dates(page, line, want)
	case "money", "number":
		return amounts(page, line, want)
	}
	return runs(page, line, extractors.Fold(want))
}

func dates(page int, line []pipeline.Word, want string) (found []Spot) {
	var words []string
	for _, w := range line {
		words = append(words, w.Text)
	}
	for _, s := range extractors.ScanDates(words, extractors.OrderUnknown) {
		if slices.Contains(s.Readings, want) {
			found = append(found, Spot{page, around(line[s.From:s.To])})
		}
	}
	return found
}

func amounts(page int, line []pipeline.Word, want string) (found []Spot) {
	for _, w := range line {
		readings := extractors.ReadAmount(w.Text, 0)
		if slices.ContainsFunc(readings, func(a extractors.Amount) bool { return closer(a.Text, want, cent) }) {
			found = append(found, Spot{page, w.Box})
		}
	}
	return found
}

// runs finds words in a row whose letters and digits are the ones wanted.
func runs(page int, line []pipeline.Word, want string) (found []Spot) {
	if want == "" {
		return nil
	}
	for from := range line {
		text := ""
		for to := from; to < min(len(line), from+longest) && len(text) < len(want); to++ {
			text += extractors.Fold(line[to].Text)
			if text == want {
				found = append(found, Spot{page, around(line[from : to+1])})
			}
		}
	}
	return found
}

func around(words []pipeline.Word) pipeline.Box {
	box := words[0].Box
	for _, w := range words[1:] {
		box = box.Union(w.Box)
	}
	return box
}
