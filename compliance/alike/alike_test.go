package alike

import "testing"

// A name that is written together by one and apart by the other is the same name.
func TestNames_joined(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		asked, listed string
		least, most   float64
	}{
		{"Lee Won Ho", "Lee Wonho", 1, 1},
		{"Lee Wonho", "LEE, Won Ho", 1, 1},
		{"Saddam Altikriti", "Saddam Al-Tikriti", 1, 1},
		{"Ri Ri Ho", "Riri Kim", 0, 0.8},
		{"Abdal Rahman", "Abd al-Rahman", 0.9, 1},
		{"Lee Won", "Lee Ho", 0, 0.7},
		{"Won Ho", "Wonho Kim", 0, 0.85},
		{"Harbour Side Mills", "Harbourside Mills Ltd", 1, 1},
	} {
		if got := Names(Words(c.asked), Words(c.listed)); got < c.least || got > c.most {
			t.Errorf("Names(%q, %q) = %.3f, want %.2f to %.2f", c.asked, c.listed, got, c.least, c.most)
		}
	}
}
