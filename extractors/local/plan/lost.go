package plan

import (
	"maps"
	"slices"
)

// weightLost is how much of a label's weight is left when a letter of it is missing.
const weightLost = 0.9

// Labels of this many bytes are read with a letter missing.
const (
	shortestLost = 7
	longestLost  = 40
)

// A lostSet knows labels without one of their letters. There are ten times as many of these as of
// labels, so it holds them by their hash: the odds that a text of a page meets one by chance are
// one in a hundred million million.
type lostSet struct {
	at    map[uint64]int32
	named [][]phrase
}

// addLost enters what long labels become when they lose a letter: recognition drops letters,
// and some fonts hide the second letter of a ligature. A text that is a label itself stays
// what it is. To be called when all labels are in.
func (p *Phrases) addLost() {
	var shorter []byte
	for _, key := range slices.Sorted(maps.Keys(p.of)) {
		if len(key) < shortestLost || len(key) > longestLost || !slices.ContainsFunc(p.of[key], phrase.usual) {
			continue
		}
		named := int32(len(p.lost.named))
		p.lost.named = append(p.lost.named, weakened(p.of[key]))
		for i := 1; i < len(key); i++ {
			shorter = append(append(shorter[:0], key[:i]...), key[i+1:]...)
			if _, taken := p.of[string(shorter)]; !taken {
				p.lose(shorter, named)
			}
		}
	}
}

// lose enters a label without a letter; the first label that it may be of counts.
func (p *Phrases) lose(shorter []byte, named int32) {
	if p.lost.at == nil {
		p.lost.at = map[uint64]int32{}
	}
	h := hashOf(shorter)
	if _, taken := p.lost.at[h]; !taken {
		p.lost.at[h] = named
		p.starts.mark(shorter)
	}
}

// usual reports whether a label is worth to be known with a letter missing: those put together
// of parts are many, and most are printed nowhere.
func (p phrase) usual() bool { return p.weight > WeightComposed }

func weakened(named []phrase) []phrase {
	named = slices.Clone(named)
	for i := range named {
		named[i].weight *= weightLost
		named[i].lost = true
	}
	return named
}

// named returns what a folded text names, as a label or as one that has lost a letter.
func (p *Phrases) named(text []byte) ([]phrase, bool) {
	if found, ok := p.of[string(text)]; ok || len(text) < shortestLost-1 || len(text) >= longestLost {
		return found, ok
	}
	at, ok := p.lost.at[hashOf(text)]
	if !ok {
		return nil, false
	}
	return p.lost.named[at], true
}

// hashOf is FNV-1a of 64 bits.
func hashOf(text []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range text {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}
