package blob

import (
	"context"
	"slices"
	"strings"
	"time"
)

const (
	// lookAgain is the age from which the last look says nothing: other processes save too.
	lookAgain = time.Hour
	// evictBatch bounds the artefacts of one round, and the memory that choosing them takes.
	evictBatch = 10_000
)

// Evict deletes the artefacts that were not used for the longest time when they all take more
// than max bytes on disk, until a tenth of max is free again or evictBatch of them are gone. Originals
// are never touched. It returns the bytes it freed.
//
// To look at all blobs takes long in a large store, so it does that only when what was saved here
// since the last look may have filled the cache, and once an hour.
func (a *Artefacts) Evict(ctx context.Context, max int64) (freed int64, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if time.Since(a.looked) < lookAgain && a.total+a.fresh.Load() < max {
		return 0, nil
	}
	start := time.Now()
	fresh := a.fresh.Load()
	oldest, total, err := a.look(ctx)
	if err != nil {
		return 0, err
	}
	if total > max {
		freed, err = a.free(ctx, oldest, total-max+max/10)
	}
	a.fresh.Add(-fresh)
	a.total, a.looked = total-freed, start
	return freed, err
}

// look finds the artefacts that were not used for the longest time, those first, and what all
// of them take.
func (a *Artefacts) look(ctx context.Context) (oldest []Entry, total int64, err error) {
	for entry, err := range a.store.List(ctx, "") {
		if err != nil {
			return nil, 0, err
		}
		if parts := strings.Split(entry.Key, "/"); len(parts) != 4 || parts[2] != artefactPart {
			continue
		}
		total += entry.Bytes
		if oldest = append(oldest, entry); len(oldest) == 2*evictBatch {
			oldest = longestUnused(oldest)
		}
	}
	return longestUnused(oldest), total, nil
}

func longestUnused(entries []Entry) []Entry {
	slices.SortFunc(entries, func(a, b Entry) int { return a.Used.Compare(b.Used) })
	return entries[:min(len(entries), evictBatch)]
}

// free deletes entries in their order until they make up at least bytes.
func (a *Artefacts) free(ctx context.Context, entries []Entry, bytes int64) (freed int64, err error) {
	for _, entry := range entries {
		if freed >= bytes {
			break
		}
		if err := a.store.Delete(ctx, entry.Key); err != nil {
			return freed, err
		}
		freed += entry.Bytes
	}
	return freed, nil
}
