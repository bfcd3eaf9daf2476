package bus

import (
	"testing"
	"time"
)

// Documents of one stage a second through relay, stream and worker, with a ledger in memory.
func BenchmarkJobs(b *testing.B) {
	s := setup(b)
	for range b.N {
		s.ledger.accept("acme", "prepare")
	}
	b.ResetTimer()
	background(b, s.relay.Run)
	s.start(b, s.worker(8, nothing))
	eventually(b, time.Minute, "all jobs", func() bool { return s.ledger.finished() == b.N })
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}
