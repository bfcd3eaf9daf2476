package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"docpipe/testdata"
)

// TestScript runs the scripts of testdata/script against the real command. Each finds the
// samples in $WORK/samples and may use the commands of scriptCommands.
func TestScript(t *testing.T) {
	t.Parallel()
	needTools(t)
	testscript.Run(t, testscript.Params{
		Dir:   filepath.Join("testdata", "script"),
		Setup: setupScript,
		Cmds:  scriptCommands,
		Condition: func(word string) (bool, error) {
			return word == "root" && os.Geteuid() == 0, nil
		},
	})
}

func setupScript(env *testscript.Env) error {
	dir := filepath.Join(env.WorkDir, "samples")
	for _, sample := range testdata.Samples() {
		for _, name := range sample.Files {
			raw, err := fs.ReadFile(testdata.Files, name)
			if err != nil {
				return err
			}
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, raw, 0o644); err != nil {
				return err
			}
		}
	}
	env.Setenv("DOCPIPE_LIMITS__DOCUMENT_TIME", "5m") // the machine of a test run is busy
	env.Setenv("DOCPIPE_LIMITS__PAGE_TIME", "1m")
	env.Setenv("TMPDIR", env.WorkDir)
	return nil
}

// scriptCommands are what scripts need besides the commands of testscript.
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"exitcode":  scriptExitCode,
	"jsonlines": scriptJSONLines,
	"mountfull": scriptMount,
	"onlytools": scriptOnlyTools,
	"truncate":  scriptTruncate,
	"workbook":  scriptWorkbook,
}

// exitcode N,… ARGUMENT… runs docpipe and demands one of the exit codes; stdout and stderr stand in the
// files out and err.
func scriptExitCode(ts *testscript.TestScript, _ bool, args []string) {
	program, err := exec.LookPath("docpipe")
	ts.Check(err)
	cmd := exec.Command(program, args[1:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), scriptEnv(ts)
	if list, err := os.Open(ts.MkAbs("in")); err == nil {
		defer list.Close()
		cmd.Stdin = list
	}
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	_ = cmd.Run() // the code is looked at below
	ts.Check(os.WriteFile(ts.MkAbs("out"), out.Bytes(), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("err"), msg.Bytes(), 0o644))
	got := strconv.Itoa(cmd.ProcessState.ExitCode())
	if !slices.Contains(strings.Split(args[0], ","), got) {
		ts.Fatalf("docpipe %s: %s, want exit code %s\n%s", strings.Join(args[1:], " "), cmd.ProcessState, args[0], msg.String())
	}
}

func scriptEnv(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "WORK", "SECRET", "LLMAPI_BASE_URL", "LLMAPI_API_KEY", "MISTRAL_API_KEY", "OPENAI_API_KEY"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	for _, name := range settingNames() {
		if value := ts.Getenv(envName(name)); value != "" {
			env = append(env, envName(name)+"="+value)
		}
	}
	return env
}

// jsonlines FILE N demands N whole lines of JSON, each of another source; parts have their stack's.
func scriptJSONLines(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if text != "" && !strings.HasSuffix(text, "\n") {
		ts.Fatalf("%s ends in a torn line", args[0])
	}
	sources := map[string]bool{}
	for line := range strings.Lines(text) {
		var r struct {
			Document struct{ ID, Source, Parent string }
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			ts.Fatalf("%s: %v", args[0], err)
		}
		source := r.Document.Source
		if r.Document.Parent != "" {
			source += " part " + r.Document.ID
		}
		if sources[source] {
			ts.Fatalf("%s: two lines of %s", args[0], source)
		}
		sources[source] = true
	}
	if len(args) > 1 && args[1] != strconv.Itoa(len(sources)) {
		ts.Fatalf("%s has %d lines, want %s", args[0], len(sources), args[1])
	}
}

// mountfull DIR SIZE mounts a small disk for the rest of the script.
func scriptMount(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+args[1]); err != nil {
		ts.Fatalf("mount: %v", err)
	}
	ts.Defer(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// onlytools NAME… makes a PATH of docpipe and these programs alone.
func scriptOnlyTools(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs("onlytools")
	ts.Check(os.MkdirAll(dir, 0o755))
	for _, name := range args {
		path, err := exec.LookPath(name)
		ts.Check(err)
		ts.Check(os.Symlink(path, filepath.Join(dir, name)))
	}
	ts.Setenv("PATH", dir)
}

// truncate FROM TO N copies the first N percent of a file.
func scriptTruncate(ts *testscript.TestScript, _ bool, args []string) {
	var percent int
	ts.Check(json.Unmarshal([]byte(args[2]), &percent))
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text[:len(text)*percent/100]), 0o644))
}

// workbook FILE SOURCE demands a spreadsheet whose second row is of that source.
func scriptWorkbook(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	got, err := f.GetCellValue(f.GetSheetName(0), "A2")
	ts.Check(err)
	if got != args[1] {
		ts.Fatalf("A2 = %q, want %q", got, args[1])
	}
}
