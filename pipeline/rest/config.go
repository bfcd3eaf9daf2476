package rest

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"docpipe/pipeline"
)

// Config limits the API.
type Config struct {
	// Listen is the address that Serve's listener has; whether it is on loopback decides if
	// the API may be open. Default 127.0.0.1:8080.
	Listen string

	// Keys is auto or required. With auto, an API on loopback for which no key was made is
	// open to local programs. Default auto.
	Keys string

	// Release is docpipe's version in the description of the API. Default dev.
	Release string

	// Stages are the names of a document's jobs in order, for progress. Default prepare,
	// extract, check.
	Stages []string

	// FirstStage is the job that an accepted upload begins with. Default prepare.
	FirstStage string

	// Strategy is what an upload gets that names none. Default local.
	Strategy string
	// Strategies are those that this service can do: local, model, hybrid. Default local.
	Strategies []string
	// Sandbox is the level that /readyz names. Default empty.
	Sandbox string

	// MaxBody is the number of bytes of one request with files. Default 512 MiB.
	MaxBody int64

	// MaxJSON is the number of bytes of any other request. Default 1 MiB.
	MaxJSON int64

	// MaxFiles is the number of files of one upload. Default 200.
	MaxFiles int

	// MaxUploads is how many uploads of one tenant may arrive at once. Default 64.
	MaxUploads int

	// MaxWait bounds what Prefer: wait may ask for. Default 60 s.
	MaxWait time.Duration

	// BodyGrace and BodyRate bound a slow sender: a body of n bytes must be here BodyGrace
	// plus n/BodyRate after its start. Defaults 30 s and 16 KiB a second. Readers of answers
	// get the same.
	BodyGrace time.Duration
	BodyRate  int64

	// HeaderTimeout is how long a request's header may take. Default 10 s.
	HeaderTimeout time.Duration

	// QuestionTime bounds the answer to a question about a document. Default 2 min.
	QuestionTime time.Duration

	// EventPoll is how often a stream of events looks for new ones. Default 1 s.
	EventPoll time.Duration

	// EventLife is how long a stream of events lasts before its reader must ask again, and so
	// show a key that is still valid. Readers do that by themselves. Default 15 min.
	EventLife time.Duration

	// Notice is how long connections are still taken when Serve ends, for whoever asks /readyz
	// to learn of it; other requests are refused. Default 1 s.
	Notice time.Duration

	// Drain is how long requests may go on when Serve ends. Default 30 s.
	Drain time.Duration
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		Listen: "127.0.0.1:8080", Keys: "auto", Release: "dev",
		Stages: []string{"prepare", "extract", "check"}, FirstStage: "prepare", Strategy: "local", Strategies: []string{"local"},
		MaxBody: 512 << 20, MaxJSON: 1 << 20, MaxFiles: 200, MaxUploads: 64, MaxWait: time.Minute,
		BodyGrace: 30 * time.Second, BodyRate: 16 << 10, HeaderTimeout: 10 * time.Second,
		QuestionTime: 2 * time.Minute,
		EventPoll:    time.Second, EventLife: 15 * time.Minute, Notice: time.Second, Drain: 30 * time.Second,
	}
}

// Validate reports every mistake, each naming its setting; it wraps ErrInvalid.
func (c Config) Validate() error {
	var all []error
	bad := func(wrong bool, format string, args ...any) {
		if wrong {
			all = append(all, fmt.Errorf(format+": %w", append(args, pipeline.ErrInvalid)...))
		}
	}
	_, _, err := net.SplitHostPort(c.Listen)
	bad(err != nil, "listen %q: use host:port", c.Listen)
	bad(c.Keys != "auto" && c.Keys != "required", "auth.keys %q: use auto or required", c.Keys)
	bad(!slices.Contains(c.Strategies, c.Strategy), "strategy %q: use %s", c.Strategy, strings.Join(c.Strategies, ", "))
	bad(c.FirstStage == "", "first stage: give the name of a stage")
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"max body", c.MaxBody}, {"max json", c.MaxJSON}, {"max files", int64(c.MaxFiles)}, {"max uploads", int64(c.MaxUploads)},
		{"max wait", int64(c.MaxWait)}, {"body grace", int64(c.BodyGrace)}, {"body rate", c.BodyRate},
		{"header timeout", int64(c.HeaderTimeout)}, {"question time", int64(c.QuestionTime)}, {"event poll", int64(c.EventPoll)}, {"event life", int64(c.EventLife)},
		{"notice", int64(c.Notice)}, {"drain", int64(c.Drain)},
	} {
		bad(n.value <= 0, "%s %d: use more than 0", n.name, n.value)
	}
	return errors.Join(all...)
}

// transferTime is how long n bytes may take on their way.
func (c Config) transferTime(n int64) time.Duration {
	return c.BodyGrace + time.Duration(float64(n)/float64(c.BodyRate)*float64(time.Second))
}

// onLoopback reports whether a host, with or without a port, is this machine itself.
func onLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
