package audit

// A Checker looks at the entries of one chain, or of a piece of it, in the order in which they
// stand, and keeps none but those at fault.
type Checker struct {
	head   Head // kept elsewhere; zero: none
	piece  bool // the first entry need not be the chain's first
	report Report
	top    Entry   // the one with the highest number so far
	odd    []Entry // their hash is not of what they say
	gaps   []span  // numbers that were passed over
}

// span is a run of numbers, both ends included.
type span struct{ from, to int64 }

// NewChecker checks a tenant's chain from its first entry on. head was kept elsewhere, the zero
// Head for none.
func NewChecker(tenant string, head Head) *Checker {
	return &Checker{head: head, report: Report{Tenant: tenant, Faults: []Fault{}}}
}

// NewPieceChecker checks a piece that may begin anywhere in the chain.
func NewPieceChecker(tenant string, head Head) *Checker {
	c := NewChecker(tenant, head)
	c.piece = true
	return c
}

// Add takes the next entry.
func (c *Checker) Add(e Entry) {
	fits := e.Digest() == e.Hash && e.Tenant == c.report.Tenant
	if !fits && len(c.odd) < maxFaults {
		c.odd = append(c.odd, e)
	}
	switch c.report.Entries++; {
	case c.report.Entries == 1:
		c.begin(e)
	case e.N <= c.top.N:
		c.late(e)
		return
	case e.N > c.top.N+1:
		c.gaps = append(c.gaps, span{c.top.N + 1, e.N - 1})
	case e.Prev != c.top.Hash && fits && !c.isOdd(c.top):
		c.report.fault(Edited, c.top.N, "entry %d was replaced: entry %d follows another one", c.top.N, e.N)
	}
	c.meet(e)
	c.top = e
}

func (c *Checker) begin(e Entry) {
	c.report.First = e.N
	switch {
	case e.N < 1:
		c.report.fault(Inserted, e.N, "no entry has the number %d", e.N)
	case c.piece:
	case e.N > 1:
		c.gaps = append(c.gaps, span{1, e.N - 1})
	case e.Prev != "" && !c.isOdd(e):
		c.report.fault(Edited, e.N, "entry %d claims to follow another one", e.N)
	}
}

// late takes an entry that stands after one with a higher number.
func (c *Checker) late(e Entry) {
	if c.fill(e.N) {
		c.report.fault(Moved, e.N, "entry %d stands after entry %d", e.N, c.top.N)
		c.meet(e)
		return
	}
	c.report.fault(Inserted, e.N, "there is more than one entry %d", e.N)
}

// fill takes n out of the gaps; it reports false when n is in none.
func (c *Checker) fill(n int64) bool {
	for i, g := range c.gaps {
		if n < g.from || n > g.to {
			continue
		}
		var rest []span
		if g.from < n {
			rest = append(rest, span{g.from, n - 1})
		}
		if n < g.to {
			rest = append(rest, span{n + 1, g.to})
		}
		c.gaps = append(append(append([]span{}, c.gaps[:i]...), rest...), c.gaps[i+1:]...)
		return true
	}
	return false
}

// meet notes whether e is the head that was kept.
func (c *Checker) meet(e Entry) {
	if c.head.Hash != "" && e.Hash == c.head.Hash && (c.head.N == 0 || c.head.N == e.N) {
		c.report.Complete = true
	}
}

func (c *Checker) isOdd(e Entry) bool {
	for _, o := range c.odd {
		if o.N == e.N && o.Hash == e.Hash {
			return true
		}
	}
	return false
}

// Close ends the check. newest is the head that the keeper of the chain has noted beside it, the
// zero Head when there is none to note: an export has none.
func (c *Checker) Close(newest Head) Report {
	c.explainOdd()
	for _, g := range c.gaps {
		c.report.fault(Deleted, g.from, "%s", g.gone())
	}
	c.report.Head = Head{N: c.top.N, Hash: c.top.Hash}
	c.compare(newest)
	c.missKept()
	return c.report
}

// compare holds the end of the chain against the head that was noted beside it.
func (c *Checker) compare(newest Head) {
	top := c.report.Head
	switch {
	case newest.Hash == "" || newest == top:
	case newest.N > top.N:
		c.report.fault(Truncated, top.N+1, "%s", span{top.N + 1, newest.N}.gone())
	case newest.N < top.N:
		c.report.fault(Inserted, newest.N+1, "entries after %d were added past the record", newest.N)
	case !c.isOdd(c.top):
		c.report.fault(Edited, top.N, "entry %d was replaced: the record of the newest one has another hash", top.N)
	}
}

// missKept says that the head that was kept elsewhere is not there.
func (c *Checker) missKept() {
	top := c.report.Head
	switch {
	case c.head.Hash == "" || c.report.Complete:
	case c.piece && c.head.N > 0 && c.head.N < c.report.First: // nothing can be said of it here
	case c.head.N > top.N:
		c.report.fault(Truncated, top.N+1, "%s, which the head given is of", span{top.N + 1, c.head.N}.gone())
	case c.head.N > 0:
		c.report.fault(Rewritten, c.head.N, "entry %d is not the one that the head given is of", c.head.N)
	default:
		c.report.fault(Truncated, top.N, "the head given is no entry of the chain: its newest entries were cut off, or it was written anew")
	}
}
