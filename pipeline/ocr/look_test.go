package ocr

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVoted_follows_the_readings_that_agree(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		readings  []hearing
		text      string
		low, high float64
	}{
		"looks agree against both":       {[]hearing{{"1.40", 0.6}, {"1.4", 0.5}, {"7.40", 0.99}, {"7.40", 0.98}}, "7.40", 0.7, 0.85},
		"looks agree with Tesseract":     {[]hearing{{"0.42", 0.4}, {".42", 0.5}, {"0.42", 0.9}, {"0.42", 0.9}}, "0.42", 0.75, 1},
		"a form outweighs a wreck of it": {[]hearing{{"250412017", 0.4}, {"250412017", 0.3}, {"25/04/2017", 0.55}}, "25/04/2017", 0.2, 0.5},
		"no day 33":                      {[]hearing{{"33/04/2017", 0.5}, {"23/04/2017", 0.49}}, "23/04/2017", 0.2, 0.5},
		"nobody reads anything":          {[]hearing{{"", 0.5}, {"", 1}}, "as it was", 0.5, 0.5},
	} {
		got := voted(word{text: "as it was", confidence: 0.5}, c.readings)
		if got.text != c.text || got.confidence < c.low || got.confidence > c.high {
			t.Errorf("%s: got %q %.2f, want %q in %.2f..%.2f", name, got.text, got.confidence, c.text, c.low, c.high)
		}
	}
}

func TestVoted_keeps_letters_that_the_second_reader_cannot_write(t *testing.T) {
	t.Parallel()
	got := voted(word{text: "1.284,50€", confidence: 0.6}, []hearing{{"1.284,50€", 0.6}, {"1.284,50E", 0.9}, {"1.284,50E", 0.9}})
	if got.text != "1.284,50€" {
		t.Errorf("voted = %q, want the sign of the euro kept", got.text)
	}
}

func TestWorthLook_begins_with_numbers(t *testing.T) {
	t.Parallel()
	got := worthLook([]word{
		{text: "BLEUE", confidence: 0.3}, {text: "7.40", confidence: 0.6}, {text: "sure", confidence: 0.9},
		{text: "7", confidence: 0.3}, {text: "12.00", confidence: 0.95}, {text: "word", confidence: 0.5},
	})
	if diff := cmp.Diff([]int{1, 0}, got); diff != "" {
		t.Errorf("worth a look (-want +got):\n%s", diff)
	}
}
