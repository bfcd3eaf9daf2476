package ocr

import "testing"

func TestIsSlip(t *testing.T) {
	t.Parallel()
	slip := []string{"GARDEN MARKET", "3 Weir Lane", "Lavender pot 14.97", "Watering can 12.95", "Spade 19.00", "Rake 17.00", "TOTAL 63.92", "Cash 70.00", "Change 6.08", "Thank you"}
	var wide []string
	for range 20 {
		wide = append(wide, "Forty metres of steel cable with eyelets, one drum of machine oil, sixty litres, to be paid within a fortnight of delivery")
	}
	write := func(d *drawing, x int, lines []string) *drawing {
		for i, text := range lines {
			d.line(x, 150+50*i, text)
		}
		return d
	}
	for name, c := range map[string]struct {
		page *drawing
		want bool
	}{
		"wider than it is long":   {write(newDrawing(t, 800, 700, 9), 100, slip), true},
		"on a sheet of paper":     {write(newDrawing(t, 1654, 2339, 9), 600, slip), true},
		"a letter":                {write(newDrawing(t, 1654, 2339, 9), 100, wide), false},
		"a letter in two columns": {write(write(newDrawing(t, 1654, 2339, 9), 100, slip), 1200, slip), false},
		"an empty page":           {newDrawing(t, 1654, 2339, 9), false},
	} {
		if got := isSlip(c.page.pixels()); got != c.want {
			wide, high := printSize(c.page.pixels())
			t.Errorf("%s: slip %v (%v wide, lines %v high), want %v", name, got, wide, high, c.want)
		}
	}
}
