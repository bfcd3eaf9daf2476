// Package wire is what all wires share: one HTTP exchange with a provider, watched closely.
// The packages below it, one per provider, put a [model.Request] into the provider's words
// and its answer into ours.
//
//	Line      the way to one provider: its client, the cap on answers, the secrets to hide
//	Exchange  one request and its answer: it is sent once, whatever a library thinks of retries
//	Pictures  the request's images: encoded while they are sent, so that none is held twice
//	Check     what every wire refuses before anything is sent
//
// Libraries of providers differ in what they call an error, and lose what we need: whether
// the request went out whole, how long the provider asks to wait, what the body said. So a
// library gets the Exchange as its HTTP client, and errors are read from the Exchange alone:
//
//	ctx ended                            ctx's error, and a Fault that is possibly billed if the request was out
//	no status                            unavailable, possibly billed if the request was out
//	401 403                              auth
//	402, words for an empty account      exhausted, whatever the status
//	413, words for a full context        too large
//	429                                  rate limited, with the provider's wait
//	408 409 424 425 499 5xx              unavailable, with the provider's wait
//	the rest, redirects too              rejected
//	2xx, but cut, oversized, unreadable  truncated, possibly billed
package wire

import (
	"net/http"

	"docpipe/extractors/model"
)

// DefaultMaxAnswer is the size in bytes above which an answer is not read on.
const DefaultMaxAnswer = 16 << 20

// A Line is the way to one provider. It is safe for concurrent use.
type Line struct {
	client    *http.Client
	maxAnswer int64
	secrets   []string
}

// NewLine makes a Line over client, which gives dialer, proxy and TLS. Answers of more than
// maxAnswer bytes are refused; secrets never show in an error. Redirects are not followed:
// they would send a document to an address that nobody configured.
func NewLine(client *http.Client, maxAnswer int64, secrets ...string) *Line {
	own := *client
	own.Jar = nil
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Line{client: &own, maxAnswer: maxAnswer, secrets: secrets}
}

// Exchange begins the one exchange that sends r.
func (l *Line) Exchange(r model.Request) *Exchange {
	return &Exchange{line: l, requests: []model.Request{r}, pictures: newPictures()}
}

// ExchangeAll begins the one exchange that sends all items.
func (l *Line) ExchangeAll(items []model.BatchItem) *Exchange {
	e := &Exchange{line: l, pictures: newPictures()}
	for _, item := range items {
		e.requests = append(e.requests, item.Request)
	}
	return e
}
