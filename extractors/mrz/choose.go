package mrz

// mostDoubts is how many doubtful characters are tried in all their combinations.
const mostDoubts = 8

// choose lets check digits decide between the two readings of a line: first each field's own,
// then the one over all fields. A choice is made only where one combination alone, of those
// with the fewest changes, makes the digits hold.
func (z *zone) choose() {
	l := z.layout
	number := func() bool { return holds(z.number()) }
	z.decide([]span{l.number, l.numberCheck}, number)
	for _, pair := range [][2]span{{l.birth, l.birthCheck}, {l.expiry, l.expiryCheck}, {l.personal, l.personalCheck}} {
		if !pair[1].empty() {
			z.decide(pair[:], func() bool { return holds(z.at(pair[0]), z.at(pair[1])[0]) })
		}
	}
	if !l.compositeCheck.empty() {
		z.decide(append([]span{l.compositeCheck}, l.composite...), func() bool { return z.failing() == 0 })
	}
}

// decide tries the other reading at doubtful places of the spans until right says that it is.
func (z *zone) decide(spans []span, right func() bool) {
	var doubts []span
	for _, s := range spans {
		doubts = append(doubts, z.doubted(s)...)
	}
	if len(doubts) == 0 || len(doubts) > mostDoubts || right() {
		return
	}
	best, count, ties := 0, len(doubts)+1, 0
	for choice := 1; choice < 1<<len(doubts); choice++ {
		z.swap(doubts, choice)
		ok := right()
		z.swap(doubts, choice)
		switch n := ones(choice); {
		case !ok || n > count:
		case n < count:
			best, count, ties = choice, n, 1
		default:
			ties++
		}
	}
	if ties == 1 {
		z.swap(doubts, best)
	}
}

// swap exchanges the two readings at the places that choice names.
func (z *zone) swap(places []span, choice int) {
	for i, s := range places {
		if choice&(1<<i) != 0 {
			first, second := z.at(s), z.others[s.line][s.from:s.to]
			z.put(s, second)
			z.others[s.line] = patched(z.others[s.line], s, first)
		}
	}
}

func ones(n int) int {
	count := 0
	for ; n > 0; n &= n - 1 {
		count++
	}
	return count
}
