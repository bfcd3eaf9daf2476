package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// keptRun reads samples with the stores of a service.
type keptRun struct {
	stores *stores
	app    *app
	pages  *pageImages
}

func newKeptRun(t *testing.T) *keptRun {
	t.Helper()
	needTools(t)
	c := defaultConfig()
	c.Data = t.TempDir()
	s, err := openStores(t.Context(), c, 1, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), appOptions{config: c, sandbox: "best-effort", artefacts: s.artefacts, ledger: s.ledger})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close(); _ = s.close() })
	return &keptRun{s, a, &pageImages{app: a, stores: s}}
}

// prepared uploads a sample, accepts and prepares it.
func (k *keptRun) prepared(t *testing.T, sample string) *pipeline.Document {
	t.Helper()
	d := k.accepted(t, sample)
	runStage(t, k.app.route()[0], d)
	d.Close()
	return d
}

func (k *keptRun) accepted(t *testing.T, sample string) *pipeline.Document {
	t.Helper()
	d := &pipeline.Document{Tenant: "acme", Source: sample, Settings: pipeline.Settings{Schema: "auto", Strategy: "local", Split: "never"}}
	put := intakeStore{originals: k.stores.originals, max: 100 << 20, roomy: func() bool { return true }}
	for _, one := range testdata.Samples() {
		if one.Name != sample {
			continue
		}
		d.Settings.Password = one.Password
		for _, name := range one.Files {
			raw, err := testdata.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := put.Put(t.Context(), d.Tenant, filepath.Base(name), bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			d.Files = append(d.Files, f)
		}
	}
	if _, _, err := k.stores.ledger.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "prepare"}); err != nil {
		t.Fatal(err)
	}
	k.stores.attach(d)
	t.Cleanup(d.Close)
	return d
}

// evict has the cache let everything go, and proves that it did.
func (k *keptRun) evict(t *testing.T, d *pipeline.Document) {
	t.Helper()
	if _, err := k.stores.artefacts.Evict(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	names := []string{d.Files[0].Work}
	for _, a := range d.Files[0].Attachments {
		names = append(names, a.Artefact)
	}
	for _, p := range d.Pages {
		names = append(names, p.Image)
	}
	for _, name := range names {
		if _, err := k.stores.artefacts.Load(t.Context(), d, name); pipeline.KindOf(err) != pipeline.ErrNotFound {
			t.Fatalf("artefact %q after the eviction: %v, want not_found", name, err)
		}
	}
}

// Artefacts are a cache: a page can be shown as long as its original is kept.
func TestPageImages_makes_anew_what_the_cache_let_go(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads scans")
	}
	k := newKeptRun(t)
	for _, c := range []struct{ sample, view string }{
		{"form", "shown"}, {"encrypted", "shown"}, {"invoice-scan", "shown"}, {"invoice-scan", "prepared"},
	} {
		t.Run(c.sample+" "+c.view, func(t *testing.T) {
			d := k.prepared(t, c.sample)
			before, _, err := k.pages.Page(t.Context(), d, 1, c.view)
			if err != nil {
				t.Fatal(err)
			}
			k.evict(t, d)
			after, mediaType, err := k.pages.Page(t.Context(), d, 1, c.view)
			if err != nil || mediaType != "image/jpeg" || !bytes.Equal(after, before) {
				t.Errorf("page after the eviction = %d bytes of %s, %v, want the %d bytes from before", len(after), mediaType, err, len(before))
			}
		})
	}
}

func TestPageImages_has_no_image_where_none_was_made(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	d := k.prepared(t, "invoice-en")
	if _, _, err := k.pages.Page(t.Context(), d, 1, "prepared"); pipeline.KindOf(err) != pipeline.ErrNotFound {
		t.Errorf("prepared image of a page with a text layer: %v, want not_found", err)
	}
}

// A job that waited long finds the attachments gone that its document had when it was prepared.
func TestExtract_makes_attachments_anew(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	d := k.prepared(t, "einvoice-xml")
	extract := k.app.route()[1]
	before := copyOf(t, d)
	runStage(t, extract, before)
	k.evict(t, d)
	runStage(t, extract, d)
	if diff := cmp.Diff(before.Extraction, d.Extraction); diff != "" {
		t.Errorf("extraction after the eviction (-before +after):\n%s", diff)
	}
}

// Users of a service have no --password-file.
func TestPrepare_tells_how_a_service_is_given_a_password(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	d := k.accepted(t, "encrypted")
	d.Settings.Password = ""
	err := k.app.route()[:1].Run(t.Context(), d)
	if pipeline.KindOf(err) != pipeline.ErrEncrypted || !strings.Contains(err.Error(), "upload it again with its password in the field password") {
		t.Errorf("without a password: %v, want encrypted, and the field to use", err)
	}
}
