package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// A stack that a killed worker had is parted once, and once more when a person says so.
func TestServePartsAStackOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	random, serve := dice(t), alone(t, data)
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := func() { // after a kill at any moment of the work
		<-time.After(time.Duration(random.IntN(400)) * time.Millisecond)
		serve.kill()
		if err := serve.startReady(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	samples := testdata.Samples()
	sample := samples[slices.IndexFunc(samples, func(s testdata.Sample) bool { return s.Name == "stack" })]
	var ids []string
	for range 3 {
		status, a := uploadSample(t, serve.address(), sample)
		if status != http.StatusAccepted {
			t.Fatalf("upload = %d %s, want 202", status, a.Code)
		}
		ids = append(ids, a.ID)
		again()
	}
	for _, id := range ids {
		checkParts(t, serve.address(), id, 1, []int{1}, []int{2}, []int{3})
	}
	putSplit(t, serve.address(), ids[0], `{"parts":[[1],[2,3]]}`)
	again()
	checkParts(t, serve.address(), ids[0], 2, []int{1}, []int{2, 3})
	end(t, serve, data)
}

func putSplit(t *testing.T, address, id, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address+"/v1/documents/"+id+"/split", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("PUT split = %s, want 200", resp.Status)
	}
}

// checkParts waits for a version of a stack's result, and demands these parts, each with one result
// that was told of once, and no other part that is not cancelled.
func checkParts(t *testing.T, address, id string, version int, want ...[]int) {
	t.Helper()
	eventually(t, time.Minute, "the stack has ended", func() bool {
		h := fetch[pipeline.Header](t, address+"/v1/documents/"+id)
		return h.Status.Terminal() && h.Version >= version
	})
	stack := fetch[pipeline.Result](t, address+"/v1/documents/"+id+"/result")
	if stack.DocType != "stack" || stack.Version != version || len(stack.Parts) != len(want) {
		t.Fatalf("%s version %d with parts %+v, want version %d with %v", stack.DocType, stack.Version, stack.Parts, version, want)
	}
	for i, p := range stack.Parts {
		r := fetch[pipeline.Result](t, address+"/v1/documents/"+p.ID+"/result")
		if !slices.Equal(p.Pages, want[i]) || !slices.Equal(r.Document.Pages, want[i]) || r.Version != 1 || r.Status != p.Status || *r.Document.Parent != id {
			t.Errorf("part %+v has result %d %s of pages %v, want version 1 of %v", p, r.Version, r.Status, r.Document.Pages, want[i])
		}
		told := 0
		for _, e := range fetch[list[pipeline.Event]](t, address+"/v1/documents/"+p.ID+"/events").Items {
			if e.Type == pipeline.EventResult {
				told++
			}
		}
		if told > 1 {
			t.Errorf("the result of part %s was told of %d times, want once", p.ID, told)
		}
	}
	living := 0
	for _, h := range fetch[list[pipeline.Header]](t, address+"/v1/documents?parent="+id).Items {
		if h.Status != pipeline.Cancelled {
			living++
		}
	}
	if living != len(want) {
		t.Errorf("%d parts are there, want %d", living, len(want))
	}
}
