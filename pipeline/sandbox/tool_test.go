package sandbox

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
)

func TestRun(t *testing.T) {
	t.Parallel()
	sb := setup(t)
	in, other := input(t, "key", "document"), input(t, "other", "password")
	cases := map[string]struct {
		tool   Tool
		stdout string
		code   int
	}{
		"input":      {Tool{Name: "cat", Args: []string{"{in}"}, Input: in}, "document", 0},
		"descriptor": {Tool{Name: "cat", Args: []string{"/dev/fd/{fd}"}, Input: in}, "document", 0},
		"file":       {Tool{Name: "cat", Args: []string{"{file:pw}", "{in}"}, Input: in, Files: map[string]*Input{"pw": other}}, "passworddocument", 0},
		"seek":       {Tool{Name: "tail", Args: []string{"-c", "4", "{in}"}, Input: in}, "ment", 0},
		"stdin":      {Tool{Name: "cat", Stdin: strings.NewReader("piped")}, "piped", 0},
		"no stdin":   {Tool{Name: "cat"}, "", 0},
		"exit code":  {Tool{Name: "sh", Args: []string{"-c", "exit 3"}}, "", 3},
		"variable":   {Tool{Name: "sh", Args: []string{"-c", "echo $OMP_THREAD_LIMIT"}, Env: []string{"OMP_THREAD_LIMIT=1"}}, "1\n", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := sb.Run(t.Context(), c.tool)
			if err != nil || string(out.Stdout) != c.stdout || out.Code != c.code {
				t.Errorf("Run = %q, code %d, %v, want %q, code %d (%s)", out.Stdout, out.Code, err, c.stdout, c.code, out.Stderr)
			}
		})
	}
}

func TestToolIsMissing(t *testing.T) {
	t.Parallel()
	_, err := setup(t).Run(t.Context(), Tool{Name: "docpipe-no-such-tool"})
	want := "docpipe-no-such-tool is not installed: run `docpipe doctor --install`"
	if !errors.Is(err, pipeline.ErrEnvironment) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("Run = %v, want %s", err, want)
	}
}

func TestToolIsNoProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tool")
	if err := os.WriteFile(path, []byte("neither a program nor a script"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := setup(t).Run(t.Context(), Tool{Name: path}); !errors.Is(err, pipeline.ErrEnvironment) {
		t.Errorf("Run = %v, want trouble of the environment", err)
	}
}

func TestToolReadsOnlyItsDirs(t *testing.T) {
	t.Parallel()
	sb, dir := setup(t), t.TempDir()
	path := filepath.Join(dir, "words")
	if err := os.WriteFile(path, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	cat := Tool{Name: "cat", Args: []string{path}}
	if out, err := sb.Run(t.Context(), cat); err != nil || out.Code == 0 {
		t.Errorf("without ReadDirs: Run = %q, code %d, %v, want an exit code", out.Stdout, out.Code, err)
	}
	cat.ReadDirs = []string{dir}
	if out, err := sb.Run(t.Context(), cat); err != nil || string(out.Stdout) != "hello" {
		t.Errorf("with ReadDirs: Run = %q, %v, want hello", out.Stdout, err)
	}
	cat.ReadDirs = []string{filepath.Join(dir, "missing")}
	if _, err := sb.Run(t.Context(), cat); !errors.Is(err, pipeline.ErrEnvironment) {
		t.Errorf("with a missing folder: Run = %v, want trouble of the environment", err)
	}
}

func TestToolDeadline(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := setup(t).Run(ctx, Tool{Name: "sleep", Args: []string{"60"}})
	if !errors.Is(err, pipeline.ErrRenderTimeout) {
		t.Errorf("Run = %v, want a render timeout", err)
	}
	if late, _ := ctx.Deadline(); time.Since(late) > time.Second {
		t.Errorf("returned %v after the deadline", time.Since(late))
	}
}

func TestToolOutputLimit(t *testing.T) {
	t.Parallel()
	sb := setup(t)
	_, err := sb.Run(t.Context(), Tool{Name: "cat", Args: []string{"/dev/zero"}, MaxOutput: 1 << 20})
	if !errors.Is(err, pipeline.ErrTooLarge) {
		t.Errorf("Run = %v, want too large", err)
	}
	out, err := sb.Run(t.Context(), Tool{Name: "head", Args: []string{"-c", "1000", "/dev/zero"}, MaxOutput: 1000})
	if err != nil || len(out.Stdout) != 1000 {
		t.Errorf("Run = %d bytes, %v, want exactly the limit", len(out.Stdout), err)
	}
}

func TestToolKilledBySignal(t *testing.T) {
	t.Parallel()
	out, err := setup(t).Run(t.Context(), Tool{Name: "head", Args: []string{"-c", "1000"}, Stdin: strings.NewReader("not to be read")})
	if err != nil || out.Code != 0 {
		t.Fatalf("Run = code %d, %v, want 0", out.Code, err)
	}
	sb := setup(t, func(c *Config) { c.CPU = time.Second })
	out, err = sb.Run(t.Context(), Tool{Name: "sh", Args: []string{"-c", "while :; do :; done"}})
	if err != nil || out.Code < 128 {
		t.Errorf("Run = code %d, %v, want the signal of the processor limit", out.Code, err)
	}
}

// TestEnvironment looks for a provider's key in what both kinds of child see of ours.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	sb := setup(t)
	res, err := pool(t, sb, 1).Do(t.Context(), Request{Tenant: "a", Op: "environ"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := sb.Run(t.Context(), Tool{Name: sb.exe, Args: []string{attemptArg, "environ"}})
	if err != nil {
		t.Fatal(err)
	}
	for child, text := range map[string][]byte{"worker": res.Body, "tool": out.Stdout} {
		env := decode[[]string](t, text)
		if slices.ContainsFunc(env, func(kv string) bool { return strings.Contains(kv, secret) }) {
			t.Errorf("%s sees %s", child, env)
		}
		if len(env) == 0 || len(env) > 10 {
			t.Errorf("%s sees %d variables, want a few", child, len(env))
		}
	}
}
