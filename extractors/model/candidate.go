package model

import (
	"slices"
	"time"
)

// A candidate is a target in the course of one call.
type candidate struct {
	*deployment
	mode      Mode
	request   *Request  // composed for mode; nil when it must be composed anew
	failures  int       // of this call
	rotations int       // keys of it that were refused in this call
	notBefore time.Time // of this call
	closed    string    // an outcome; then it is not asked again
	from      JSONMode  // the mode that was refused before this one; empty when none was
	switched  bool      // it was put in another mode after a refusal
	repaired  bool      // it was told what was wrong
	looked    bool      // for a kept answer of its model
	load      float64   // share of its slots in use when the order was made
}

func newCandidate(d *deployment, c Call) *candidate {
	images := (c.Images || c.NeedsImages) && d.Images.MaxImages > 0
	return &candidate{deployment: d, mode: Mode{Target: d.Target, Images: images, JSON: d.bestJSON(time.Now())}}
}

// ready returns when the candidate can be asked.
func (c *candidate) ready() time.Time {
	at := c.notBefore
	for _, t := range []time.Time{c.keys.ready(), c.breaker.ready()} {
		if t.After(at) {
			at = t
		}
	}
	return at
}

// another puts the candidate in another mode, once: the next way to ask for JSON, then text
// instead of images; a request that is too large needs the text. When there is none, the
// candidate is closed with outcome.
func (c *candidate) another(call Call, tooLarge bool, outcome string) {
	next := slices.Index(c.JSON, c.mode.JSON) + 1
	wantsJSON := c.request != nil && c.request.Output != nil
	c.request = nil
	switch {
	case c.switched:
		c.closed = outcome
	case !tooLarge && wantsJSON && next < len(c.JSON):
		c.from, c.mode.JSON = c.mode.JSON, c.JSON[next]
	case c.mode.Images && !call.NeedsImages:
		c.mode.Images = false
	default:
		c.closed = outcome
	}
	c.switched = true
}

// learn remembers that c answers, how fast, and that it refused the mode before this one.
func (c *candidate) learn(took, cooldown time.Duration) {
	c.answered(c.mode.JSON, took)
	if c.from != "" {
		c.refuses(c.from, time.Now().Add(cooldown))
	}
}
