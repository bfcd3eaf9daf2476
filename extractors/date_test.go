package extractors

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScanDates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		order DayOrder
		want  []string // one entry a date, readings joined by |
	}{
		{"2026-05-02", OrderUnknown, []string{"2026-05-02"}},
		{"2026/05/02", OrderUnknown, []string{"2026-05-02"}},
		{"02.05.2026", OrderUnknown, []string{"2026-05-02"}},
		{"2.5.26", OrderUnknown, []string{"2026-05-02"}},
		{"03/04/2026", OrderUnknown, []string{"2026-04-03|2026-03-04"}},
		{"03/04/2026", DayFirst, []string{"2026-04-03"}},
		{"03/04/2026", MonthFirst, []string{"2026-03-04"}},
		{"03/20/2023", OrderUnknown, []string{"2023-03-20"}},
		{"20/03/2023", MonthFirst, []string{"2023-03-20"}},
		{"05/05/2026", OrderUnknown, []string{"2026-05-05"}},
		{"May 2, 2026", OrderUnknown, []string{"2026-05-02"}},
		{"August 3 , 2014", OrderUnknown, []string{"2014-08-03"}},
		{"7. Mai 2014", OrderUnknown, []string{"2014-05-07"}},
		{"1er juillet 2015", OrderUnknown, []string{"2015-07-01"}},
		{"19 april 2014", OrderUnknown, []string{"2014-04-19"}},
		{"3 de mayo de 2021", OrderUnknown, []string{"2021-05-03"}},
		{"16th day of May, 2002", OrderUnknown, []string{"2002-05-16"}},
		{"01-JAN-2018", OrderUnknown, []string{"2018-01-01"}},
		{"12/31/99", OrderUnknown, []string{"1999-12-31"}},
		{"vom 01.06.2024 bis 31.10.2024", OrderUnknown, []string{"2024-06-01", "2024-10-31"}},
		{"05/19/20-05/22/20", OrderUnknown, []string{"2020-05-19", "2020-05-22"}},
		{"01.02.2024–03.02.2024", DayFirst, []string{"2024-02-01", "2024-02-03"}},
		{"12/2019-14/2020", OrderUnknown, nil},
		{"2024-01-02T10:00:00", OrderUnknown, []string{"2024-01-02"}},
		{"25032018 13:11:54", OrderUnknown, []string{"2018-03-25"}},
		{"20180325 1:11PM", OrderUnknown, []string{"2018-03-25"}},
		{"04032018 13:11", OrderUnknown, []string{"2018-03-04|2018-04-03"}},
		{"25032018 13", OrderUnknown, nil},
		{"20180428/191204", OrderUnknown, []string{"2018-04-28"}},
		{"20180428/994204", OrderUnknown, nil},
		{"20181328/191204", OrderUnknown, nil},
		{"30-06-201815:53:52", OrderUnknown, []string{"2018-06-30"}},
		{"30-06-201815 52", OrderUnknown, []string{"2018-06-30"}},
		{"30-06-201899", OrderUnknown, nil},
		{"21/05/2018Time: 11:12", OrderUnknown, []string{"2018-05-21"}},
		{"31.02.2026", OrderUnknown, nil},
		{"12.50", OrderUnknown, nil},
		{"12.50 10.00 5", OrderUnknown, nil},
		{"192.168.1.10", OrderUnknown, nil},
		{"may contain nuts", OrderUnknown, nil},
		{"4 1234 5678", OrderUnknown, nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range ScanDates(strings.Fields(tt.text), tt.order) {
				got = append(got, strings.Join(s.Readings, "|"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ScanDates(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func FuzzScanDates(f *testing.F) {
	for _, s := range []string{"2026-05-02", "May 2, 2026", "1 2 3", "99/99/9999", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Fields(text)
		for _, s := range ScanDates(words, OrderUnknown) {
			if s.From < 0 || s.To > len(words) || s.From >= s.To || len(s.Readings) == 0 {
				t.Errorf("ScanDates(%q) = %+v", text, s)
			}
		}
	})
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"Rechnungs-Nr.": "rechnungsnr", "Straße": "strasse", "Société": "societe", "Łódź": "lodz", " A b ": "ab", "№": "no"} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}
