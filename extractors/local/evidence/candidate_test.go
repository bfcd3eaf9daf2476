package evidence

import (
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/plan"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	s := plan.LayOut(layouttest.Page("Period: 01.06.2024 - 30.06.2024", "Dated 5 May 2024"))
	dates := findCandidates(s, Style{Order: extractors.DayFirst})[plan.Date]
	if len(dates) != 3 || dates[0].order != 1 || dates[1].order != 2 || dates[2].order != 0 {
		t.Errorf("dates = %+v, want a period and a single date", dates)
	}
}
