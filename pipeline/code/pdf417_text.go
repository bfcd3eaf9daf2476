package code

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// Codewords from 900 on change the mode of those that follow (ISO/IEC 15438, 5.4).
const (
	latchText    = 900
	latchBytes   = 901
	latchNumbers = 902
	shiftByte    = 913
	latchSixes   = 924 // bytes, a multiple of six
	charsetOwn   = 925 // one codeword follows
	charsetMany  = 926 // two codewords follow
	charset      = 927 // one codeword follows
)

// charsetUTF8 is the assignment number of UTF-8 among the character sets of AIM ECI.
const charsetUTF8 = 26

// A transcript is the text of codewords while they are read.
type transcript struct {
	out   []byte
	mode  int // the codeword that began it
	set   textSet
	bytes bool // they are no UTF-8
}

// pdfText returns the text of the codewords between the length and the check words; what follows
// the data of a code that is one of a sequence is not data. Bytes are UTF-8 where they can be,
// else Latin-1, the default of the standard.
func pdfText(words []int) string {
	t := transcript{mode: latchText}
	for len(words) > 0 {
		used := t.take(words)
		if used == 0 {
			break
		}
		words = words[min(used, len(words)):]
	}
	if !t.bytes && utf8.Valid(t.out) {
		return string(t.out)
	}
	var s strings.Builder
	for _, c := range t.out {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// take reads the first codeword or the first run of data, and returns how many codewords it was;
// 0 at the end of the data.
func (t *transcript) take(words []int) (used int) {
	switch first := words[0]; {
	case first < latchText:
		n := 1
		for n < len(words) && words[n] < latchText {
			n++
		}
		t.data(words[:n])
		return n
	case first == shiftByte && len(words) > 1:
		t.out = append(t.out, byte(words[1]))
		return 2
	case first == charset && len(words) > 1:
		t.bytes = words[1] != charsetUTF8
		return 2
	case first == charsetOwn:
		return 2
	case first == charsetMany:
		return 3
	case first == latchText, first == latchBytes, first == latchNumbers, first == latchSixes:
		t.mode, t.set = first, textSet{}
		return 1
	}
	return 0
}

func (t *transcript) data(words []int) {
	switch t.mode {
	case latchText:
		for _, w := range words {
			t.out = t.set.add(t.out, w/30)
			t.out = t.set.add(t.out, w%30)
		}
	case latchNumbers:
		for len(words) > 0 {
			n := min(15, len(words))
			digits := inBase900(words[:n]).String()
			t.out = append(t.out, digits[1:]...) // a one stands before them
			words = words[n:]
		}
	default:
		alone := (len(words)-1)%5 + 1 // the last one to five stand for a byte each
		if t.mode == latchSixes {
			alone = len(words) % 5
		}
		for ; len(words) > alone; words = words[5:] {
			var six [8]byte
			inBase900(words[:5]).FillBytes(six[:])
			t.out = append(t.out, six[2:]...)
		}
		for _, w := range words {
			t.out = append(t.out, byte(w))
		}
	}
}

func inBase900(words []int) *big.Int {
	n := new(big.Int)
	for _, w := range words {
		n.Add(n.Mul(n, big.NewInt(900)), big.NewInt(int64(w)))
	}
	return n
}

// A textSet is the set of characters that values of text are read from.
type textSet struct {
	now   int
	after int // the set to go back to
	once  bool
}

const (
	setUpper = iota
	setLower
	setMixed
	setPunctuation
)

var textSets = [...]string{
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ ", "abcdefghijklmnopqrstuvwxyz ", "0123456789&\r\t,:#-.$/+%*=^\x00 ", ";<>@[\\]_`~!\r\t,:\n-.$/\"|*()?{}'",
}

// add reads one value: a character, or the change to another set for good or for one character.
func (s *textSet) add(out []byte, value int) []byte {
	set := s.now
	if s.once {
		s.now, s.once = s.after, false
	}
	switch {
	case value == 29 && set == setPunctuation:
		s.now = setUpper
	case value == 29:
		s.now, s.after, s.once = setPunctuation, set, true
	case value == 28 && set == setMixed:
		s.now = setUpper
	case value == 28 && set != setPunctuation:
		s.now = setMixed
	case value == 27 && set == setLower:
		s.now, s.after, s.once = setUpper, set, true
	case value == 27 && set != setPunctuation:
		s.now = setLower
	case value == 25 && set == setMixed:
		s.now = setPunctuation
	default:
		return append(out, textSets[set][value])
	}
	return out
}
