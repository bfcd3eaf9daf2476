package plan

import "testing"

func TestPrefixes_neverDenyAKey(t *testing.T) {
	t.Parallel()
	var p Prefixes
	keys := []string{"invoiceno", "rechnungsnummer", "no", "l0t", "ö", "20x", "s"}
	for _, key := range keys {
		p.Mark(key)
	}
	for _, key := range keys {
		for n := range len(key) + 1 {
			if !Begins(&p, key[:n]) {
				t.Errorf("begins(%q) = false, want true for a part of %q", key[:n], key)
			}
		}
	}
	for _, strange := range []string{"abc", "rex", "xyz-", "invention"[3:]} {
		if Begins(&p, strange) {
			t.Errorf("begins(%q) = true, want false", strange)
		}
	}
	if !Begins(&p, []byte("inv01ceno")) || !Begins(&p, "1ot") || !Begins(&p, "lot") {
		t.Error("digits that OCR takes for letters do not count as these")
	}
}
