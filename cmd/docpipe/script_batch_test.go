package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"docpipe/pipeline"
)

// untilordered waits until the server has been given a batch.
func scriptUntilOrdered(ts *testscript.TestScript, _ bool, _ []string) {
	untilStats(ts, `"batch_ordered":1`)
}

// untilasked waits until a live request is under way beside the one that looks at the target.
func scriptUntilAsked(ts *testscript.TestScript, _ bool, _ []string) { untilStats(ts, `"answered":2`) }

func untilStats(ts *testscript.TestScript, wanted string) {
	stats := strings.TrimSuffix(ts.Getenv("LLMAPI_BASE_URL"), "/v1") + "/stats"
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	end := time.After(time.Minute)
	for {
		select {
		case <-tick.C:
			if strings.Contains(string(httpGet(ts, stats)), wanted) {
				return
			}
		case <-end:
			ts.Fatalf("%s did not happen within a minute", wanted)
		}
	}
}

// live BEFORE AFTER N demands that N live requests were answered between two counts.
func scriptLive(ts *testscript.TestScript, _ bool, args []string) {
	before, after := liveCount(ts, args[0]), liveCount(ts, args[1])
	if got := strconv.Itoa(after - before); got != args[2] {
		ts.Fatalf("%s live requests, want %s", got, args[2])
	}
}

func liveCount(ts *testscript.TestScript, file string) int {
	var counts map[string]int
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &counts))
	return counts["answered"]
}

// halfprice LIVE BATCH compares the costs of two reports; each answer is rounded up to a
// micro-dollar.
func scriptHalfPrice(ts *testscript.TestScript, _ bool, args []string) {
	live, batch := costOf(ts, args[0]), costOf(ts, args[1])
	if live == 0 || batch*2 < live || batch*2 > live+20 {
		ts.Fatalf("live %d micro-dollars, in a batch %d, want half", live, batch)
	}
}

func costOf(ts *testscript.TestScript, file string) pipeline.Micros {
	var report batchReport
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &report))
	return report.Cost - report.Probes
}
