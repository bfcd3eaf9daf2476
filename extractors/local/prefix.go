package local

// prefixes is a set of the ways in which keys begin, to spare looking up what no key begins
// with: most words of a page begin no label. It may answer yes for a stranger, and never no
// for a key. The digits that OCR takes for letters count as these letters.
type prefixes [1 << (3 * prefixBits) / 64]uint64

const prefixBits = 5 // of each of the first three bytes

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

// slot is the place of what begins as s does, which has at least three bytes.
func slot[T string | []byte](s T) uint16 {
	return prefixCode[s[0]]<<(2*prefixBits) | prefixCode[s[1]]<<prefixBits | prefixCode[s[2]]
}

// mark enters a key. One of less than three bytes needs no mark: begins says yes to all of these.
func (p *prefixes) mark(key string) {
	if len(key) >= 3 {
		n := slot(key)
		p[n/64] |= 1 << (n % 64)
	}
}

// begins reports whether a key of p may be, or begin with, s.
func begins[T string | []byte](p *prefixes, s T) bool {
	if len(s) < 3 {
		return true
	}
	n := slot(s)
	return p[n/64]&(1<<(n%64)) != 0
}
