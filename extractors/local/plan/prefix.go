package plan

// Prefixes is a set of the ways in which keys begin, to spare looking up what no key begins
// with: most words of a page begin no label. It may answer yes for a stranger, and never no
// for a key. The digits that OCR takes for letters count as these letters.
type Prefixes struct {
	three, four prefixSet // of the first so many bytes
}

type prefixSet [1 << prefixSlots / 64]uint64

func (s *prefixSet) add(slot uint16) { s[slot/64] |= 1 << (slot % 64) }

func (s *prefixSet) has(slot uint16) bool { return s[slot/64]&(1<<(slot%64)) != 0 }

const (
	prefixSlots = 15
	prefixBits  = prefixSlots / 3 // of each of three bytes
)

// prefixCode has the bits of a byte: letters keep their order, other bytes share what is left.
var prefixCode = func() (codes [256]uint16) {
	for c := range codes {
		codes[c] = uint16(c) & (1<<prefixBits - 1)
	}
	for digit, letter := range map[byte]byte{'0': 'o', '1': 'l', '5': 's', '8': 'b'} {
		codes[digit] = codes[letter]
	}
	return codes
}()

// slot3 is the place of what begins as s does, which has at least three bytes.
func slot3[T string | []byte](s T) uint16 {
	return prefixCode[s[0]]<<(2*prefixBits) | prefixCode[s[1]]<<prefixBits | prefixCode[s[2]]
}

// slot4 spreads the twenty bits of four bytes over the places.
func slot4[T string | []byte](s T) uint16 {
	all := uint32(slot3(s))<<prefixBits | uint32(prefixCode[s[3]])
	return uint16(all * 0x9e3779b1 >> (32 - prefixSlots)) // Knuth's multiplicative hash
}

// Mark enters a key. One of less than three bytes needs no mark: begins says yes to all of these.
func (p *Prefixes) Mark(key string) { p.mark([]byte(key)) }

func (p *Prefixes) mark(key []byte) {
	if len(key) >= 3 {
		p.three.add(slot3(key))
	}
	if len(key) >= 4 {
		p.four.add(slot4(key))
	}
}

// Begins reports whether a key of p may be, or begin with, s. Nil has no keys.
func Begins[T string | []byte](p *Prefixes, s T) bool {
	switch {
	case p == nil:
		return false
	case len(s) < 3:
		return true
	case len(s) == 3:
		return p.three.has(slot3(s))
	}
	return p.four.has(slot4(s))
}
