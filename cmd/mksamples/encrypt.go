package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
)

// A lock encrypts the strings and streams of a PDF with AES-256, security handler revision 6
// (ISO 32000-2, 7.6.4). Its random parts come from dice: this is for samples, not for secrets.
type lock struct {
	d             dice
	key           []byte // of the file
	u, o          []byte // hash, validation salt, key salt
	ue, oe, perms []byte
}

// newLock returns a lock that password opens, as user and as owner.
func newLock(password string, seed uint64) *lock {
	l := &lock{d: dice(seed)}
	l.key = l.random(32)
	l.u, l.ue = l.door([]byte(password), nil)
	l.o, l.oe = l.door([]byte(password), l.u)
	perms := binary.LittleEndian.AppendUint32(nil, permissions)
	perms = append(perms, 0xFF, 0xFF, 0xFF, 0xFF, 'T', 'a', 'd', 'b')
	l.perms = make([]byte, 16)
	block(l.key).Encrypt(l.perms, append(perms, l.random(4)...))
	return l
}

// permissions allows everything (-4 as unsigned 32 bits).
const permissions = 0xFFFFFFFC

// door makes the entries by which one password leads to the file key (algorithms 8 and 9); u
// is the user's entry when the door is the owner's.
func (l *lock) door(password, u []byte) (entry, wrapped []byte) {
	validation, key := l.random(8), l.random(8)
	entry = append(hash2B(password, validation, u), append(validation, key...)...)
	wrapped = make([]byte, 32)
	wrap := hash2B(password, key, u)
	cipher.NewCBCEncrypter(block(wrap), make([]byte, 16)).CryptBlocks(wrapped, l.key)
	return entry, wrapped
}

// hash2B is algorithm 2.B of ISO 32000-2: at least 64 rounds, then until the last byte allows.
func hash2B(password, salt, u []byte) []byte {
	first := sha256.Sum256(concat(password, salt, u))
	k := first[:]
	for round := 0; ; round++ {
		one := concat(password, k, u)
		e := make([]byte, 0, 64*len(one))
		for range 64 {
			e = append(e, one...)
		}
		cipher.NewCBCEncrypter(block(k[:16]), k[16:32]).CryptBlocks(e, e)
		k = next(e)
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// next hashes e by the remainder of its first 16 bytes, as one number, by three.
func next(e []byte) []byte {
	sum := 0
	for _, b := range e[:16] {
		sum += int(b) // 256 leaves 1
	}
	switch sum % 3 {
	case 0:
		h := sha256.Sum256(e)
		return h[:]
	case 1:
		h := sha512.Sum384(e)
		return h[:]
	}
	h := sha512.Sum512(e)
	return h[:]
}

// seal encrypts one string or stream: the vector, then the padded data.
func (l *lock) seal(data []byte) []byte {
	fill := 16 - len(data)%16
	out := append(l.random(16), data...)
	for range fill {
		out = append(out, byte(fill))
	}
	cipher.NewCBCEncrypter(block(l.key), out[:16]).CryptBlocks(out[16:], out[16:])
	return out
}

// dict is the encryption dictionary, the one object whose strings stay as they are.
func (l *lock) dict() string {
	return fmt.Sprintf("<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /EncryptMetadata true"+
		" /CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF"+
		" /U <%X> /UE <%X> /O <%X> /OE <%X> /Perms <%X> >>", l.u, l.ue, l.o, l.oe, l.perms)
}

func (l *lock) random(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(l.d.roll(256))
	}
	return out
}

func block(key []byte) cipher.Block {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // keys here have 16 or 32 bytes
	}
	return b
}

func concat(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
