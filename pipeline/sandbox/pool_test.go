package sandbox

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDo(t *testing.T) {
	t.Parallel()
	sb, err := New(DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	p := sb.Pool("test", 2)
	defer p.Close()
	in, err := NewInput("key", strings.NewReader("document"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for i := range 2 {
		res, err := p.Do(t.Context(), Request{Tenant: "a", Op: "echo", Args: "hi", Input: in, Data: []byte("raw"), MaxReply: 3})
		if err != nil {
			t.Fatal(err)
		}
		var got echo
		if err := res.Bind(&got); err != nil {
			t.Fatal(err)
		}
		want := echo{Pid: got.Pid, Key: "key", Fresh: i == 0, Text: "hi", Input: "document"}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Error(diff)
		}
		if string(res.Data) != "raw" {
			t.Errorf("Data = %q, want raw", res.Data)
		}
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	sb, err := New(DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	in, err := NewInput("key", strings.NewReader("document"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := sb.Run(t.Context(), Tool{Name: "cat", Args: []string{"{in}", "-"}, Input: in, Stdin: []byte("!")})
	if err != nil || string(out.Stdout) != "document!" || out.Code != 0 {
		t.Errorf("Run = %q, %d, %v", out.Stdout, out.Code, err)
	}
}
