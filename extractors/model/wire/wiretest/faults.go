package wiretest

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"docpipe/extractors/model"
)

// faults are refusals that mean the same everywhere.
var faults = []Fault{
	{Status: 400, Code: "invalid_request", Message: "a parameter is wrong", Kind: model.ErrRejected},
	{Status: 404, Code: "not_found", Message: "no such model", Kind: model.ErrRejected},
	{Status: 405, Message: "method not allowed", Kind: model.ErrRejected},
	{Status: 422, Code: "unprocessable", Message: "a parameter is unknown", Kind: model.ErrRejected},
	{Status: 401, Code: "invalid_api_key", Message: "who are you", Kind: model.ErrAuth},
	{Status: 403, Code: "forbidden", Message: "not for you", Kind: model.ErrAuth},
	{Status: 402, Message: "please pay", Kind: model.ErrExhausted},
	{Status: 429, Code: "insufficient_quota", Message: "check your plan and billing", Kind: model.ErrExhausted},
	{Status: 400, Code: "invalid_request_error", Message: "Your credit balance is too low", Kind: model.ErrExhausted},
	{Status: 429, Code: "rate_limit_exceeded", Message: "slow down", Kind: model.ErrRateLimited},
	{Status: 413, Message: "too much", Kind: model.ErrTooLarge},
	{Status: 400, Code: "context_length_exceeded", Message: "the prompt does not fit", Kind: model.ErrTooLarge},
	{Status: 408, Message: "request timeout", Kind: model.ErrUnavailable},
	{Status: 409, Message: "conflict", Kind: model.ErrUnavailable},
	{Status: 500, Message: "we broke", Kind: model.ErrUnavailable},
	{Status: 500, Message: "context length service is away", Kind: model.ErrUnavailable},
	{Status: 502, Message: "bad gateway", Kind: model.ErrUnavailable},
	{Status: 503, Message: "overloaded", Kind: model.ErrUnavailable},
	{Status: 504, Message: "gateway timeout", Kind: model.ErrUnavailable},
	{Status: 529, Message: "overloaded", Kind: model.ErrUnavailable},
}

// testFaults: each refusal has its kind, is not billed, and is final.
func testFaults(t *testing.T, d Dialect) {
	for _, f := range append(faults, d.Faults...) {
		t.Run(fmt.Sprint(f.Status, " ", f.Code), func(t *testing.T) {
			t.Parallel()
			got := d.fail(t, status(f.Status, f.Header, d.Error(f.Code, f.Message)))
			if got.Kind != f.Kind {
				t.Errorf("kind = %v, want %v", got.Kind, f.Kind)
			}
			if got.Status != f.Status || got.PossiblyBilled || got.Wait != 0 {
				t.Errorf("fault = %+v, want status %d, not billed, no wait", got, f.Status)
			}
			if got.Detail == "" {
				t.Error("the fault does not tell the provider's words")
			}
		})
	}
	t.Run("page of a proxy", func(t *testing.T) {
		t.Parallel()
		got := d.fail(t, status(502, http.Header{"Content-Type": {"text/html"}}, []byte("<html>Bad gateway</html>")))
		if got.Kind != model.ErrUnavailable || got.Detail != "" {
			t.Errorf("fault = %+v, want unavailable without words", got)
		}
	})
}

// testWaits: the provider's wait is read in each of its forms.
func testWaits(t *testing.T, d Dialect) {
	now := time.Now().UTC().Truncate(time.Second)
	date := now.Format(http.TimeFormat)
	for name, test := range map[string]struct {
		status int
		header http.Header
		want   time.Duration
	}{
		"seconds":           {429, http.Header{"Retry-After": {"7"}}, 7 * time.Second},
		"decimal":           {429, http.Header{"Retry-After": {"1.5"}}, 1500 * time.Millisecond},
		"unavailable":       {503, http.Header{"Retry-After": {"3"}}, 3 * time.Second},
		"date":              {429, http.Header{"Date": {date}, "Retry-After": {now.Add(90 * time.Second).Format(http.TimeFormat)}}, 90 * time.Second},
		"past date":         {429, http.Header{"Date": {date}, "Retry-After": {now.Add(-time.Hour).Format(http.TimeFormat)}}, 0},
		"milliseconds":      {429, http.Header{"Retry-After-Ms": {"250"}, "Retry-After": {"1"}}, 250 * time.Millisecond},
		"reset":             {429, http.Header{"X-Ratelimit-Reset-Requests": {"6m0s"}, "X-Ratelimit-Remaining-Requests": {"0"}}, 6 * time.Minute},
		"reset of the used": {429, http.Header{"X-Ratelimit-Reset-Requests": {"1h"}, "X-Ratelimit-Remaining-Requests": {"5"}, "X-Ratelimit-Reset-Tokens": {"20ms"}, "X-Ratelimit-Remaining-Tokens": {"0"}}, 20 * time.Millisecond},
		"reset date":        {429, http.Header{"Date": {date}, "Anthropic-Ratelimit-Tokens-Reset": {now.Add(5 * time.Second).Format(time.RFC3339)}}, 5 * time.Second},
		"not limited":       {503, http.Header{"X-Ratelimit-Reset-Requests": {"6m0s"}}, 0},
		"nonsense":          {429, http.Header{"Retry-After": {"soon"}}, 0},
		"negative":          {429, http.Header{"Retry-After": {"-5"}}, 0},
		"for ever":          {429, http.Header{"Retry-After": {"1e300"}}, 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := d.fail(t, status(test.status, test.header, d.Error("busy", "later"))); got.Wait != test.want {
				t.Errorf("wait = %s, want %s", got.Wait, test.want)
			}
		})
	}
}

// fail sends one request to a provider that answers by handle, and returns the fault. The
// request must have been sent exactly once.
func (d Dialect) fail(t *testing.T, handle func(http.ResponseWriter, asked)) *model.Fault {
	t.Helper()
	s := serve(t, handle)
	got := fault(t, s.wire(t, d), t.Context())
	if n := len(s.all()); n != 1 {
		t.Errorf("%d requests arrived, want 1", n)
	}
	return got
}
