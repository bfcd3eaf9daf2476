package extractors

import (
	"strings"
	"testing"
)

func TestReadPlace(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, street, city, region, postcode string }{
		{"90403 Nürnberg", "", "Nürnberg", "", "90403"},
		{"D-90403 Nürnberg", "", "Nürnberg", "", "D-90403"},
		{"2 chemin des Forges, 39600 Arbois", "2 chemin des Forges,", "Arbois", "", "39600"},
		{"39000 Lons-le-Saunier", "", "Lons-le-Saunier", "", "39000"},
		{"1012 AB Amsterdam", "", "Amsterdam", "", "1012 AB"},
		{"113 57 Stockholm", "", "Stockholm", "", "113 57"},
		{"00-950 Warszawa", "", "Warszawa", "", "00-950"},
		{"1000-205 Lisboa", "", "Lisboa", "", "1000-205"},
		{"Cork T12 P8RW", "", "Cork", "", "T12 P8RW"},
		{"London SW1A 1AA", "", "London", "", "SW1A 1AA"},
		{"Bend, OR 97701", "", "Bend,", "OR", "97701"},
		{"1 Main St, New York, NY 10001-1234", "1 Main St,", "New York,", "NY", "10001-1234"},
		{"Ottawa, ON K1A 0B6", "", "Ottawa,", "ON", "K1A 0B6"},
		{"Sydney NSW 2000", "", "Sydney", "NSW", "2000"},
		{"Dublin DO2 XK47", "", "Dublin", "", "DO2 XK47"},
		{"Dublin 2, Dublin D02 XK47, Ireland", "Dublin 2,", "Dublin", "", "D02 XK47,"},
		{"1012AB Amsterdam", "", "Amsterdam", "", "1012AB"},
		{"20121 Milano (MI)", "", "Milano", "(MI)", "20121"},
		{"10 Anson Road, Singapore 079903", "10 Anson Road,", "Singapore", "", "079903"},
		{"75001 Paris, France", "", "Paris,", "", "75001"},
		{"14 Lantern Quay", "", "", "", ""},
		{"Unit 6, Kiln Road", "", "", "", ""},
		{"Order 12345", "", "", "", ""},
		{"4000 pieces in a box", "", "", "", ""},
		{"", "", "", "", ""},
	}
	for _, tt := range tests {
		words := strings.Fields(tt.line)
		p, _ := ReadPlace(words)
		text := func(part [2]int) string { return strings.Join(words[part[0]:part[1]], " ") }
		if text(p.Street) != tt.street || text(p.City) != tt.city || text(p.Region) != tt.region || text(p.Postcode) != tt.postcode {
			t.Errorf("%q: street %q, city %q, region %q, code %q", tt.line, text(p.Street), text(p.City), text(p.Region), text(p.Postcode))
		}
	}
}

// A code that recognition misread is read as its form demands.
func TestReadPlaceMisread(t *testing.T) {
	t.Parallel()
	if p, ok := ReadPlace([]string{"Dublin", "DO2", "XK47"}); !ok || p.Code != "D02 XK47" {
		t.Errorf("code = %q, %t, want D02 XK47", p.Code, ok)
	}
	if code, ok := ReadPostcode([]string{"SW1A", "1AA"}); !ok || code != "SW1A 1AA" {
		t.Errorf("code on its own line = %q, %t, want SW1A 1AA", code, ok)
	}
	if code, ok := ReadPostcode([]string{"Kiln", "Road"}); ok {
		t.Errorf("Kiln Road is the code %q, want none", code)
	}
}
