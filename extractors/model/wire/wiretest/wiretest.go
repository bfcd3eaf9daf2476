// Package wiretest is the suite that every wire passes. It speaks to the wire over real HTTP
// from a scripted server on loopback; a [Dialect] teaches it the provider's words.
//
// The suite holds that what was asked arrives whole and nothing beside it, that answers,
// usage and reasons come back, that each failure has its kind, its wait and its doubt about
// money, that no request is ever sent twice, that ctx ends everything within 50 ms, and that
// no error shows the key or the document.
package wiretest

import (
	"net/http"
	"testing"

	"docpipe/extractors/model"
)

// A Setup is what a wire is made from.
type Setup struct {
	BaseURL   string // of the scripted server
	Model     string
	Key       string
	MaxAnswer int64 // bytes
	HTTP      *http.Client
}

// A Dialect is what differs between providers.
type Dialect struct {
	// New makes the wire under test.
	New func(Setup) (model.Wire, error)

	// Modes are the JSON modes that the wire has; others must be refused before anything is sent.
	Modes []model.JSONMode

	Seed    bool // the provider takes a seed
	Cached  bool // it counts cached tokens
	Unnamed bool // it does not name the model that answered: it is the one that was asked

	// Said reads a request back into what was asked.
	Said func(t testing.TB, r *http.Request, body []byte) Said

	// Answer writes the body of a good answer, and its headers into h.
	Answer func(h http.Header, a Answer) []byte

	// Reasons are the provider's reasons to stop.
	Reasons map[string]model.Finish

	// Error writes the body of a refusal.
	Error func(code, message string) []byte

	// Faults are refusals that only this provider has.
	Faults []Fault

	// Unusable are bodies of a 200 that are no answer, beside those that no provider sends.
	Unusable []string
}

// Said is what a provider understood.
type Said struct {
	Model       string
	Key         string // as the provider finds it; for signed requests the key's id
	System      string
	Turns       []model.Turn // without sizes of images
	Output      *model.Output
	MaxOutput   int
	Temperature *float64
	Seed        *int64
}

// An Answer is what the provider is told to say.
type Answer struct {
	Text   string
	Reason string // the provider's own; empty for the usual one
	Output *model.Output
	Stray  bool // another tool is called before the one that was asked for
	Usage  model.Usage
	ID     string
	Model  string
}

// A Fault is a refusal and the kind that the wire must make of it.
type Fault struct {
	Status        int
	Header        http.Header
	Code, Message string
	Kind          error
}

const (
	key       = "sk-wiretest-0123456789abcdef0123456789"
	modelName = "acme/reader-1"
)

// Run runs the suite.
func Run(t *testing.T, d Dialect) {
	t.Helper()
	tests := []struct {
		name string
		run  func(*testing.T, Dialect)
	}{
		{"requests", testRequests},
		{"refused modes", testRefusedModes},
		{"refused turns", testRefusedTurns},
		{"answers", testAnswers},
		{"reasons", testReasons},
		{"faults", testFaults},
		{"waits", testWaits},
		{"redirect", testRedirect},
		{"unreachable", testUnreachable},
		{"cut", testCut},
		{"unusable", testUnusable},
		{"oversized", testOversized},
		{"cancel", testCancel},
		{"deadline", testDeadline},
		{"secrets", testSecrets},
		{"many at once", testMany},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, d)
		})
	}
}
