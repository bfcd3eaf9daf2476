package pipeline

import "time"

// Gauges is what can be read off an installation at a moment.
type Gauges struct {
	Queue     map[string]int           `json:"queue"`      // jobs that are due or running, by stage
	Oldest    map[string]time.Duration `json:"oldest"`     // how long the oldest of them has waited, by stage
	OutboxLag time.Duration            `json:"outbox_lag"` // age of the oldest unpublished message
	Dead      map[string]int           `json:"dead"`       // dead letters by code
	Documents map[string]Counted       `json:"documents"`  // by tenant
}

// Counted is a number of documents by status.
type Counted map[Status]int
