package sandbox

import (
	"errors"
	"fmt"

	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// What a tool may read and run beside its own program: the system's programs, libraries and
// data. Nothing of /proc (it shows other processes), /home, /var or /tmp.
var (
	systemDirs = []string{
		"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store",
		"/etc/fonts", "/etc/ld.so.conf.d", "/etc/ImageMagick-6", "/etc/ImageMagick-7",
		"/var/cache/fontconfig", "/sys/devices/system/cpu",
	}
	systemFiles = []string{
		"/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.preload", "/etc/localtime",
		"/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
	}
)

// landlockWorker takes every path and port away.
func landlockWorker(order) error { return restrict() }

// landlockTool leaves the system, the program and the ordered folders to read.
func landlockTool(o order) error {
	return restrict(
		landlock.RODirs(systemDirs...).IgnoreIfMissing(),
		landlock.ROFiles(systemFiles...).IgnoreIfMissing(),
		landlock.ROFiles(o.Path),
		landlock.RODirs(o.Read...),
	)
}

// restrict applies the rules with the strongest version that the kernel has, up to the one
// we have tried, and checks that the root folder is out of reach afterwards.
func restrict(rules ...landlock.Rule) error {
	versions := []landlock.Config{
		landlock.V1, landlock.V2, landlock.V3, landlock.V4, landlock.V5, landlock.V6, landlock.V7,
	}
	abi, err := llsys.LandlockGetABIVersion()
	if err != nil {
		return fmt.Errorf("asking for its version: %w", err)
	}
	if abi < 1 {
		return fmt.Errorf("version %d", abi)
	}
	if err := versions[min(abi, len(versions))-1].Restrict(rules...); err != nil {
		return err
	}
	return checkLandlock()
}

func checkLandlock() error {
	fd, err := unix.Open("/", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == nil {
		unix.Close(fd)
	}
	if !errors.Is(err, unix.EACCES) {
		return fmt.Errorf("the root folder is still in reach: %v", err)
	}
	return nil
}
