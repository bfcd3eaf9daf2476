package sandbox

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	Main(testKind())
	os.Exit(m.Run())
}

// testKind is a kind with an op for everything that a worker may do to us.
func testKind() Kind {
	return Kind{Name: "test", Ops: map[string]Op{
		"echo": opEcho,
	}}
}

type echo struct {
	Pid   int
	Key   string
	Fresh bool
	Text  string
	Input string
}

func opEcho(c *Call) (any, []byte, error) {
	e := echo{Pid: os.Getpid(), Key: c.InputKey, Fresh: c.Fresh, Input: string(c.Input)}
	return e, c.Data, c.Bind(&e.Text)
}
