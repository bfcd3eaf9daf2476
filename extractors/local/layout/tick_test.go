package layout_test

import (
	"slices"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
)

func TestTicks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		want []string // the words of each box, + for a ticked one
	}{
		{"Sex: ☐ Male ☒ Female", []string{"-Male", "+Female"}},
		{"[x] Full time [ ] Part time", []string{"+Full time", "-Part time"}},
		{"Pets allowed: Yes ☑ No ☐", []string{"+Yes", "-No"}},
		{"□ Urgent", []string{"-Urgent"}},
		{"Self ☐  Spouse ☒  Child ☐ Other", []string{"-Self", "+Spouse", "-Child"}},
		{"Female ☒      Paid: ☐ Yes ☒ No      ☐ Urgent", []string{"+Female", "-Yes", "+No", "-Urgent"}},
		{"Accident? ☐ Yes ☒", []string{"-Yes", "+"}},
		{"Total (net) 12.00", nil},
	}
	for _, tt := range tests {
		s := lay(layouttest.Page(tt.line))
		var got []string
		for _, b := range s.Boxes {
			sign := "-"
			if b.Ticked {
				sign = "+"
			}
			got = append(got, sign+s.Text(b.Text))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.line, got, tt.want)
		}
	}
}
