package pipeline

import "testing"

func TestPage_ImageTurn(t *testing.T) {
	t.Parallel()
	// The maps take an image of 100 x 200 or 200 x 100 pixels to its page.
	straight := Scale(1./100, 1./200)
	quarter := Transform{0, 1, 0, -1, 0, 200, 0, 0, 1}.Then(straight) // the image is the page turned clockwise
	for name, c := range map[string]struct {
		page Page
		want int
	}{
		"read from its text layer":                   {Page{Turn: 90}, 90},
		"upright":                                    {Page{ToPage: straight}, 0},
		"turned by the preparation":                  {Page{ToPage: quarter, Turn: 90}, 0},
		"turned, and found to stand on its head":     {Page{ToPage: quarter, Turn: 270}, 180},
		"left alone, and found to stand on its head": {Page{ToPage: straight, Turn: 180}, 180},
		"left alone, and found to run upwards":       {Page{ToPage: straight, Turn: 90}, 90},
	} {
		c.page.Width, c.page.Height = 100, 200
		if got := c.page.ImageTurn(); got != c.want {
			t.Errorf("%s: ImageTurn = %d, want %d", name, got, c.want)
		}
	}
}
