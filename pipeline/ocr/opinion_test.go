package ocr

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/textline"
)

func TestSettled_takes_the_surer_reading(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tesseract word
		other     hearing
		text      string
		low, high float64
	}{
		"both agree":                      {word{text: "TOTAL", confidence: 0.6}, hearing{"TOTAL", 0.9}, "TOTAL", 0.95, 0.97},
		"agreement but for accents":       {word{text: "Müller", confidence: 0.7}, hearing{"Muller", 0.9}, "Müller", 0.96, 0.98},
		"the other is surer":              {word{text: "6.7O", confidence: 0.4}, hearing{"6.70", 0.99}, "6.70", 0.7, 0.9},
		"Tesseract is surer":              {word{text: "6.70", confidence: 0.9}, hearing{"6.76", 0.5}, "6.70", 0.6, 0.8},
		"a letter the other cannot write": {word{text: "Größe", confidence: 0.6}, hearing{"GroBe", 0.9}, "Größe", 0.2, 0.5},
		"nothing heard":                   {word{text: "ab", confidence: 0.5}, hearing{}, "ab", 0.5, 0.5},
	} {
		got := settled(c.tesseract, c.other)
		if got.text != c.text || got.confidence < c.low || got.confidence > c.high {
			t.Errorf("%s: got %q %.2f, want %q in %.2f..%.2f", name, got.text, got.confidence, c.text, c.low, c.high)
		}
	}
}

func TestShared_gives_characters_to_the_words_they_lie_on(t *testing.T) {
	t.Parallel()
	found := []word{{box: pipeline.Box{0, 0, 40, 20}}, {box: pipeline.Box{60, 0, 100, 20}}}
	chars := []textline.Char{
		{Byte: 'a', At: 10, Confidence: 0.9}, {Byte: 'b', At: 44, Confidence: 0.5}, {Byte: ' ', At: 50, Confidence: 0.1},
		{Byte: 'c', At: 57, Confidence: 0.8}, {Byte: 'd', At: 120, Confidence: 0.7},
	}
	got := shared(found, line{at: []int{0, 1}}, chars)
	want := []hearing{{"ab", 0.5}, {"cd", 0.7}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(hearing{})); diff != "" {
		t.Errorf("shared (-want +got):\n%s", diff)
	}
}

func TestDoubtful_lines_are_runs_of_doubtful_words(t *testing.T) {
	t.Parallel()
	o := New(DefaultConfig(), nil)
	sure := func(line int) word {
		return word{text: "sure", confidence: 0.99, line: line, box: pipeline.Box{0, 0, 1, 1}}
	}
	doubtful := func(line int) word {
		return word{text: "doubt", confidence: 0.3, line: line, box: pipeline.Box{0, 0, 1, 1}}
	}
	found := []word{sure(1), doubtful(1), doubtful(1), sure(1), doubtful(2)}
	for range 20 {
		found = append(found, sure(3))
	}
	var got [][]int
	for _, l := range o.doubtfulLines(found) {
		got = append(got, l.at)
	}
	if diff := cmp.Diff([][]int{{1, 2}, {4}}, got); diff != "" {
		t.Errorf("a good page (-want +got):\n%s", diff)
	}
	got = nil
	for _, l := range o.doubtfulLines(found[:5]) {
		got = append(got, l.at)
	}
	if diff := cmp.Diff([][]int{{0, 1, 2, 3}, {4}}, got); diff != "" {
		t.Errorf("a bad page (-want +got):\n%s", diff)
	}
	long := make([]word, 50)
	for i := range long {
		long[i] = word{text: "faint", confidence: 0.5, line: i, box: pipeline.Box{0, 0, 1000, 20}}
	}
	if got, want := len(o.doubtfulLines(long)), mostWork*20/1000; got != want {
		t.Errorf("a page of long faint lines: %d are read again, want %d", got, want)
	}
	if math.IsNaN(meanConfidence(nil)) {
		t.Error("the mean of no words is not a number")
	}
}
