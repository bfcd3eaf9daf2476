package evidence

import (
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/plan"
)

func TestStyle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, locale string
		lines        []string
		languages    []string
		decimal      byte
		order        extractors.DayOrder
	}{
		{"comma", "", []string{"12,50 3,20 1.000,00"}, []string{"de"}, ',', extractors.DayFirst},
		{"seen month first", "", []string{"03/20/2023 12.50 4.10"}, []string{"en"}, '.', extractors.MonthFirst},
		{"seen day first", "", []string{"20/03/2023"}, []string{"en"}, 0, extractors.DayFirst},
		{"dollars", "", []string{"$12.50 due 03/04/2023"}, []string{"en"}, '.', extractors.MonthFirst},
		{"dollars with GST", "", []string{"GST $12.50 due 03/04/2023"}, []string{"en"}, '.', extractors.DayFirst},
		{"dollars of the whole world", "", []string{"USD 12.50 due 03/04/2023"}, []string{"en"}, '.', extractors.OrderUnknown},
		{"nothing", "", []string{"03/04/2023"}, nil, 0, extractors.OrderUnknown},
		{"locale", "en-US", []string{"03/04/2023"}, nil, '.', extractors.MonthFirst},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := layouttest.Page(tt.lines...)
			d := layouttest.Document(p)
			d.Settings.Locale = tt.locale
			got := newStyle(d, []*layout.Sheet{plan.LayOut(p)}, tt.languages)
			if got.Decimal != tt.decimal || got.Order != tt.order {
				t.Errorf("decimal %q, order %d; want %q, %d", got.Decimal, got.Order, tt.decimal, tt.order)
			}
		})
	}
}
