package ledger

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"strings"

	"docpipe/pipeline"
)

// keySize is the length of the master key and of data keys: AES-256.
const keySize = 32

// A cipherKey seals and opens small pieces whole: AES-256-GCM, random nonce in front.
type cipherKey struct{ aead cipher.AEAD }

func newCipher(key []byte) (cipherKey, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return cipherKey{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return cipherKey{aead}, err
}

// seal binds plain to its place: opened anywhere else it is damaged.
func (k cipherKey) seal(plain []byte, place ...string) []byte {
	return k.aead.Seal(nil, nil, plain, []byte(strings.Join(place, "|")))
}

func (k cipherKey) open(sealed []byte, place ...string) ([]byte, error) {
	plain, err := k.aead.Open(nil, nil, sealed, []byte(strings.Join(place, "|")))
	if err != nil {
		return nil, fmt.Errorf("the sealed %s was changed or belongs elsewhere: %w", place[0], pipeline.ErrDamaged)
	}
	return plain, nil
}

func newKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key) // never fails
	return key
}
