package screen

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"docpipe/compliance"
	"docpipe/compliance/alike"
)

// Files looks names up in lists that lie on this machine. It reads a file again when it has
// changed; while the new one cannot be read, the former stays in force and the answer says so.
// It is safe for concurrent use.
type Files struct {
	paths     []string
	threshold float64

	mu    sync.Mutex
	index *index
	seen  []stamp
	lists []string
}

var _ compliance.Screener = (*Files)(nil)

// A stamp tells whether a file has changed.
type stamp struct {
	size int64
	at   time.Time
}

// NewFiles reads the lists of c, which must be valid. An unreadable list is an error: nobody
// may believe to be screened.
func NewFiles(c Config) (*Files, error) {
	f := &Files{paths: c.Lists, threshold: c.Threshold}
	seen, err := f.stamps()
	if err != nil {
		return nil, err
	}
	if err := f.load(seen); err != nil {
		return nil, err
	}
	return f, nil
}

// Screen answers from the lists as they are now.
func (f *Files) Screen(ctx context.Context, q compliance.ScreenQuery) (compliance.Screened, error) {
	if err := ctx.Err(); err != nil {
		return compliance.Screened{}, err
	}
	x, lists := f.fresh()
	if len(alike.Words(q.Name)) == 0 {
		return compliance.Screened{Lists: lists, Unanswered: "there is no name to look up"}, nil
	}
	return compliance.Screened{Hits: x.search(q, f.threshold), Lists: lists}, nil
}

func (f *Files) fresh() (*index, []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now, err := f.stamps()
	if err == nil && slices.Equal(now, f.seen) {
		return f.index, f.lists
	}
	if err == nil {
		err = f.load(now)
	}
	if err != nil {
		f.seen = now // not again before it changes again
		return f.index, append(slices.Clone(f.lists), fmt.Sprintf("not in force: %v", err))
	}
	return f.index, f.lists
}

func (f *Files) stamps() ([]stamp, error) {
	var all []stamp
	for _, path := range f.paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("sanctions list: %w", err)
		}
		all = append(all, stamp{info.Size(), info.ModTime()})
	}
	return all, nil
}

// load reads all files; files of one list, as OFAC's names and aliases, become one.
func (f *Files) load(seen []stamp) error {
	rolls := map[string]*roll{}
	var order []*roll
	for _, path := range f.paths {
		r, err := readFile(path)
		if err != nil {
			return fmt.Errorf("sanctions list: %w", err)
		}
		same, ok := rolls[r.list]
		if !ok {
			rolls[r.list], order = r, append(order, r)
			continue
		}
		for _, e := range r.entries {
			same.take(e)
		}
	}
	var entries []Entry
	var lists []string
	for _, r := range order {
		entries = append(entries, r.entries...)
		lists = append(lists, fmt.Sprintf("%s %s (%d entries)", r.list, firstOf(r.day, "undated"), len(r.entries)))
	}
	f.index, f.lists, f.seen = newIndex(entries), lists, seen
	return nil
}
