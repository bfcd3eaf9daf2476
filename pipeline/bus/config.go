package bus

import (
	"errors"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Config says where NATS is and how much the streams hold.
type Config struct {
	// URL of an external cluster; empty means the embedded server. Default: empty.
	URL string
	// Credentials is a NATS credentials file for the external cluster. Default: none.
	Credentials string
	// Dial connects to the external cluster. Default: nil, as the system does.
	Dial DialFunc
	// Listen is where the embedded server takes subscribers, host:port; when the port is busy
	// the next free one is used. Default: 127.0.0.1:4222.
	Listen string
	// Folder keeps the embedded server's streams. Default: none, it is required without URL.
	Folder string
	// Sync makes the embedded server write each message to the disk before it answers.
	// Default: true.
	Sync bool
	// Replicas of each stream on an external cluster. Default: 3.
	Replicas int
	// Dev allows an external server with fewer replicas. Default: false.
	Dev bool
	// MaxJobs is how many bytes of job messages the stream takes. Default: 256 MiB.
	MaxJobs int64
	// MaxAge is how long streams keep events. Default: 400 days.
	MaxAge time.Duration
	// AckWait is how long a message may go without a sign of life from its worker before
	// NATS hands it out again. Default: 30 s.
	AckWait time.Duration
	// PublishTimeout bounds one publish. Default: 5 s.
	PublishTimeout time.Duration
}

// DefaultConfig returns the defaults; Folder or URL is still to be set.
func DefaultConfig() Config {
	return Config{
		Listen: "127.0.0.1:4222", Sync: true, Replicas: 3, MaxJobs: 256 << 20,
		MaxAge: 400 * 24 * time.Hour, AckWait: 30 * time.Second, PublishTimeout: 5 * time.Second,
	}
}

// Validate reports all mistakes together; each wraps pipeline.ErrInvalid.
func (c Config) Validate() error {
	var all []error
	wrong := func(is bool, format string, args ...any) {
		if is {
			all = append(all, fmt.Errorf(format+": %w", append(args, pipeline.ErrInvalid)...))
		}
	}
	wrong(c.URL == "" && c.Folder == "", "nats: neither a url nor a folder is set")
	wrong(c.Replicas < 1 || c.Replicas > 5, "nats: %d replicas, want 1 to 5", c.Replicas)
	wrong(c.URL != "" && c.Replicas < 3 && !c.Dev, "nats: fewer than 3 replicas lose events with one machine: use --dev to accept that")
	wrong(c.MaxJobs < 1<<20, "nats: %d bytes for jobs, want at least 1 MiB", c.MaxJobs)
	wrong(c.MaxAge <= 0, "events.max_age: must be more than 0")
	wrong(c.AckWait <= 0 || c.PublishTimeout <= 0, "nats: ack wait and publish timeout must be more than 0")
	return errors.Join(all...)
}

// replicas is how many copies streams have: one in the embedded server.
func (c Config) replicas() int {
	if c.URL == "" {
		return 1
	}
	return c.Replicas
}
