package evidence

import "testing"

func TestSplintersAreNoName(t *testing.T) {
	for text, want := range map[string]bool{
		"Fe R D": false, "| o II": false, "M & M": true, "J. P. Ho": true, "Li Wu": true, "AB Volvo": true, "La Do Re Mi Bar": true,
	} {
		if got := PlausibleName(text); got != want {
			t.Errorf("PlausibleName(%q) = %v, want %v", text, got, want)
		}
	}
}
