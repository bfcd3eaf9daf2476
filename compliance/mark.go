package compliance

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// A mark says why a place holds no value. In expressions it is a CEL unknown, which every
// strict function hands on, so that it arrives in the verdict with its pointer.
type mark byte

const (
	unread   mark = 'u' // there may be a value, nobody could read it
	notFound mark = 'n' // looked for, nothing convincing found
	absent   mark = 'a' // it is not on the document
	foreign  mark = 'f' // the document's schema has no such field

	// A document is looked at again in this light when a sum could not be told: what was not
	// found counts as zero in orZero. If the sum then holds, it holds.
	assumedNone mark = 'z'
)

// marks makes unknowns, each with a number of its own so that they merge without loss.
type marks struct{ last int64 }

func (m *marks) new(why mark, pointer string) *types.Unknown {
	m.last++
	return types.NewUnknown(m.last, types.NewAttributeTrail(string(why)+pointer))
}

// A lack is one place without a value, as an unknown carries it.
type lack struct {
	why     mark
	pointer string
}

// lacks lists the places that an unknown stands for, by pointer.
func lacks(u *types.Unknown) []lack {
	var all []lack
	for _, id := range u.IDs() {
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			if name := t.Variable(); name != "" {
				all = append(all, lack{mark(name[0]), name[1:]})
			}
		}
	}
	slices.SortFunc(all, func(a, b lack) int { return strings.Compare(a.pointer, b.pointer) })
	return slices.Compact(all)
}

// why returns the mark that decides: one that may hide a value wins over one that cannot. A question
// that nobody answered is not answered with "nothing".
func why(v ref.Val) (mark, bool) {
	u, ok := v.(*types.Unknown)
	if !ok {
		return 0, false
	}
	worst := absent
	for _, l := range lacks(u) {
		switch l.why {
		case unread, notFound, unanswered:
			return l.why, true
		case foreign, assumedNone:
			worst = l.why
		}
	}
	return worst, true
}

// unreadPointers lists the places of which nobody knows the value.
func unreadPointers(v ref.Val) []string {
	u, ok := v.(*types.Unknown)
	if !ok {
		return nil
	}
	var all []string
	for _, l := range lacks(u) {
		if l.why == unread || l.why == notFound {
			all = append(all, l.pointer)
		}
	}
	return all
}
