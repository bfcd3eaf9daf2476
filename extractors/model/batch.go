package model

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
	"time"
)

// A BatchWire hands many requests over at once, to be answered within a day at a lower
// price. It is a second ability of some wires. Like a [Wire] it never retries and adds
// nothing; its errors are the same, and it must be safe for concurrent use.
//
// Names of batches are the provider's and outlive this process: who keeps them can poll and
// collect after a restart.
type BatchWire interface {
	// Submit hands items over and returns the provider's name of the batch. An error that is
	// possibly billed means that a batch may exist of which we do not know the name.
	Submit(ctx context.Context, items []BatchItem) (batch string, err error)

	// Poll tells how far a batch is.
	Poll(ctx context.Context, batch string) (BatchState, error)

	// Collect gives the results of a batch that is over, in no order, each at most once. Items
	// that never ran may be missing. An error ends it; collecting again costs nothing.
	Collect(ctx context.Context, batch string) iter.Seq2[BatchResult, error]

	// Cancel asks the provider to stop. What is answered already can be collected.
	Cancel(ctx context.Context, batch string) error

	// Forget deletes what the provider keeps of a batch that is over: the documents that were
	// sent and the answers. Collecting it is not possible any more.
	Forget(ctx context.Context, batch string) error
}

// A BatchFinder finds a batch again whose name was lost on its way to us. It is a third ability
// of wires whose provider keeps [BatchName] with the batch.
type BatchFinder interface {
	// Find returns the provider's name of the newest batch of these items, empty when there is none.
	Find(ctx context.Context, items []string) (batch string, err error)
}

// BatchName names a batch by its items, for providers that keep a name with it.
func BatchName(items []string) string {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(items)), " ")))
	return hex.EncodeToString(sum[:24])
}

// A BatchItem is one request of a batch. Providers may demand that all of a batch are for
// one model: a BatchWire has one.
type BatchItem struct {
	ID      string // unique in its batch, [a-zA-Z0-9_-]{1,64}
	Request Request
}

// A BatchResult is what became of one item.
type BatchResult struct {
	ID       string   // of the item
	Response Response // when Err is nil
	Err      error    // a Fault
}

// A BatchState says how far a batch is.
type BatchState struct {
	Over    bool      // nothing more will come: collect, and ask anew what is missing
	Failed  string    // why the provider gave the whole batch up, empty when it did not
	Total   int       // items, as far as the provider counted them
	Done    int       // of Total, well or not
	Expires time.Time // when the provider gives up; zero when it does not say
}
