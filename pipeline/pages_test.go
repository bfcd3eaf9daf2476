package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// memory keeps artefacts in a map.
type memory struct {
	mu   sync.Mutex
	byID map[string][]byte
}

func (m *memory) Load(_ context.Context, _ *Document, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.byID[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, ErrNotFound)
	}
	return b, nil
}

func (m *memory) Save(_ context.Context, _ *Document, name string, b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.byID[name] = b
	return nil
}

func newMemory() *memory { return &memory{byID: map[string][]byte{}} }

// rotten gives back nothing of what it took.
type rotten struct {
	*memory
	loads atomic.Int32
}

func (r *rotten) Load(_ context.Context, _ *Document, name string) ([]byte, error) {
	r.loads.Add(1)
	return nil, fmt.Errorf("%s: a chunk was changed: %w", name, ErrDamaged)
}

func pages(n int) *Document {
	d := &Document{Files: []File{{SHA256: "aa"}}}
	for i := range n {
		d.Pages = append(d.Pages, &Page{Number: i + 1, Index: i})
	}
	return d
}

func TestPages(t *testing.T) {
	t.Parallel()
	t.Run("at most window pages are in flight", func(t *testing.T) {
		t.Parallel()
		var running, most atomic.Int32
		meet := make(chan struct{})
		step := PageStep{Name: "look", Do: func(context.Context, *Document, *Page) error {
			if n := running.Add(1); n > most.Load() {
				most.Store(n)
			}
			select { // two pages must meet here, and never a third
			case meet <- struct{}{}:
			case <-meet:
			}
			running.Add(-1)
			return nil
		}}
		if err := Pages("prepare", 2, newMemory(), step).Do(t.Context(), pages(10)); err != nil {
			t.Fatal(err)
		}
		if most.Load() != 2 {
			t.Errorf("pages in flight = %d, want 2", most.Load())
		}
	})

	t.Run("a rerun does no work and finds the same page", func(t *testing.T) {
		t.Parallel()
		var calls atomic.Int32
		step := PageStep{Name: "read", Do: func(_ context.Context, _ *Document, p *Page) error {
			calls.Add(1)
			p.State, p.Words = PageRead, []Word{{Text: fmt.Sprint("page", p.Number), Box: Box{0.1, 0.1, 0.2, 0.2}}}
			p.Pixels = &Pixels{}
			return nil
		}}
		store, first, second := newMemory(), pages(3), pages(3)
		stage := Pages("prepare", 4, store, step)
		for _, d := range []*Document{first, second} {
			if err := stage.Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if calls.Load() != 3 {
			t.Errorf("calls = %d, want 3", calls.Load())
		}
		if d := cmp.Diff(first.Pages, second.Pages); d != "" {
			t.Errorf("pages differ after a rerun:\n%s", d)
		}
		if first.Pages[0].Pixels != nil {
			t.Error("pixels outlive the last step")
		}
	})

	t.Run("a cheap page is read again in place of kept", func(t *testing.T) {
		t.Parallel()
		var calls atomic.Int32
		step := PageStep{Name: "read", Do: func(_ context.Context, _ *Document, p *Page) error {
			calls.Add(1)
			p.Cheap = p.Number == 1
			return nil
		}}
		store := newMemory()
		for range 2 {
			if err := Pages("prepare", 1, store, step).Do(t.Context(), pages(2)); err != nil {
				t.Fatal(err)
			}
		}
		if calls.Load() != 3 || len(store.byID) != 1 {
			t.Errorf("calls, checkpoints = %d, %d, want 3 and 1: page 1 twice, page 2 once", calls.Load(), len(store.byID))
		}
	})

	t.Run("a damaged checkpoint counts as none", func(t *testing.T) {
		t.Parallel()
		var calls atomic.Int32
		step := PageStep{Name: "read", Do: func(context.Context, *Document, *Page) error { calls.Add(1); return nil }}
		store := &rotten{memory: newMemory()}
		for range 2 {
			if err := Pages("prepare", 1, store, step).Do(t.Context(), pages(1)); err != nil {
				t.Errorf("Do = %v, want the page to be read again", err)
			}
		}
		if calls.Load() != 2 || store.loads.Load() != 2 {
			t.Errorf("calls, loads = %d, %d, want 2 each", calls.Load(), store.loads.Load())
		}
	})

	t.Run("other parameters are other work", func(t *testing.T) {
		t.Parallel()
		var calls atomic.Int32
		step := PageStep{
			Name: "read",
			Do:   func(context.Context, *Document, *Page) error { calls.Add(1); return nil },
			Key:  func(d *Document) string { return d.Settings.Locale },
		}
		stage := Pages("prepare", 1, newMemory(), step)
		for _, locale := range []string{"de", "fr", "de"} {
			d := pages(1)
			d.Settings.Locale = locale
			if err := stage.Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if calls.Load() != 2 {
			t.Errorf("calls = %d, want 2", calls.Load())
		}
	})

	t.Run("a page that breaks is a failed page and the others go on", func(t *testing.T) {
		t.Parallel()
		step := PageStep{Name: "render", Do: func(_ context.Context, _ *Document, p *Page) error {
			if p.Number == 2 {
				return fmt.Errorf("renderer: %w", ErrRenderCrash)
			}
			p.State = PageRead
			return nil
		}}
		d := pages(3)
		if err := Pages("prepare", 2, newMemory(), step).Do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		got := []PageState{d.Pages[0].State, d.Pages[1].State, d.Pages[2].State}
		if diff := cmp.Diff([]PageState{PageRead, PageFailed, PageRead}, got); diff != "" {
			t.Errorf("states (-want +got):\n%s", diff)
		}
		if r := NewResult(d, 1, nil); r.Status != Partial {
			t.Errorf("status = %s, want partial", r.Status)
		}
		if got := d.Pages[1].Reasons[0].Detail; got != "renderer" {
			t.Errorf("detail = %q, want it without the step's name and the kind's title", got)
		}
	})

	t.Run("trouble around the page ends the stage", func(t *testing.T) {
		t.Parallel()
		step := PageStep{Name: "store", Do: func(context.Context, *Document, *Page) error { return ErrDiskFull }}
		err := Pages("prepare", 2, newMemory(), step).Do(t.Context(), pages(5))
		if !errors.Is(err, ErrDiskFull) {
			t.Errorf("error = %v, want %v", err, ErrDiskFull)
		}
	})
}

// What the stages behind are given of a page is the same whether it was just read or read before.
func TestPages_sayTheSameWhenReadBefore(t *testing.T) {
	t.Parallel()
	store, read := newMemory(), 0
	stage := Pages("prepare", 2, store, PageStep{Name: "read", Do: func(_ context.Context, _ *Document, p *Page) error {
		read++
		p.State, p.TextFrom, p.Confidence = PageRead, TextFromOCR, &[]float64{1. / 3}[0]
		p.Words = Words{{Text: "74", Second: "24", Box: Box{1. / 3, 0.2, 2. / 3, 0.25}, Confidence: 2. / 3, Source: SourceOCR, Size: 31. / 3}}
		p.Marks = []Mark{{Kind: MarkStamp, Box: Box{1. / 7, 0, 1, 1}, Text: "paid"}}
		p.Pixels = &Pixels{Width: 1, Height: 1, Channels: 1, Data: []byte{0}}
		return nil
	}})
	first, again := pages(1), pages(1)
	for _, d := range []*Document{first, again} {
		if err := stage.Do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(again.Pages, first.Pages); diff != "" || read != 1 {
		t.Errorf("read %d times; (-before +just read):\n%s", read, diff)
	}
}
