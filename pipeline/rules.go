package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
)

// A RuleText is a pack of rules as it was in force, to the letter. The ledger keeps each once, so
// that what a rule said can be shown when it has changed long since.
type RuleText struct {
	Pack    string
	Version string
	Text    string // the pack's file, the tables it reads, and what the configuration has set
	SHA256  string // of Text, lower-case hex
}

// NewRuleText makes the text of a pack.
func NewRuleText(pack, version, text string) RuleText {
	sum := sha256.Sum256([]byte(text))
	return RuleText{Pack: pack, Version: version, Text: text, SHA256: hex.EncodeToString(sum[:])}
}
