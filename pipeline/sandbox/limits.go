package sandbox

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// maxFiles is how many descriptors a child may have.
const maxFiles = 64

// limit sets the resource limits of this process. The number of processes is not among
// them: the kernel counts those per user, and the filter allows no new ones anyway.
func limit(o order) error {
	limits := map[int]uint64{
		unix.RLIMIT_CPU:    uint64(o.CPU),
		unix.RLIMIT_FSIZE:  0,
		unix.RLIMIT_NOFILE: maxFiles,
		unix.RLIMIT_CORE:   0,
	}
	if !raceEnabled {
		limits[unix.RLIMIT_AS] = uint64(o.Memory)
	}
	for which, most := range limits {
		if err := setLimit(which, most); err != nil {
			return fmt.Errorf("limit %d: %w", which, err)
		}
	}
	return nil
}

// setLimit goes through package syscall, which would otherwise bring back the limit of
// files that this process was started with when it becomes a tool.
func setLimit(which int, most uint64) error {
	if err := syscall.Setrlimit(which, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	var got syscall.Rlimit
	if err := syscall.Getrlimit(which, &got); err != nil {
		return err
	}
	if got.Cur != most || got.Max != most {
		return fmt.Errorf("%d and %d afterwards, not %d", got.Cur, got.Max, most)
	}
	return nil
}
