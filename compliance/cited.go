package compliance

import "slices"

// allReads lists the fields of the assertion, then those of the condition, which prove that
// the rule applies but are not needed for its answer.
func (a *asked) allReads() []read {
	var all []read
	if a.assert != nil {
		all = readsOf(a.assert.tree, a.loops)
	}
	if a.when == nil {
		return all
	}
	for _, r := range readsOf(a.when.tree, a.loops) {
		if !slices.ContainsFunc(all, func(o read) bool { return slices.Equal(o.steps, r.steps) }) {
			all = append(all, read{steps: r.steps, shown: r.shown})
		}
	}
	return all
}

// allSaid lists the fields that message, expected and actual say and the rule does not read:
// whoever masks a finding must know of them.
func (a *asked) allSaid() []read {
	var all []read
	add := func(p *program) {
		if p == nil {
			return
		}
		for _, r := range readsOf(p.tree, a.loops) {
			if r.shown && !slices.ContainsFunc(slices.Concat(a.reads, all), func(o read) bool { return o.shown && slices.Equal(o.steps, r.steps) }) {
				all = append(all, r)
			}
		}
	}
	for _, s := range a.message {
		add(s.say)
	}
	add(a.expected)
	add(a.actual)
	return all
}
