package raster

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(sandbox.Kind{Name: "page", Warm: Warm, Ops: Ops()}, HEIC())
	os.Exit(m.Run())
}

// bench is a Raster with children of its own and a store in memory.
type bench struct {
	*Raster
	store *memory
}

var shared = sync.OnceValues(func() (*sandbox.Sandbox, error) { return sandbox.New(sandbox.DefaultConfig()) })

func setup(t testing.TB) bench {
	t.Helper()
	return setupWith(t, DefaultConfig())
}

func setupWith(t testing.TB, cfg Config) bench {
	t.Helper()
	sb, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	pages, heic := sb.Pool("page", 1), sb.Pool("heic", 1)
	t.Cleanup(pages.Close)
	t.Cleanup(heic.Close)
	store := &memory{}
	return bench{New(cfg, sb, pages, heic, store), store}
}

// needTools skips a test whose programs are not there, except in CI.
func needTools(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed", name)
			}
			t.Skipf("%s is not installed", name)
		}
	}
}

// document makes a document of one file.
func document(t testing.TB, mediaType string, content []byte) *pipeline.Document {
	t.Helper()
	sum := sha256.Sum256(content)
	d := &pipeline.Document{Tenant: "default", Files: []pipeline.File{{
		Name: "test" + mediaType[len(mediaType)-4:], SHA256: hex.EncodeToString(sum[:]), MediaType: mediaType, Bytes: int64(len(content)),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}}}
	t.Cleanup(d.Close)
	return d
}

// inspected returns a document that went through Inspect.
func (b bench) inspected(t testing.TB, mediaType string, content []byte) *pipeline.Document {
	t.Helper()
	d := document(t, mediaType, content)
	if err := b.Inspect().Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// page returns the first page of a document after Inspect and Step.
func (b bench) page(t testing.TB, mediaType string, content []byte) *pipeline.Page {
	t.Helper()
	d := b.inspected(t, mediaType, content)
	if err := b.Step().Do(t.Context(), d, d.Pages[0]); err != nil {
		t.Fatal(err)
	}
	return d.Pages[0]
}

// memory is an artefact store.
type memory struct {
	mu    sync.Mutex
	saved map[string][]byte
}

func (m *memory) Load(_ context.Context, d *pipeline.Document, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.saved[d.Content()+"/"+name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, pipeline.ErrNotFound)
	}
	return b, nil
}

func (m *memory) Save(_ context.Context, d *pipeline.Document, name string, b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.saved == nil {
		m.saved = map[string][]byte{}
	}
	m.saved[d.Content()+"/"+name] = bytes.Clone(b)
	return nil
}
