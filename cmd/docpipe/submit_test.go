package main

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// What the service compares under an Idempotency-Key must be in the key: another reference for
// the same file is another document, not a refusal.
func TestIdempotencyKeyCoversWhatIsSent(t *testing.T) {
	t.Parallel()
	document := func() *pipeline.Document {
		return &pipeline.Document{Source: "a.pdf", Files: []pipeline.File{{SHA256: "aa"}}, Metadata: map[string]string{"cost_centre": "42"}}
	}
	same := idempotencyKey(document(), "")
	if again := idempotencyKey(document(), ""); again != same {
		t.Errorf("keys of one document = %s, %s, want the same", same, again)
	}
	for name, change := range map[string]func(*pipeline.Document){
		"source":    func(d *pipeline.Document) { d.Source = "b.pdf" },
		"bytes":     func(d *pipeline.Document) { d.Files[0].SHA256 = "bb" },
		"settings":  func(d *pipeline.Document) { d.Settings.Schema = "invoice" },
		"batch":     func(d *pipeline.Document) { d.Batch = "b" },
		"case":      func(d *pipeline.Document) { d.Case = "c" },
		"reference": func(d *pipeline.Document) { d.Reference = "ERP-4711" },
		"metadata":  func(d *pipeline.Document) { d.Metadata["cost_centre"] = "43" },
	} {
		d := document()
		change(d)
		if idempotencyKey(d, "") == same {
			t.Errorf("another %s has the same key", name)
		}
	}
}

// Whoever mistyped a password and corrects it sends another document, not a mismatch.
func TestIdempotencyKeyCoversThePassword(t *testing.T) {
	t.Parallel()
	d := &pipeline.Document{Source: "a.pdf", Files: []pipeline.File{{SHA256: "aa"}}}
	right, wrong, again := markOf(t, "open sesame"), markOf(t, "open, sesame"), markOf(t, "open sesame")
	if strings.Contains(right, "sesame") || right != again {
		t.Errorf("marks = %q, %q, want the same each time, and not the password", right, again)
	}
	keys := map[string]bool{idempotencyKey(d, ""): true, idempotencyKey(d, wrong): true, idempotencyKey(d, right): true}
	if len(keys) != 3 {
		t.Errorf("keys = %v, want one for each password", keys)
	}
}

func markOf(t *testing.T, password string) string {
	t.Helper()
	mark, err := passwordMark(password)
	if err != nil {
		t.Fatal(err)
	}
	return mark
}

func TestWriteFormSendsMetadata(t *testing.T) {
	t.Parallel()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := writeForm(form, &pipeline.Document{Metadata: map[string]string{"cost_centre": "42"}}, nil); err != nil {
		t.Fatal(err)
	}
	got, err := multipart.NewReader(&body, form.Boundary()).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	if text := got.Value["metadata"]; len(text) != 1 || text[0] != `{"cost_centre":"42"}` {
		t.Errorf("metadata = %q, want the JSON object", text)
	}
}
