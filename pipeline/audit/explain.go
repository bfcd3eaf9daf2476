package audit

import "fmt"

// explainOdd tells what became of entries whose hash is not of what they say: one that would fit
// under another number was moved, any other was edited.
func (c *Checker) explainOdd() {
	for _, o := range c.odd {
		if n, found := c.home(o); found {
			c.report.fault(Moved, o.N, "entry %d was entry %d", o.N, n)
			continue
		}
		c.report.fault(Edited, o.N, "entry %d is not what was recorded", o.N)
	}
}

// maxHomes bounds the numbers that are tried for one entry.
const maxHomes = 1000

// home is the number under which e's hash fits.
func (c *Checker) home(e Entry) (n int64, found bool) {
	tried := 0
	fits := func(n int64) bool {
		tried++
		moved := e
		moved.N = n
		return n != e.N && tried <= maxHomes && moved.Digest() == e.Hash
	}
	for _, n := range []int64{e.N - 1, e.N + 1} {
		if fits(n) {
			return n, true
		}
	}
	for _, other := range c.odd {
		if fits(other.N) {
			return other.N, true
		}
	}
	for _, g := range c.gaps {
		for n := g.from; n <= g.to && tried < maxHomes; n++ {
			if fits(n) {
				return n, true
			}
		}
	}
	return 0, false
}

func (s span) gone() string {
	if s.from == s.to {
		return fmt.Sprintf("entry %d is missing", s.from)
	}
	return fmt.Sprintf("entries %d to %d are missing", s.from, s.to)
}
