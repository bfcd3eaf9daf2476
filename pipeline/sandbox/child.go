package sandbox

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// maxStderr is how much of a child's standard error is kept.
const maxStderr = 64 << 10

// A child is a process of ours with its process group. It is killed as a group, always
// reaped, and dies with this process.
type child struct {
	cmd    *exec.Cmd
	stderr *excerpt
	done   chan struct{} // closed when the child is reaped

	mu     sync.Mutex
	reaped bool
}

// start runs cmd in a process group of its own.
func start(cmd *exec.Cmd) (*child, error) {
	c := &child{cmd: cmd, stderr: &excerpt{limit: maxStderr / 2}, done: make(chan struct{})}
	cmd.Stderr = c.stderr
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	go c.live(started)
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}

// live starts the child and stays with it. The death signal of the child is sent when the
// thread that forked it ends, so that thread must not end before the child does.
func (c *child) live(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := c.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	defer close(c.done)
	awaitExit(c.cmd.Process.Pid)
	c.reap()
}

// awaitExit waits without reaping: the pid stays ours, so that the group can still be
// killed safely.
func awaitExit(pid int) {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return
		}
	}
}

// reap kills what is left of the group and collects the child.
func (c *child) reap() {
	c.kill()
	c.mu.Lock()
	c.reaped = true
	c.mu.Unlock()
	// The error says how the child ended, which ProcessState says too.
	_ = c.cmd.Wait()
}

// kill ends the child and its whole group. It may be called at any time, many times.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.reaped {
		// The only possible failure is that nobody is left.
		_ = unix.Kill(-c.cmd.Process.Pid, unix.SIGKILL)
	}
}

// end kills the child and waits until it is reaped.
func (c *child) end() {
	c.kill()
	<-c.done
}

// state waits for the end of the child and says how it ended.
func (c *child) state() *os.ProcessState {
	<-c.done
	return c.cmd.ProcessState
}
