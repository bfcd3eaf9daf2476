package pii

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

// page lays words out: rows of cells, a cell's words one after the other.
func page(source string, rows ...[]string) *pipeline.Page {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead}
	for y, row := range rows {
		for x, word := range row {
			if word == "" {
				continue
			}
			left, top := 0.1*float64(x), 0.05*float64(y)
			p.Words = append(p.Words, pipeline.Word{
				Text: word, Source: source, Line: y + 1, Block: 1, Box: pipeline.Box{left, top, left + 0.09, top + 0.03},
			})
		}
	}
	return p
}

func found(places []Place) []string {
	var got []string
	for _, p := range places {
		sure := ""
		if !p.Sure {
			sure = "?"
		}
		got = append(got, fmt.Sprintf("%s%s %.2f-%.2f", sure, p.Kind, p.Box[0], p.Box[2]))
	}
	return got
}

func TestPage(t *testing.T) {
	t.Parallel()
	p := page("text",
		[]string{"", "Geburtsdatum", "", "", "Telefon", "", "", "Datum"},
		[]string{"", "12.08.1983", "", "", "030/901820", "", "", "13.08.1983"},
		[]string{"Card", "4111", "1111", "1111", "1111", "12"},
	)
	p.Codes = []pipeline.Code{{Text: "BCD\n002\n1\nSCT\n\nA B\nDE89370400440532013000\nEUR1", Box: pipeline.Box{0.5, 0.5, 0.6, 0.6}}, {Text: "4006381333931"}}
	p.Marks = []pipeline.Mark{{Kind: pipeline.MarkSignature, Box: pipeline.Box{0.7, 0.7, 0.8, 0.8}}, {Kind: pipeline.MarkStamp}}
	want := []string{"birth_date 0.10-0.19", "phone 0.40-0.49", "pan 0.10-0.49", "code 0.50-0.60", "signature 0.70-0.80"}
	if diff := cmp.Diff(found(New().Page(p)), want); diff != "" {
		t.Errorf("places (-got +want):\n%s", diff)
	}
}

// A scan's letters are read as the digits that they look like, and what comes of it is not sure.
func TestPageMisread(t *testing.T) {
	t.Parallel()
	row := []string{"card", "4l11", "1111", "1111", "111I"}
	if got, want := found(New().Page(page("ocr", row))), []string{"?pan 0.10-0.49"}; !slices.Equal(got, want) {
		t.Errorf("scan: found %q, want %q", got, want)
	}
	if got := found(New().Page(page("text", row))); len(got) > 0 {
		t.Errorf("text layer: found %q, want nothing", got)
	}
}

// The box of a word that was hardly read may be that of a part of it: what hides it reaches further,
// as far as the next words.
func TestPageDoubtful(t *testing.T) {
	t.Parallel()
	for confidence, want := range map[float64]string{0.4: "?phone 0.09-0.40", 0.9: "?phone 0.10-0.39"} {
		p := page("ocr", []string{"Telefon", "", "", "", "", "ail"})
		p.Width, p.Height = 300, 100
		p.Words = slices.Insert(p.Words, 1, pipeline.Word{Text: "030/901820", Source: "ocr", Line: 1, Block: 1, Confidence: confidence, Box: pipeline.Box{0.1, 0, 0.39, 0.03}})
		if got := found(New().Page(p)); len(got) != 1 || strings.TrimPrefix(got[0], "?") != strings.TrimPrefix(want, "?") {
			t.Errorf("read with %v: found %q, want %q", confidence, got, want)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	p := page("text", []string{"Erika", "Mustermann", "1"}, []string{"paid", "by", "ERIKA", "MUSTERMANN."}, []string{"Erika", "Musterfrau"})
	box := pipeline.Box{0, 0, 0.19, 0.03}
	d := &pipeline.Document{Pages: []*pipeline.Page{p}, Extraction: &pipeline.Extraction{
		Data: map[string]any{"holder": map[string]any{"name": "Erika Mustermann"}},
		Fields: map[string]pipeline.Field{
			"/holder/name": {State: pipeline.FieldFound, Evidence: []pipeline.Evidence{{Page: 1, Box: &box, Quote: "Erika Mustermann"}}},
			"/number":      {State: pipeline.FieldFound, Evidence: []pipeline.Evidence{{Page: 1, Box: &box, Quote: "1"}}},
		},
	}}
	got := Fields(d, func(pointer string) Class { return map[string]Class{"/holder/name": Person}[pointer] })
	if diff := cmp.Diff(found(got), []string{"/holder/name 0.00-0.19", "/holder/name 0.20-0.29", "/holder/name 0.30-0.39"}); diff != "" {
		t.Errorf("places (-got +want):\n%s", diff)
	}
}
