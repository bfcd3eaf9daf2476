// Package audit is the chain that makes a record of what happened hard to change in silence,
// and the check that tells what was done to it. It needs nothing but the entries, so an auditor
// runs it anywhere.
//
// Each tenant has a chain of its own. Its entries are numbered 1, 2, 3 without gaps, and each
// carries the hash of the one before it. The hash of an entry is the SHA-256, in lower-case hex,
// of these parts in this order, each written as its length in bytes in decimal, a colon and the
// bytes themselves:
//
//	docpipe.audit.v1   the name of this format
//	n                  decimal
//	at                 milliseconds since 1970 UTC, decimal
//	tenant, actor, action, object
//	detail             the JSON as it stands in the entry
//	prev               the hash of the entry before, empty for the first
//
// So whoever changes, deletes or moves an entry must write all later ones anew, and then the
// newest hash, the [Head], is another one. A head that was kept elsewhere (it is published as an
// event and stands in exports) tells. Without such a head nobody can tell whether the newest
// entries were cut off, and a [Report] says so.
//
// An entry names documents, findings and keys by their ids and holds hashes, never what a
// document says: erasing a document leaves the chain as it is.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"docpipe/pipeline"
)

// What is recorded. The list is open.
const (
	Accepted  = "document.accepted"  // detail: [Acceptance]
	Checked   = "document.checked"   // a version of a result and its verdict; detail: [Verdict]
	Resolved  = "finding.resolved"   // detail: [Resolution]
	Decided   = "finding.decided"    // detail: [Decision]
	Lapsed    = "waiver.ended"       // detail: document
	Viewed    = "original.viewed"    // detail: which file or page
	Redacted  = "copy.redacted"      // detail: [Redaction]
	Exported  = "audit.exported"     // detail: [Export]
	Taken     = "findings.exported"  // detail: [Taking]
	Erased    = "document.erased"    // detail: the receipt
	Cancelled = "document.cancelled" //
	Split     = "document.split"     // detail: the pages of each part
	Damaged   = "document.damaged"   // what is stored of it cannot be opened
	Retried   = "job.retried"        // detail: stage
	KeyMade   = "key.created"        // detail: scopes
	KeyEnded  = "key.revoked"        //
	KeyTurned = "key.rotated"        // detail: the new key
)

// format is the name of the encoding that is hashed.
const format = "docpipe.audit.v1"

// An Entry is one thing that happened.
type Entry struct {
	N      int64           `json:"n"` // 1 for the first of its tenant
	At     time.Time       `json:"at"`
	Tenant string          `json:"tenant"`
	Actor  string          `json:"actor"`  // id of a key, "cli:" and the number of a user, "local", or "system"
	Action string          `json:"action"` // such as document.erased
	Object string          `json:"object"` // id of what it happened to
	Detail json.RawMessage `json:"detail"`
	Prev   string          `json:"prev"`
	Hash   string          `json:"hash"`
}

// Digest is what Hash must be.
func (e Entry) Digest() string {
	h := sha256.New()
	for _, part := range []string{
		format, strconv.FormatInt(e.N, 10), strconv.FormatInt(e.At.UnixMilli(), 10),
		e.Tenant, e.Actor, e.Action, e.Object, string(e.Detail), e.Prev,
	} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// A Head is the newest entry of a chain: whoever knows it can tell whether a chain that is shown
// later is the same one.
type Head struct {
	N    int64  `json:"n"` // 0: the number is not known
	Hash string `json:"hash"`
}

// String writes a head as people keep it: the number, a colon, the hash.
func (h Head) String() string {
	if h.N == 0 {
		return h.Hash
	}
	return fmt.Sprintf("%d:%s", h.N, h.Hash)
}

// ParseHead reads what String writes, or a hash alone; "" is no head. What is neither wraps
// pipeline.ErrInvalid.
func ParseHead(text string) (Head, error) {
	if text == "" {
		return Head{}, nil
	}
	number, hash, numbered := strings.Cut(text, ":")
	if !numbered {
		number, hash = "0", text
	}
	n, err := strconv.ParseInt(number, 10, 64)
	raw, hexErr := hex.DecodeString(hash)
	if err != nil || hexErr != nil || n < 0 || len(raw) != sha256.Size {
		return Head{}, fmt.Errorf("head %q: write it as it was shown, such as 42:9f86d0… (64 hex digits): %w", text, pipeline.ErrInvalid)
	}
	return Head{N: n, Hash: strings.ToLower(hash)}, nil
}
