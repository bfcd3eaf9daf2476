package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
)

// A RuleText is a pack of rules as it was in force, to the letter. It is kept once, so that what
// a rule said can be shown when it has changed long since.
type RuleText struct {
	Pack    string
	Version string
	Text    string // the pack's file, with what a tenant's policy has set
}

// SHA256 is the hash of the text in lower-case hex.
func (t RuleText) SHA256() string {
	sum := sha256.Sum256([]byte(t.Text))
	return hex.EncodeToString(sum[:])
}
