package compliance

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

// A sum over very many rows stays quick, and its finding stays small.
func TestFacts_many_rows(t *testing.T) {
	t.Parallel()
	e := &pipeline.Extraction{DocType: "invoice", Fields: map[string]pipeline.Field{}}
	lines := []any{}
	for i := range 20_000 {
		lines = append(lines, map[string]any{"net": "1.00", "description": "x"})
		e.Fields[fmt.Sprintf("/lines/%d/net", i)] = pipeline.Field{State: pipeline.FieldFound}
		e.Fields[fmt.Sprintf("/lines/%d/description", i)] = pipeline.Field{State: pipeline.FieldFound}
	}
	e.Fields["/totals/lines_net"] = pipeline.Field{State: pipeline.FieldFound}
	e.Data = map[string]any{"lines": lines, "totals": map[string]any{"lines_net": "19999.00"}}
	d := &pipeline.Document{Extraction: e}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := threadTime(t)
	if err := shipped().Stage(noon).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if took := threadTime(t) - before; took > 5*time.Second && !testing.Short() { // with the race detector it is another program
		t.Errorf("20,000 rows took %v of the processor", took)
	}
	if len(d.Findings) != 1 || d.Findings[0].Actual != "19999.00" || len(d.Findings[0].Evidence) != maxEvidence {
		t.Errorf("findings = %d, want one about the sum with %d places", len(d.Findings), maxEvidence)
	}
}

// threadTime is the processor time of this thread: other tests must not count.
func threadTime(t testing.TB) time.Duration {
	t.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for in, want := range map[any]string{
		"119.00": "119.00", "-0.005": "-0.005", 0.1: "0.1", 119.0: "119",
		"1e9": "", "": "", "1,5": "", "NaN": "", true: "", nil: "",
	} {
		got := ""
		if d, ok := parseDecimal(in); ok {
			got = dec{d}.text()
		}
		if got != want {
			t.Errorf("parseDecimal(%v) = %q, want %q", in, got, want)
		}
	}
}
