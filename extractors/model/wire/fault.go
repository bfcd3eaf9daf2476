package wire

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"docpipe/extractors/model"
)

// Fault tells why the exchange failed, when a library returned err or its answer cannot be
// used. It is a [model.Fault], or ctx's error when ctx has ended.
func (e *Exchange) Fault(ctx context.Context, err error) error {
	switch ended := ctx.Err(); {
	case ended != nil:
		return e.interrupted(ended)
	case !e.used:
		return &model.Fault{Kind: model.ErrRejected, Detail: "cannot be put into the provider's words: " + e.conceal(err.Error())}
	case e.status == 0:
		return &model.Fault{Kind: model.ErrUnavailable, PossiblyBilled: e.sent.Load(), Detail: e.conceal(cause(err))}
	case e.ok():
		return e.truncated(err)
	}
	return e.refused()
}

// Refuse is the Fault of an exchange whose 2xx answer was read, but is no answer: it says
// kind, in the provider's words. The request was bought, as far as anyone knows.
func (e *Exchange) Refuse(kind error, words string) error {
	return &model.Fault{Kind: kind, Status: e.status, PossiblyBilled: true, Detail: e.conceal(words)}
}

// Refusal reads a refusal of one item that stands within an answer.
func (e *Exchange) Refusal(status int, body []byte) error {
	said := readWords(body)
	return &model.Fault{Kind: kindOf(status, said), Status: status, Detail: e.conceal(said.message)}
}

// Words is what an error body within an answer says, fit for logs.
func (e *Exchange) Words(body []byte) string { return e.conceal(readWords(body).message) }

// interrupted is ctx's error. When the request was out and no refusal came, it carries a
// Fault that says so: the provider may work on, and charge.
func (e *Exchange) interrupted(ended error) error {
	if !e.sent.Load() || e.status != 0 && !e.ok() {
		return ended
	}
	return fmt.Errorf("%w: %w", ended, &model.Fault{
		Kind: model.ErrUnavailable, Status: e.status, PossiblyBilled: true, Detail: "given up after the request was sent",
	})
}

// truncated prefers what a provider says in a 200 over what a library makes of it.
func (e *Exchange) truncated(err error) error {
	detail := e.conceal(err.Error())
	if e.short == nil {
		if said := readWords(e.body); said.message != "" {
			detail = e.conceal(said.message)
		}
	}
	return &model.Fault{Kind: model.ErrTruncated, Status: e.status, PossiblyBilled: true, Detail: detail}
}

func (e *Exchange) refused() error {
	said := readWords(e.body)
	said.code += " " + e.header.Get("X-Amzn-Errortype")
	f := &model.Fault{Kind: kindOf(e.status, said), Status: e.status, Detail: e.conceal(said.message)}
	if e.status/100 == 3 {
		f.Detail = "the address answers with a redirect, which is not followed: set base_url to where it leads"
	}
	switch f.Kind {
	case model.ErrRateLimited, model.ErrUnavailable:
		f.Wait = wait(e.header, f.Kind == model.ErrRateLimited, time.Now())
	}
	return f
}

// cause is what went wrong on the connection, without the address that stands before it.
func cause(err error) string {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}
