package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// What no model was told of is said, and is no success.
func TestDeskTellsOfUnreadPages(t *testing.T) {
	t.Parallel()
	read := &pipeline.Page{Number: 1, State: pipeline.PageRead}
	failed := &pipeline.Page{Number: 2, State: pipeline.PageFailed, Reasons: []pipeline.Reason{{Detail: "it took too long"}}}
	var notes strings.Builder
	d := &desk{documents: []*pipeline.Document{{Pages: []*pipeline.Page{read, failed}}, {Pages: []*pipeline.Page{read}}}}
	if err := d.unread(&notes); err != exitError(exitIncomplete) || notes.String() != "page 2: failed: it took too long\n" {
		t.Errorf("unread = %v, notes %q, want exit 6 and the page with its reason", err, notes.String())
	}
	d.documents = d.documents[1:]
	if err := d.unread(&notes); err != nil {
		t.Errorf("unread = %v, want none: all pages were read", err)
	}
}

// A document whose time went by waiting as a provider asked is not told to take more of it.
func TestOverdue(t *testing.T) {
	t.Parallel()
	waited := fmt.Errorf("model: %w", &model.Deferred{Told: "small asks to be left alone until noon", Err: context.DeadlineExceeded})
	for text, err := range map[string]error{"raise --timeout": context.DeadlineExceeded, "small asks to be left alone until noon": waited} {
		got := overdue(err, time.Minute, "raise --timeout")
		if !errors.Is(got, pipeline.ErrTimeout) || !strings.Contains(got.Error(), "not done after 1m0s: "+text+":") {
			t.Errorf("overdue = %v, want %q", got, text)
		}
	}
}

// Where models are asked, as many documents are in flight as their targets bear, within bounds.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	cores := runtime.NumCPU()
	targets := func(n ...int) modelFlags {
		var f modelFlags
		for _, c := range n {
			f.targets = append(f.targets, targetConfig{Concurrency: c})
		}
		return f
	}
	for _, tt := range []struct {
		name    string
		options batchOptions
		want    int
	}{
		{"as it is said", batchOptions{jobs: 3, models: targets(8)}, 3},
		{"one for each core", batchOptions{}, cores},
		{"what a target bears", batchOptions{models: targets(0)}, max(cores, usualConcurrency)},
		{"bounded", batchOptions{models: targets(64, 64)}, max(cores, mostAtOnce)},
	} {
		if got := tt.options.atOnce(); got != tt.want {
			t.Errorf("%s: %d at once, want %d", tt.name, got, tt.want)
		}
	}
}

// A service takes as many documents at once as its targets bear, unless it is told how many, or
// leaves the waiting for models to other processes.
func TestSlots(t *testing.T) {
	t.Parallel()
	cores := runtime.NumCPU()
	c := Config{Models: defaultModels()}
	c.Models.Targets = []targetConfig{{Name: "small", Concurrency: 12}}
	for _, tt := range []struct {
		name    string
		options serviceOptions
		want    int
	}{
		{"none in this process", serviceOptions{config: c, jobs: 0}, 0},
		{"as it is said", serviceOptions{config: c, jobs: 3}, 3},
		{"what a target bears", serviceOptions{config: c, jobs: unsaid}, max(cores, 12)},
		{"one for each core", serviceOptions{config: c, jobs: unsaid, stages: []string{"prepare"}}, cores},
	} {
		if got, err := tt.options.slots(); got != tt.want || err != nil {
			t.Errorf("%s: %d slots, %v, want %d", tt.name, got, err, tt.want)
		}
	}
}

// A price that nobody knows shows when the configuration is checked, not with the first document.
func TestConfigCheckKnowsPrices(t *testing.T) {
	t.Parallel()
	m := defaultModels()
	m.Targets = []targetConfig{{Name: "house", Wire: "openai", BaseURL: "http://127.0.0.1:1/v1", Model: "house-vision-1"}}
	if err := m.usable(nil); err == nil || !strings.Contains(err.Error(), "the price of house-vision-1 at target house is not known") {
		t.Errorf("usable: %v, want the price asked for", err)
	}
	m.Targets[0].Price = priceConfig{Input: "0", Output: "0"}
	if err := m.usable(nil); err != nil {
		t.Errorf("usable: %v, want none", err)
	}
}
