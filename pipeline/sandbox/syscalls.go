package sandbox

// workerCalls are the system calls of Go's runtime and of C code that computes: memory,
// threads, time, signals within the process, and what is open already. Some exist on one
// architecture only. Those in [conditions] are narrowed there.
var workerCalls = []string{
	"brk", "mmap", "mprotect", "munmap", "mremap", "madvise", "mincore", "membarrier",
	"clone", "clone3", "set_robust_list", "get_robust_list", "set_tid_address", "rseq", "arch_prctl", "prctl",
	"futex", "futex_waitv", "futex_wait", "futex_wake", "futex_requeue",
	"sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
	"sched_get_priority_max", "sched_get_priority_min",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "sigaltstack", "tgkill",
	"restart_syscall", "exit", "exit_group",
	"clock_gettime", "clock_getres", "clock_nanosleep", "gettimeofday", "time", "nanosleep",
	"getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo",
	"getrusage", "times", "getrlimit", "prlimit64", "getrandom", "getcpu",
	"read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "close", "lseek",
	"fstat", "fcntl", "recvmsg", "sendmsg", "recvfrom", "sendto",
	"epoll_create1", "epoll_create", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2",
	"eventfd2", "pipe2", "poll", "ppoll", "select", "pselect6",
}

// toolCalls are what a program needs beside them to start and to read files. Which files is
// the matter of landlock.
var toolCalls = []string{
	"execve", "open", "openat", "access", "faccessat", "faccessat2",
	"stat", "lstat", "newfstatat", "fstatat64", "statx", "statfs", "fstatfs", "readlink", "readlinkat",
	"getdents", "getdents64", "getcwd", "umask", "fadvise64", "readahead",
	"dup", "dup2", "dup3", "pipe", "close_range", "copy_file_range", "sendfile", "ioctl",
	"getpgrp", "getpgid", "getsid", "getgroups", "getresuid", "getresgid", "capget", "get_mempolicy",
}
