package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestModels runs the scripts of testdata/models: the command against cmd/modelserver, over
// real HTTP.
func TestModels(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a server and reads documents many times: not in short runs")
	}
	needTools(t)
	program := buildModelServer(t)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "models"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("MODELSERVER", program)
			return setupScript(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": scriptExitCode, "jsonlines": scriptJSONLines, "modelserver": scriptModelServer, "requests": scriptRequests,
			"untilordered": scriptUntilOrdered, "untilasked": scriptUntilAsked, "books": scriptBooks, "live": scriptLive, "halfprice": scriptHalfPrice,
			"withoutpath": scriptWithoutPath,
		},
	})
}

// withoutpath takes the path off LLMAPI_BASE_URL.
func scriptWithoutPath(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv("LLMAPI_BASE_URL", strings.TrimSuffix(ts.Getenv("LLMAPI_BASE_URL"), "/v1"))
}

var modelServer struct {
	sync.Once
	path string
	err  error
	out  []byte
}

// buildModelServer builds the stand-in once for all tests.
func buildModelServer(t *testing.T) string {
	t.Helper()
	modelServer.Do(func() {
		dir, err := os.MkdirTemp("", "modelserver-")
		modelServer.path, modelServer.err = filepath.Join(dir, "modelserver"), err
		if err == nil {
			modelServer.out, modelServer.err = exec.Command("go", "build", "-o", modelServer.path, "docpipe/cmd/modelserver").CombinedOutput()
		}
	})
	if modelServer.err != nil {
		t.Fatalf("build cmd/modelserver: %v\n%s", modelServer.err, modelServer.out)
	}
	return modelServer.path
}

// modelserver [SWITCH…] starts a server for the rest of the script and names it in
// LLMAPI_BASE_URL.
func scriptModelServer(ts *testscript.TestScript, _ bool, args []string) {
	cmd := exec.Command(ts.Getenv("MODELSERVER"), append([]string{"-listen", "127.0.0.1:0"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	url, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	go io.Copy(io.Discard, out)
	ts.Setenv("LLMAPI_BASE_URL", strings.TrimSpace(url))
	ts.Setenv("LLMAPI_API_KEY", "right")
}

// requests FILE writes the server's counts.
func scriptRequests(ts *testscript.TestScript, _ bool, args []string) {
	stats := strings.TrimSuffix(ts.Getenv("LLMAPI_BASE_URL"), "/v1") + "/stats"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), httpGet(ts, stats), 0o644))
}

func httpGet(ts *testscript.TestScript, url string) []byte {
	r, err := http.Get(url)
	ts.Check(err)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	ts.Check(err)
	return b
}
