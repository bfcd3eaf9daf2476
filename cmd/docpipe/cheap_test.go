package main

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/testdata"
)

// TestTextPagesCostOneRead holds the price of a page with a text layer: a child looks at its file
// and reads it once. It is not drawn, and no program is started.
func TestTextPagesCostOneRead(t *testing.T) {
	t.Parallel()
	needTools(t)
	var mu sync.Mutex
	var work []string
	a, err := newApp(t.Context(), appOptions{
		config: defaultConfig(), sandbox: "best-effort", artefacts: kept{},
		onWork: func(name string) { mu.Lock(); work = append(work, name); mu.Unlock() },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	a.engine(t.Context()) // asks programs for their versions, once in a process
	dir := unpacked(t)
	for _, s := range testdata.Samples() {
		if s.Name != "invoice-en" && s.Name != "invoice-fr" && s.Name != "statement-fr" {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(s.Files[0]))
		reader := inputReader{options: &batchOptions{}, maxBytes: 100 << 20}
		d, err := reader.open(t.Context(), input{Source: s.Name, Paths: []string{path}})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		work = nil
		if err := a.route()[0].Do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		want := []string{"inspect"}
		for range d.Pages {
			want = append(want, "read")
		}
		if diff := cmp.Diff(want, work); diff != "" {
			t.Errorf("%s: what the children were asked (-want +got):\n%s", s.Name, diff)
		}
	}
}
