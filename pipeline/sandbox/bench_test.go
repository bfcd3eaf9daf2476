package sandbox

import (
	"strings"
	"testing"
)

const page = 4 << 20 // bytes of pixels in a reply

// BenchmarkSpawn starts, locks and ends a worker.
func BenchmarkSpawn(b *testing.B) {
	sb := benchSandbox(b)
	for b.Loop() {
		w, err := sb.startWorker(b.Context(), "test", "a")
		if err != nil {
			b.Fatal(err)
		}
		w.end()
	}
}

// BenchmarkWarmCall asks a warm worker for a page of 4 MiB.
func BenchmarkWarmCall(b *testing.B) {
	sb := benchSandbox(b)
	sb.cfg.MaxPages = 1 << 30
	p := sb.Pool("test", 1)
	defer p.Close()
	in, err := NewInput("key", strings.NewReader("document"))
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	b.SetBytes(page)
	for b.Loop() {
		res, err := p.Do(b.Context(), Request{Tenant: "a", Op: "fill", Args: page, Input: in, MaxReply: page})
		if err != nil || len(res.Data) != page {
			b.Fatalf("Do = %d bytes, %v", len(res.Data), err)
		}
	}
}

// BenchmarkTool runs a program that does nothing.
func BenchmarkTool(b *testing.B) {
	sb := benchSandbox(b)
	for b.Loop() {
		if out, err := sb.Run(b.Context(), Tool{Name: "true"}); err != nil || out.Code != 0 {
			b.Fatalf("Run = code %d, %v", out.Code, err)
		}
	}
}

func benchSandbox(b *testing.B) *Sandbox {
	b.Helper()
	sb, err := New(DefaultConfig())
	if err != nil {
		b.Fatal(err)
	}
	return sb
}
