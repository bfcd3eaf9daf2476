package wire

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait bounds nonsense. How long is too long is the router's decision.
const maxWait = 24 * time.Hour

// wait is how long the provider asks to wait; 0 when it does not say. The precise form goes
// first: retry-after-ms (OpenAI, Azure), Retry-After as seconds or HTTP date, and, when limited,
// the reset of the limits that are used up.
func wait(h http.Header, limited bool, now time.Time) time.Duration {
	for _, name := range []string{"Retry-After-Ms", "X-Ms-Retry-After-Ms"} {
		if ms, err := strconv.ParseFloat(h.Get(name), 64); err == nil && ms >= 0 {
			return bounded(ms, time.Millisecond)
		}
	}
	if d, ok := retryAfter(h, now); ok {
		return d
	}
	if !limited {
		return 0
	}
	var longest time.Duration
	for name, values := range h {
		longest = max(longest, reset(h, strings.ToLower(name), values[0], now))
	}
	return longest
}

func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 {
		return bounded(seconds, time.Second), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return until(at, serverTime(h, now)), true
}

// reset reads one header that says when a limit starts anew: x-ratelimit-reset-requests
// (OpenAI: "1s", "6m0s"; others: seconds) or anthropic-ratelimit-tokens-reset (a date). A limit
// of which something remains is not what stopped us.
func reset(h http.Header, name, value string, now time.Time) time.Duration {
	if !strings.Contains(name, "ratelimit") || !strings.Contains(name, "-reset") {
		return 0
	}
	if left := h.Get(strings.Replace(name, "-reset", "-remaining", 1)); left != "" && left != "0" {
		return 0
	}
	if d, err := time.ParseDuration(value); err == nil {
		return min(max(d, 0), maxWait)
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return until(at, serverTime(h, now))
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || seconds < 0 {
		return 0
	}
	if seconds > 1e9 { // not a span but a moment, in seconds since 1970
		return until(time.Unix(int64(seconds), 0), serverTime(h, now))
	}
	return bounded(seconds, time.Second)
}

// serverTime is the clock by which the provider named a moment.
func serverTime(h http.Header, now time.Time) time.Time {
	if at, err := http.ParseTime(h.Get("Date")); err == nil {
		return at
	}
	return now
}

func until(at, now time.Time) time.Duration { return min(max(at.Sub(now), 0), maxWait) }

func bounded(n float64, unit time.Duration) time.Duration {
	if math.IsNaN(n) || n > float64(maxWait/unit) {
		return maxWait
	}
	return time.Duration(n * float64(unit))
}
