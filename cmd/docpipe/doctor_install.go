package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"docpipe/pipeline"
)

// install runs the system's package manager for what is missing.
func (d doctor) install(ctx context.Context) error {
	packs, err := d.missing(ctx)
	if err != nil || len(packs) == 0 {
		return err
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("no apt-get on this system: install %s by its package manager: %w", strings.Join(packs, ", "), pipeline.ErrEnvironment)
	}
	if os.Geteuid() != 0 {
		_, err := exec.LookPath("sudo")
		return needsRoot(packs, err == nil)
	}
	fmt.Fprintf(d.w, "installing %s\n", strings.Join(packs, " "))
	// A source that is not reached spoils the update, but seldom what is needed here.
	stale := d.apt(ctx, "update", "-q")
	if err := d.apt(ctx, append([]string{"install", "-q", "-y", "--no-install-recommends"}, packs...)...); err != nil {
		return errors.Join(stale, err)
	}
	return nil
}

// needsRoot says what to run instead, in one line to be copied.
func needsRoot(packs []string, sudo bool) error {
	update, install := "apt-get update", "apt-get install -y --no-install-recommends "+strings.Join(packs, " ")
	if sudo {
		return fmt.Errorf("installing needs root: run 'sudo %s && sudo %s': %w", update, install, pipeline.ErrEnvironment)
	}
	return fmt.Errorf("installing needs root, and there is no sudo here: as root run '%s && %s': %w", update, install, pipeline.ErrEnvironment)
}

// aptGrace is how long apt-get may take to stop in order when it is interrupted.
const aptGrace = time.Minute

// apt runs apt-get, which asks nothing and waits for another one that is at work.
func (d doctor) apt(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, "apt-get", append([]string{"-o", "DPkg::Lock::Timeout=120"}, args...)...)
	cmd.Env = aptEnv(os.Environ())
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // killed, it leaves packages half installed
	cmd.WaitDelay = aptGrace
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s\n%w", args[0], err, lastLines(out, 5), pipeline.ErrEnvironment)
	}
	return nil
}

// aptEnv adds what packages need for their installation: nobody answers questions, and what dpkg
// starts is in folders that a shell opened by su does not name.
func aptEnv(environ []string) []string {
	path := os.Getenv("PATH")
	for _, dir := range []string{"/usr/local/sbin", "/usr/sbin", "/sbin"} {
		if !slices.Contains(strings.Split(path, ":"), dir) {
			path += ":" + dir
		}
	}
	return append(slices.Clone(environ), "DEBIAN_FRONTEND=noninteractive", "PATH="+path)
}

func lastLines(out []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
