package sandbox

import "testing"

func TestLevel(t *testing.T) {
	t.Parallel()
	sb, err := New(DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	want := LevelFull
	if raceEnabled {
		want = LevelPartial
	}
	if got := sb.Level(); got != want {
		t.Errorf("Level = %q, want %q", got, want)
	}
}
