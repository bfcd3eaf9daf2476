package model

import (
	"cmp"
	"slices"
)

// choose returns the targets that may be asked for c, the best first, premium ones apart.
func (r *Router) choose(c Call) (plain, premium []*candidate) {
	for _, d := range r.deployments {
		if !eligible(d.Target, c) {
			continue
		}
		if t := newCandidate(d, c); d.Premium {
			premium = append(premium, t)
		} else {
			plain = append(plain, t)
		}
	}
	r.order(plain, c)
	r.order(premium, c)
	return plain, premium
}

// answering lists the targets whose kept answers serve c. For a call that escalates, what plain
// targets said is not good enough.
func answering(c Call, plain, premium []*candidate) []*candidate {
	if c.Escalate != "" && len(premium) > 0 {
		return premium
	}
	return slices.Concat(plain, premium)
}

// eligible is the part of the filter that needs no request. Whether context, output and money
// suffice shows when the request is composed for the target, and nothing is sent if not.
func eligible(t Target, c Call) bool {
	named := len(c.Targets) == 0 || slices.Contains(c.Targets, t.Name)
	return named && (!c.NeedsImages || t.Images.MaxImages > 0)
}

// order sorts by preference; equals by cost, then by how busy they are.
func (r *Router) order(all []*candidate, c Call) {
	for _, t := range all {
		t.load = t.limits.load()
	}
	slices.SortStableFunc(all, func(a, b *candidate) int {
		return cmp.Or(
			textLast(a, b, c),
			r.prefer(a.deployment, b.deployment),
			cmp.Compare(usualCost(a.Target), usualCost(b.Target)),
			cmp.Compare(a.load, b.load),
		)
	})
}

// textLast puts targets that see no images behind the others when images are wanted.
func textLast(a, b *candidate, c Call) int {
	if !c.Images || a.mode.Images == b.mode.Images {
		return 0
	}
	if a.mode.Images {
		return -1
	}
	return 1
}

func (r *Router) prefer(a, b *deployment) int {
	if len(r.cfg.Prefer) == 0 || r.cfg.Prefer[0] == PreferCost {
		return 0
	}
	switch r.cfg.Prefer[0] {
	case PreferLatency:
		return cmp.Compare(a.averageLatency(), b.averageLatency())
	case PreferQuality:
		return cmp.Compare(b.Quality, a.Quality)
	}
	return cmp.Compare(r.rank(a.Name), r.rank(b.Name))
}

// rank is the place of a target in the configured order; those not named share the last.
func (r *Router) rank(name string) int {
	if i := slices.Index(r.cfg.Prefer, name); i >= 0 {
		return i
	}
	return len(r.cfg.Prefer)
}

// usualCost is the price of an A4 page at 150 dpi with 800 tokens of words and an answer of 500.
func usualCost(t Target) int64 {
	input := 800
	if t.Images.MaxImages > 0 {
		input += ImageTokens(t.Images, 1240, 1754)
	}
	return int64(input)*t.Price.Input + outputPerImage*t.Price.Output
}
