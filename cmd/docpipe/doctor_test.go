package main

import (
	"slices"
	"strings"
	"testing"
)

// What a person without the rights is told must work as it stands.
func TestNeedsRoot_is_one_line_to_copy(t *testing.T) {
	t.Parallel()
	for sudo, want := range map[bool]string{
		true:  "run 'sudo apt-get update && sudo apt-get install -y --no-install-recommends qpdf zbar-tools'",
		false: "as root run 'apt-get update && apt-get install -y --no-install-recommends qpdf zbar-tools'",
	} {
		if err := needsRoot([]string{"qpdf", "zbar-tools"}, sudo); !strings.Contains(err.Error(), want) {
			t.Errorf("with sudo %t: %q, want %q in it", sudo, err, want)
		}
	}
}

// A root shell that su opened has no sbin on its path, and dpkg refuses to work without.
func TestAptEnv(t *testing.T) {
	t.Parallel()
	env := aptEnv([]string{"LANG=C"})
	at := slices.IndexFunc(env, func(v string) bool { return strings.HasPrefix(v, "PATH=") })
	if at < 0 || !strings.Contains(env[at]+":", "/usr/sbin:") || !slices.Contains(env, "DEBIAN_FRONTEND=noninteractive") || !slices.Contains(env, "LANG=C") {
		t.Errorf("environment = %q, want sbin on the path, no questions, and what was there", env)
	}
}
