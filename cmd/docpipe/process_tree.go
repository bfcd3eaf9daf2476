package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// A processStat is one running process, as /proc/PID/stat shows it.
type processStat struct {
	pid     int
	cpu     time.Duration // user and system, its own and that of children it has waited for
	borrows bool          // its memory is its parent's
}

// clockTick is the unit of times in /proc: USER_HZ is 100 on every Linux that Go runs on.
const clockTick = 10 * time.Millisecond

// Places in /proc/PID/stat after the name, counted from 0 (proc_pid_stat(5)).
const (
	statParent   = 1
	statFlags    = 6
	statUser     = 11
	statChildren = 14 // the last of user, system, and both of waited-for children
)

// forkedOnly is PF_FORKNOEXEC of the kernel's sched.h: the process has not become its program yet.
// One that Go starts still uses its parent's memory then.
const forkedOnly = 0x40

// processTree returns root and its living descendants.
func processTree(root int) []processStat {
	children, all := map[int][]processStat{}, []processStat{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		p, parent, ok := readProcess(path)
		switch {
		case ok && p.pid == root:
			all = append(all, p)
		case ok:
			children[parent] = append(children[parent], p)
		}
	}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i].pid]...)
	}
	return all
}

func readProcess(path string) (p processStat, parent int, ok bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return p, 0, false
	}
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) <= statChildren {
		return p, 0, false
	}
	p.pid, _ = strconv.Atoi(filepath.Base(filepath.Dir(path)))
	parent, _ = strconv.Atoi(string(fields[statParent]))
	flags, _ := strconv.Atoi(string(fields[statFlags]))
	p.borrows = flags&forkedOnly != 0
	for _, f := range fields[statUser : statChildren+1] {
		ticks, _ := strconv.Atoi(string(f))
		p.cpu += time.Duration(ticks) * clockTick
	}
	return p, parent, true
}

// treeCPU is the processor time that a process and its descendants have used.
func treeCPU(root int) time.Duration {
	total := time.Duration(0)
	for _, p := range processTree(root) {
		total += p.cpu
	}
	return total
}
