package pipeline

import (
	"encoding/json"
	"math"
	"testing"
)

func TestTransform(t *testing.T) {
	t.Parallel()
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	tests := []struct {
		name         string
		t            Transform
		x, y, wx, wy float64
	}{
		{"zero is the identity", Transform{}, 3, 4, 3, 4},
		{"scale, then move", Scale(2, 3).Then(Translate(1, 1)), 1, 1, 3, 4},
		{"a quarter turn clockwise", Rotate(90), 1, 0, 0, 1},
		{"projective", Transform{1, 0, 0, 0, 1, 0, 1, 0, 1}, 1, 2, 0.5, 1},
	}
	for _, tt := range tests {
		x, y := tt.t.Apply(tt.x, tt.y)
		if !near(x, tt.wx) || !near(y, tt.wy) {
			t.Errorf("%s: (%v, %v) = (%v, %v), want (%v, %v)", tt.name, tt.x, tt.y, x, y, tt.wx, tt.wy)
		}
		back, ok := tt.t.Inverse()
		if x, y = back.Apply(x, y); !ok || !near(x, tt.x) || !near(y, tt.y) {
			t.Errorf("%s: the inverse leads to (%v, %v), want (%v, %v)", tt.name, x, y, tt.x, tt.y)
		}
	}
	if _, ok := (Transform{1, 0, 0, 1, 0, 0, 0, 0, 1}).Inverse(); ok {
		t.Error("a map onto a line has an inverse, want none")
	}
}

func TestBox(t *testing.T) {
	t.Parallel()
	a, b := Box{0, 0, 0.2, 0.2}, Box{0.1, 0, 0.3, 0.2}
	if got := a.IoU(b); math.Abs(got-1.0/3) > 1e-9 {
		t.Errorf("IoU = %v, want 1/3", got)
	}
	if got, want := a.Union(b), (Box{0, 0, 0.3, 0.2}); got != want {
		t.Errorf("Union = %v, want %v", got, want)
	}
	if got, want := Rotate(90).Then(Translate(1, 0)).Box(0, 0, 0.5, 0.25), (Box{0.75, 0, 1, 0.5}); got.IoU(want) < 0.999 {
		t.Errorf("turned box = %v, want %v", got, want)
	}
	text, err := json.Marshal(Box{0.123456, 0, 1, 1})
	if err != nil || string(text) != "[0.1235,0,1,1]" {
		t.Errorf("JSON = %s, %v, want four decimals", text, err)
	}
}

func TestMicros(t *testing.T) {
	t.Parallel()
	for m, want := range map[Micros]string{0: `"0.000000"`, 1: `"0.000001"`, 1234567: `"1.234567"`, -5: `"-0.000005"`} {
		text, err := json.Marshal(m)
		if err != nil || string(text) != want {
			t.Errorf("JSON of %d = %s, %v, want %s", int64(m), text, err, want)
		}
		var back Micros
		if err := json.Unmarshal(text, &back); err != nil || back != m {
			t.Errorf("%s read back = %d, %v, want %d", text, int64(back), err, int64(m))
		}
	}
}
