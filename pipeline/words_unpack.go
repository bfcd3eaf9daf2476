package pipeline

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"unicode/utf8"
)

// UnmarshalJSON implements json.Unmarshaler. The bytes may come from a hostile worker: what
// is no list of words with finite numbers and proper text is an error that wraps ErrDamaged.
func (w *Words) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return json.Unmarshal(b, (*[]Word)(w))
	}
	packed, err := base64.RawStdEncoding.AppendDecode(nil, b[1:len(b)-1])
	if err != nil || len(packed) == 0 || packed[0] != wordsForm && packed[0] != firstForm {
		return fmt.Errorf("words: not in a form that is known: %w", ErrDamaged)
	}
	r := packedWords{rest: string(packed[1:])}
	all := make(Words, r.count(leastWord))
	for i := range all {
		all[i] = r.word()
	}
	if r.bad || r.rest != "" {
		return fmt.Errorf("words: cut off or changed: %w", ErrDamaged)
	}
	*w = all
	return nil
}

// packedWords takes the packed form apart. After the first mistake it is bad, and what it
// returns means nothing.
type packedWords struct {
	rest        string
	block, line int
	bad         bool
}

func (r *packedWords) word() (w Word) {
	f := r.take(1)
	if r.bad {
		return w
	}
	r.block, r.line = r.block+int(r.varint()), r.line+int(r.varint())
	w.Block, w.Line, w.Hidden, w.Source, w.Confidence = r.block, r.line, f[0]&wordHidden != 0, SourceText, 1
	for i := range w.Box {
		w.Box[i] = float64(r.varint()) / boxScale
	}
	w.Text = r.text()
	if f[0]&wordOCR != 0 {
		w.Source = SourceOCR
	}
	if f[0]&wordSource != 0 {
		w.Source = r.text()
	}
	if f[0]&wordConfidence != 0 {
		w.Confidence = r.float()
	}
	if f[0]&wordSize != 0 {
		w.Size = float64(r.count(0)) / sizeScale
	}
	if f[0]&wordExactSize != 0 {
		w.Size = r.float()
	}
	if f[0]&wordSecond != 0 {
		w.Second = r.text()
	}
	return w
}

// count reads a number of things of at least size bytes each, or of any number with size 0.
func (r *packedWords) count(size int) int {
	n, used := uvarint(r.rest)
	if used <= 0 || n > mostSize || int(n)*size > len(r.rest) {
		r.bad = true
		return 0
	}
	r.rest = r.rest[used:]
	return int(n)
}

func (r *packedWords) varint() int64 {
	n, used := uvarint(r.rest)
	if used <= 0 {
		r.bad = true
		return 0
	}
	r.rest = r.rest[used:]
	return int64(n>>1) ^ -int64(n&1)
}

func (r *packedWords) text() string {
	s := r.take(r.count(1))
	if !utf8.ValidString(s) {
		return string([]rune(s)) // as encoding/json reads it
	}
	return s
}

func (r *packedWords) float() float64 {
	b := r.take(8)
	if r.bad {
		return 0
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64([]byte(b)))
	r.bad = math.IsNaN(v) || math.IsInf(v, 0)
	return v
}

func (r *packedWords) take(n int) string {
	if r.bad || n > len(r.rest) {
		r.bad = true
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// uvarint is binary.Uvarint of a string.
func uvarint(s string) (n uint64, used int) {
	for i := range min(len(s), binary.MaxVarintLen64) {
		c := s[i]
		if c < 0x80 {
			if i == binary.MaxVarintLen64-1 && c > 1 {
				return 0, 0
			}
			return n | uint64(c)<<(7*i), i + 1
		}
		n |= uint64(c&0x7f) << (7 * i)
	}
	return 0, 0
}
