package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"docpipe/pipeline"
)

// A list is one page of any of the service's lists.
type list[T any] struct {
	Items []T
	Next  *string
}

// fetch decodes what the service answers to a GET.
func fetch[T any](t *testing.T, url string) (v T) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d %s", url, resp.StatusCode, raw)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("GET %s: %v", url, err)
	}
	return v
}

// pages reads a list to its end; parameter names what goes on after a page.
func pages[T any](t *testing.T, url, parameter string) (all []T) {
	t.Helper()
	for next := ""; ; {
		page := fetch[list[T]](t, url+"?limit=500"+next)
		all = append(all, page.Items...)
		if page.Next == nil {
			return all
		}
		next = "&" + parameter + "=" + *page.Next
	}
}

// settled waits until all accepted documents have ended and the events say so.
func (h *history) settled(t *testing.T, patience time.Duration) {
	t.Helper()
	eventually(t, patience, fmt.Sprintf("%d documents have ended", h.count()), func() bool { return h.ended() >= h.count() })
	eventually(t, patience, fmt.Sprintf("%d results are told of", h.count()), func() bool {
		told := 0
		for _, e := range h.events(t) {
			if e.Type == pipeline.EventResult {
				told++
			}
		}
		return told >= h.count()
	})
}

// ended is how many documents have ended, -1 while any has not or the service does not say.
func (h *history) ended() int {
	resp, err := http.Get(h.address() + "/v1/documents/counts")
	if err != nil {
		return -1
	}
	defer resp.Body.Close()
	var counts struct{ Total, Terminal int }
	if err := json.NewDecoder(resp.Body).Decode(&counts); err != nil || counts.Terminal < counts.Total {
		return -1
	}
	return counts.Total
}

// check holds the history against what the service says afterwards: each accepted upload is
// one document, with one terminal status and one result, and events tell of it in order.
func (h *history) check(t *testing.T) {
	t.Helper()
	known := h.checkIdentity(t)
	documents := pages[pipeline.Header](t, h.address()+"/v1/documents", "cursor")
	if len(documents) != len(known) {
		t.Errorf("the service has %d documents, want %d", len(documents), len(known))
	}
	for _, d := range documents {
		if key, ok := known[d.ID]; !ok {
			t.Errorf("%s (%s) was never accepted", d.ID, d.Status)
		} else if !d.Status.Terminal() || d.Status == pipeline.Failed || d.Version != 1 {
			t.Errorf("%s %s: status %s, version %d, want one result", key, d.ID, d.Status, d.Version)
		}
		versions := fetch[list[pipeline.VersionInfo]](t, h.address()+"/v1/documents/"+d.ID+"/versions").Items
		if len(versions) != 1 {
			t.Errorf("%s has %d results, want 1", d.ID, len(versions))
		}
	}
	h.checkEvents(t, known)
}

// checkIdentity demands one document for each key and one key for each document.
func (h *history) checkIdentity(t *testing.T) (known map[string]string) {
	t.Helper()
	known = map[string]string{}
	for key, ids := range h.accepted {
		if same := slices.Compact(slices.Sorted(slices.Values(ids))); len(same) != 1 {
			t.Errorf("%s was accepted as %v, want one document", key, same)
		}
		if other, taken := known[ids[0]]; taken {
			t.Errorf("%s is the document of both %s and %s", ids[0], other, key)
		}
		known[ids[0]] = key
	}
	return known
}

// checkEvents demands a sequence without gaps, each event once, and of each document each
// step once.
func (h *history) checkEvents(t *testing.T, known map[string]string) {
	t.Helper()
	steps, seen := map[string]int{}, map[string]bool{}
	for i, e := range h.events(t) {
		if e.Sequence != strconv.Itoa(i+1) {
			t.Fatalf("event %d of the ledger has sequence %s", i+1, e.Sequence)
		}
		if seen[e.ID] {
			t.Errorf("event %s stands twice in the ledger", e.ID)
		}
		seen[e.ID] = true
		steps[e.Subject+" "+e.Type]++
	}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		for _, step := range []string{"received", "prepared", "extracted", "checked", "result"} {
			if n := steps[id+" docpipe.document."+step+".v1"]; n != 1 {
				t.Errorf("%s %s: %d events %s, want 1", known[id], id, n, step)
			}
		}
	}
}

// events reads the ledger's events, oldest first.
func (h *history) events(t *testing.T) []pipeline.Event {
	t.Helper()
	return pages[pipeline.Event](t, h.address()+"/v1/events", "after")
}

// checkFolders demands that killed processes left no temporary files behind.
func checkFolders(t *testing.T, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		left, err := os.ReadDir(folder)
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
		for _, entry := range left {
			t.Errorf("left behind: %s", filepath.Join(folder, entry.Name()))
		}
	}
}
