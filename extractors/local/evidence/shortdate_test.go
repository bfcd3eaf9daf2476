package evidence

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"docpipe/extractors"
)

func TestWindow_days(t *testing.T) {
	t.Parallel()
	date := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	w := Window{date("2022-12-15"), date("2023-01-14"), extractors.OrderUnknown}
	for text, want := range map[string]string{
		"20.12.": "[2022-12-20]", "03.01": "[2023-01-03]", "13/01": "[2023-01-13]", "Dec 31": "[2022-12-31]", "2 Jan": "[2023-01-02]",
		"01/12": "[2023-01-12]", "15.07.": "[]", "12,50": "[]", "7": "[]", "31.02.": "[]", "1.2": "[]",
	} {
		words := strings.Fields(text)
		var days []string
		if IsShortDate(words) {
			days = w.Days(words)
		}
		if got := fmt.Sprint(days); got != want {
			t.Errorf("days of %q = %s, want %s", text, got, want)
		}
	}
}
