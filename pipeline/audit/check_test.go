package audit_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"docpipe/pipeline/audit"
)

// chain makes n entries that hold together.
func chain(n int) []audit.Entry {
	var all []audit.Entry
	prev := ""
	for i := range n {
		e := audit.Entry{N: int64(i + 1), At: time.UnixMilli(1790000000000 + int64(i)).UTC(), Tenant: "acme", Actor: "key_1",
			Action: audit.Viewed, Object: fmt.Sprintf("doc_%d", i), Detail: json.RawMessage(`{"file":1}`), Prev: prev}
		e.Hash = e.Digest()
		prev = e.Hash
		all = append(all, e)
	}
	return all
}

func headOf(all []audit.Entry) audit.Head {
	return audit.Head{N: all[len(all)-1].N, Hash: all[len(all)-1].Hash}
}

func check(all []audit.Entry, kept, newest audit.Head) audit.Report {
	c := audit.NewChecker("acme", kept)
	for _, e := range all {
		c.Add(e)
	}
	return c.Close(newest)
}

func kinds(r audit.Report) []string {
	var all []string
	for _, f := range r.Faults {
		all = append(all, fmt.Sprintf("%s %d", f.Kind, f.N))
	}
	return all
}

func TestSoundChain(t *testing.T) {
	t.Parallel()
	all := chain(5)
	r := check(all, audit.Head{}, headOf(all))
	if !r.Sound() || r.Complete || r.Entries != 5 || r.Head != headOf(all) {
		t.Errorf("report = %+v, want 5 sound entries and no word on completeness", r)
	}
	for _, kept := range []audit.Head{headOf(all[:3]), headOf(all), {Hash: all[1].Hash}} {
		if r := check(all, kept, audit.Head{}); !r.Sound() || !r.Complete {
			t.Errorf("report with the head %s = %+v, want it complete", kept, r)
		}
	}
	if r := check(nil, audit.Head{}, audit.Head{}); !r.Sound() {
		t.Errorf("report of no entries = %+v, want it sound", r)
	}
}

// rehash makes one entry fit its content again, as somebody does who covers up an edit.
func rehash(e audit.Entry) audit.Entry {
	e.Hash = e.Digest()
	return e
}

func TestTamperingHasAName(t *testing.T) {
	t.Parallel()
	swap := func(all []audit.Entry, i, j int) []audit.Entry {
		all[i], all[j] = all[j], all[i]
		all[i].N, all[j].N = all[j].N, all[i].N
		return all
	}
	for name, c := range map[string]struct {
		do   func(all []audit.Entry) []audit.Entry
		want []string
	}{
		"edited":             {func(a []audit.Entry) []audit.Entry { a[2].Object = "doc_x"; return a }, []string{"edited 3"}},
		"edited and covered": {func(a []audit.Entry) []audit.Entry { a[2].Actor = "key_2"; a[2] = rehash(a[2]); return a }, []string{"edited 3"}},
		"newest edited and covered": {func(a []audit.Entry) []audit.Entry { a[4].Actor = "key_2"; a[4] = rehash(a[4]); return a },
			[]string{"edited 5", "rewritten 5"}},
		"deleted":       {func(a []audit.Entry) []audit.Entry { return slices.Delete(a, 1, 3) }, []string{"deleted 2"}},
		"first deleted": {func(a []audit.Entry) []audit.Entry { return a[1:] }, []string{"deleted 1"}},
		"truncated":     {func(a []audit.Entry) []audit.Entry { return a[:3] }, []string{"truncated 4", "truncated 4"}},
		"exchanged":     {func(a []audit.Entry) []audit.Entry { return swap(a, 1, 3) }, []string{"moved 2", "moved 4"}},
		"lines moved":   {func(a []audit.Entry) []audit.Entry { a[1], a[2] = a[2], a[1]; return a }, []string{"moved 2"}},
		"doubled":       {func(a []audit.Entry) []audit.Entry { return slices.Insert(a, 3, a[1]) }, []string{"inserted 2"}},
		"added": {func(a []audit.Entry) []audit.Entry {
			return append(a, rehash(audit.Entry{N: 6, Tenant: "acme", At: a[4].At, Prev: a[4].Hash}))
		}, []string{"inserted 6"}},
		"another tenant's": {func(a []audit.Entry) []audit.Entry { a[2].Tenant = "other"; a[2] = rehash(a[2]); return a }, []string{"edited 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := chain(5)
			head := headOf(all)
			if got := kinds(check(c.do(all), head, head)); !slices.Equal(got, c.want) {
				t.Errorf("faults = %v, want %v", got, c.want)
			}
		})
	}
}

// Whatever is done to one entry shows, with a head that was kept elsewhere; also when the entry
// was made to fit again, and wherever it stands.
func TestAnyOneTamperingShows(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 10))
	for range 4000 {
		all := chain(2 + r.IntN(12))
		head, what := headOf(all), ""
		all, what = tamper(r, all)
		if report := check(all, head, audit.Head{}); report.Sound() {
			t.Fatalf("%s of a chain of %d is not seen", what, head.N)
		}
	}
}

func tamper(r *rand.Rand, all []audit.Entry) ([]audit.Entry, string) {
	i, j := r.IntN(len(all)), r.IntN(len(all)-1)
	if j >= i {
		j++
	}
	switch r.IntN(5) {
	case 0:
		return slices.Delete(all, i, i+1), fmt.Sprint("deleting ", i)
	case 1:
		all[i], all[j] = all[j], all[i]
		return all, fmt.Sprint("exchanging the places of ", i, j)
	case 2:
		all[i], all[j] = all[j], all[i]
		all[i].N, all[j].N = all[j].N, all[i].N
		return all, fmt.Sprint("exchanging ", i, j)
	case 3:
		return all[:i], fmt.Sprint("truncation at ", i)
	}
	if r.IntN(8) == 0 {
		all[i].Hash += "0"
		return all, fmt.Sprint("editing the hash of ", i)
	}
	edit(r, &all[i])
	if r.IntN(2) == 0 {
		all[i] = rehash(all[i])
	}
	return all, fmt.Sprint("editing ", i)
}

func edit(r *rand.Rand, e *audit.Entry) {
	texts := []*string{&e.Tenant, &e.Actor, &e.Action, &e.Object, &e.Prev}
	switch k := r.IntN(len(texts) + 3); k {
	case 0:
		e.At = e.At.Add(time.Millisecond)
	case 1:
		e.N += 1 + r.Int64N(3)
	case 2:
		e.Detail = json.RawMessage(`{"file":2}`)
	default:
		*texts[k-3] += "x"
	}
}

func TestHeadsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, h := range []audit.Head{headOf(chain(3)), {Hash: chain(1)[0].Hash}, {}} {
		if got, err := audit.ParseHead(h.String()); err != nil || got != h {
			t.Errorf("ParseHead(%q) = %v, %v, want it back", h, got, err)
		}
	}
	for _, text := range []string{"x", "3:", ":abc", "-1:" + chain(1)[0].Hash, "12"} {
		if h, err := audit.ParseHead(text); err == nil {
			t.Errorf("ParseHead(%q) = %v, want an error", text, h)
		}
	}
}
