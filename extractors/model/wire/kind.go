package wire

import (
	"net/http"
	"slices"
	"strings"

	"docpipe/extractors/model"
)

// Words by which providers say, under statuses of their own choice, that the account is
// empty or the request does not fit. They stand in codes and messages of the documented
// errors of OpenAI, Azure, Mistral, Anthropic, Bedrock, Replicate and vLLM.
var (
	exhausted = []string{
		"insufficient_quota", "insufficient credit", "insufficient_credit", "insufficient_balance", "insufficient balance",
		"insufficient_funds", "credit balance", "out of credit", "billing_hard_limit", "billing_not_active", "billing_error",
		"payment_required", "payment required", "servicequotaexceeded",
	}
	oversized = []string{
		"context_length", "context length", "maximum context", "context window", "max_model_len", "prompt is too long",
		"input is too long", "too many input tokens", "too large for model", "request_too_large", "request too large",
		"string_above_max_length", "image exceeds",
	}
)

// kindOf reads status and words as one of model's kinds. Words are trusted only below 500:
// what a broken server says is not about the account or the request.
func kindOf(status int, said words) error {
	text := strings.ToLower(said.code + " " + said.message)
	says := func(list []string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(text, w) })
	}
	switch {
	case status >= 500:
		return model.ErrUnavailable
	case status == http.StatusPaymentRequired, says(exhausted):
		return model.ErrExhausted
	case status == http.StatusRequestEntityTooLarge, says(oversized):
		return model.ErrTooLarge
	}
	return kindOfStatus(status)
}

func kindOfStatus(status int) error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return model.ErrAuth
	case http.StatusTooManyRequests:
		return model.ErrRateLimited
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusFailedDependency, http.StatusTooEarly, 499:
		return model.ErrUnavailable
	}
	return model.ErrRejected
}

// KindOf reads words that came under no status of their own, such as the error of a
// prediction that failed after it was accepted: too large or exhausted by the words,
// otherwise fallback.
func KindOf(message string, fallback error) error {
	if kind := kindOf(http.StatusBadRequest, words{message: message}); kind != model.ErrRejected {
		return kind
	}
	return fallback
}
