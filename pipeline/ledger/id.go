package ledger

import (
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

var ids = struct {
	sync.Mutex
	entropy *ulid.MonotonicEntropy
	last    uint64
}{entropy: ulid.Monotonic(rand.Reader, 0)}

// NewID returns prefix, an underscore and a lower-case ULID. Within a process every id sorts
// after the ones before, also when the clock steps back.
func NewID(prefix string) string {
	ids.Lock()
	defer ids.Unlock()
	ids.last = max(ids.last, ulid.Timestamp(time.Now()))
	id, err := ulid.New(ids.last, ids.entropy)
	for err != nil { // this millisecond's numbers are used up
		ids.last++
		id, err = ulid.New(ids.last, ids.entropy)
	}
	return prefix + "_" + strings.ToLower(id.String())
}
