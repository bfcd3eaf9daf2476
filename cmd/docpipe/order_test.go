package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"path/filepath"
	"slices"
	"testing"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/ledger"
)

// An orderBook is a provider of batches that remembers what it was asked. lost is a batch whose name
// never arrived; it knows results by the names of items.
type orderBook struct {
	lost    string
	results []model.BatchResult
	cut     bool // the first collection breaks off
	forgot  bool // it knows no batch any more
	calls   []string
}

func (b *orderBook) Submit(context.Context, []model.BatchItem) (string, error) {
	b.calls = append(b.calls, "submit")
	return "batch-1", nil
}

func (b *orderBook) Poll(_ context.Context, batch string) (model.BatchState, error) {
	b.calls = append(b.calls, "poll "+batch)
	if b.forgot {
		return model.BatchState{}, &model.Fault{Kind: model.ErrRejected, Status: http.StatusNotFound}
	}
	return model.BatchState{Over: true, Total: len(b.results), Done: len(b.results)}, nil
}

func (b *orderBook) Collect(_ context.Context, batch string) iter.Seq2[model.BatchResult, error] {
	b.calls = append(b.calls, "collect "+batch)
	return func(yield func(model.BatchResult, error) bool) {
		for _, r := range b.results {
			if !yield(r, nil) {
				return
			}
			if b.cut {
				b.cut = false
				yield(model.BatchResult{}, &model.Fault{Kind: model.ErrTruncated})
				return
			}
		}
	}
}

func (b *orderBook) Cancel(context.Context, string) error { return nil }

func (b *orderBook) Forget(_ context.Context, batch string) error {
	b.calls = append(b.calls, "forget "+batch)
	return nil
}

// A findable one can be asked for a lost batch.
type findable struct{ *orderBook }

func (f findable) Find(context.Context, []string) (string, error) {
	f.calls = append(f.calls, "find")
	return f.lost, nil
}

// ordersBefore is a folder in which a run has died in this state of one order of two questions.
func ordersBefore(t *testing.T, wire model.BatchWire, state string) *orders {
	t.Helper()
	dir := t.TempDir()
	config := ledger.DefaultConfig()
	config.Path, config.MasterKey, config.Quiet = filepath.Join(dir, "ledger.db"), make([]byte, 32), true
	l, err := ledger.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	bucket, err := blob.OpenFolder(filepath.Join(dir, "answers"), true)
	if err != nil {
		t.Fatal(err)
	}
	money, err := newBatchMoney(t.Context(), l, budgetConfig{Document: 50_000, TenantDay: 1e6, TotalDay: 1e6}, model.NoLimit, func(overrun) {})
	if err != nil {
		t.Fatal(err)
	}
	q := &orders{
		wires: map[string]model.BatchWire{"small": wire}, dir: dir, answers: blob.NewAnswers(blob.NewSealed(bucket, l)), notes: io.Discard, money: money,
		known: map[string]bool{}, held: map[string]*model.Wallet{},
	}
	b := &order{Target: model.Target{Name: "small", Model: "m", Price: model.Price{Input: 1_000_000, Output: 1_000_000, Batch: 0.5}}}
	for _, id := range []string{"one", "two"} {
		b.Items = append(b.Items, orderedItem{ID: id, Attempt: "att_" + id, Document: "doc_" + id, Files: []string{id}, Task: "extract@1", Worst: 900})
	}
	if state == orderOut {
		b.Batch = "batch-1"
	}
	q.place(b)
	if err := b.become(state); err != nil {
		t.Fatal(err)
	}
	q.batches = nil
	if err := q.load(); err != nil { // as the next process does
		t.Fatal(err)
	}
	return q
}

func itemAnswer(id string) model.BatchResult {
	return model.BatchResult{ID: id, Response: model.Response{Text: "{}", Finish: model.FinishStop, Usage: model.Usage{Input: 100, Output: 100}}}
}

func (q *orders) goOn(t *testing.T) {
	t.Helper()
	if err := errors.Join(q.findLost(t.Context()), q.await(t.Context())); err != nil {
		t.Fatal(err)
	}
}

func (q *orders) wantSpent(t *testing.T, want pipeline.Micros) {
	t.Helper()
	booked, err := q.money.ledger.Spent(t.Context())
	if err != nil || booked != want || q.money.spent() != want {
		t.Errorf("%d micro-dollars in the books, %d in the purse, %v, want %d", booked, q.money.spent(), err, want)
	}
}

func TestOrdersGoOn(t *testing.T) {
	t.Parallel()
	t.Run("a batch whose name was lost is found, not ordered again", func(t *testing.T) {
		t.Parallel()
		book := &orderBook{lost: "batch-7", results: []model.BatchResult{itemAnswer("one"), itemAnswer("two")}}
		q := ordersBefore(t, findable{book}, orderSending)
		q.goOn(t)
		if want := []string{"find", "poll batch-7", "collect batch-7", "forget batch-7"}; !slices.Equal(book.calls, want) {
			t.Errorf("the provider was asked to %v, want %v", book.calls, want)
		}
		q.wantSpent(t, 200) // 200 tokens at half a micro-dollar, twice
	})
	t.Run("one that never arrived may be ordered", func(t *testing.T) {
		t.Parallel()
		book := &orderBook{}
		q := ordersBefore(t, findable{book}, orderSending)
		q.goOn(t)
		if len(q.batches) != 0 || q.known["one"] {
			t.Errorf("%d batches are remembered, want none: %v", len(q.batches), q.known)
		}
		q.wantSpent(t, 0)
	})
	t.Run("where nobody can be asked the worst is booked, once", func(t *testing.T) {
		t.Parallel()
		book := &orderBook{}
		q := ordersBefore(t, book, orderSending)
		q.goOn(t)
		q.goOn(t)
		if len(book.calls) != 0 || !q.known["one"] || q.batches[0].State != orderLost {
			t.Errorf("the provider was asked to %v, the order is %s, want lost and not ordered again", book.calls, q.batches[0].State)
		}
		q.wantSpent(t, 1_800)
	})
	t.Run("a collection that breaks off books nothing twice", func(t *testing.T) {
		t.Parallel()
		book := &orderBook{cut: true, results: []model.BatchResult{itemAnswer("one"), itemAnswer("two")}}
		q := ordersBefore(t, book, orderOut)
		q.goOn(t)
		q.wantSpent(t, 200)
		for _, item := range q.batches[0].Items {
			if _, err := q.answers.Load(t.Context(), item.document(), deliveredName(item.ID)); err != nil {
				t.Errorf("%s: %v, want it stored", item.ID, err)
			}
		}
	})
	t.Run("a batch that the provider forgot may have been charged", func(t *testing.T) {
		t.Parallel()
		q := ordersBefore(t, &orderBook{forgot: true}, orderOut)
		q.goOn(t)
		q.goOn(t)
		q.wantSpent(t, 1_800)
	})
	t.Run("what failed costs nothing", func(t *testing.T) {
		t.Parallel()
		failed := model.BatchResult{ID: "two", Err: &model.Fault{Kind: model.ErrUnavailable}}
		q := ordersBefore(t, &orderBook{results: []model.BatchResult{itemAnswer("one"), failed}}, orderOut)
		q.goOn(t)
		q.wantSpent(t, 100)
	})
}

// What hangs on answers that are not there is not ordered; what does not is.
func TestGathererLeavesWhatFollows(t *testing.T) {
	t.Parallel()
	d := &pipeline.Document{ID: "doc_1"}
	first := model.Call{Document: d, Task: "extract@1"}
	again := first
	again.Escalate = "a field without proof"
	other := model.Call{Document: d, Task: "classify@1"}
	stranger := model.Call{Document: &pipeline.Document{ID: "doc_2"}, Task: "classify@1", Escalate: "why"}
	g := newGatherer(nil)
	for _, c := range []model.Call{first, again, other, stranger} {
		if g.follows(c) {
			t.Errorf("%+v follows before anything is open", c)
		}
	}
	g.wait(first, false)
	for _, c := range []struct {
		what string
		call model.Call
		want bool
	}{{"another window", first, false}, {"a better model", again, true}, {"another task", other, true}, {"another document", stranger, false}} {
		if got := g.follows(c.call); got != c.want {
			t.Errorf("%s follows = %t, want %t", c.what, got, c.want)
		}
	}
	g.wait(first, true)
	g.wait(first, false)
	if !g.follows(first) {
		t.Error("a document of which a batch has failed is ordered on, want it asked live")
	}
}
