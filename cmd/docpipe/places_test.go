package main

import (
	"runtime"
	"testing"
)

func TestPlacesForWaiting(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for asked, want := range map[string]int{"": placesPerCore * before, "3": before} {
		t.Setenv("GOMAXPROCS", asked)
		stop := placesForWaiting()
		if now := runtime.GOMAXPROCS(0); now != want {
			t.Errorf("GOMAXPROCS=%q: %d places, want %d", asked, now, want)
		}
		stop()
		if now := runtime.GOMAXPROCS(0); now != before {
			t.Errorf("GOMAXPROCS=%q: %d places afterwards, want %d as before", asked, now, before)
		}
	}
}
