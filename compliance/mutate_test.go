package compliance

import "testing"

// noticedAtLeast is how many of a hundred mutants a pack's examples notice, where it is less
// than the ninety that they should. It only rises.
var noticedAtLeast = map[string]int{"bank-statement": 86, "en16931-core": 82, "kyc-identity": 60}

// The examples of the shipped packs notice nine of ten changes to what their rules say.
// Survivors are listed with -v.
func TestShipped_mutants(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("alters every rule of every pack")
	}
	for _, p := range shipped().Packs() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			mutants, err := p.Mutants()
			if err != nil {
				t.Fatal(err)
			}
			noticed := 0
			for _, m := range mutants {
				if m.Noticed {
					noticed++
				} else {
					t.Log("survives:", m)
				}
			}
			t.Logf("%d of %d mutants are noticed", noticed, len(mutants))
			want := 90
			if less, ok := noticedAtLeast[p.Name]; ok {
				want = less
			}
			if noticed*100 < len(mutants)*want {
				t.Errorf("%d of %d mutants are noticed, want %d %%", noticed, len(mutants), want)
			}
		})
	}
}
