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
	stats := strings.TrimSuffix(ts.Getenv("LLMAPI_BASE_URL"), "/v1") + "/stats"
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	end := time.After(time.Minute)
	for {
		select {
		case <-tick.C:
			if strings.Contains(string(httpGet(ts, stats)), `"batch_ordered":1`) {
				return
			}
		case <-end:
			ts.Fatalf("no batch was ordered within a minute")
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
	var report struct {
		Cost pipeline.Micros `json:"cost_usd"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &report))
	return report.Cost
}
