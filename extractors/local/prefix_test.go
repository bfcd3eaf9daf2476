package local

import "testing"

func TestPrefixes_neverDenyAKey(t *testing.T) {
	t.Parallel()
	var p prefixes
	keys := []string{"invoiceno", "rechnungsnummer", "no", "l0t", "ö", "20x", "s"}
	for _, key := range keys {
		p.mark(key)
	}
	for _, key := range keys {
		for n := range len(key) + 1 {
			if !begins(&p, key[:n]) {
				t.Errorf("begins(%q) = false, want true for a part of %q", key[:n], key)
			}
		}
	}
	for _, strange := range []string{"abc", "rex", "xyz-", "invention"[3:]} {
		if begins(&p, strange) {
			t.Errorf("begins(%q) = true, want false", strange)
		}
	}
	if !begins(&p, []byte("inv01ceno")) || !begins(&p, "1ot") || !begins(&p, "lot") {
		t.Error("digits that OCR takes for letters do not count as these")
	}
}
