package sandbox

import (
	"errors"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestLevel(t *testing.T) {
	t.Parallel()
	want := LevelFull
	if raceEnabled {
		want = LevelPartial
	}
	for _, mode := range []string{Full, BestEffort} {
		sb := setup(t, func(c *Config) { c.Mode = mode })
		if got := sb.Level(); got != want {
			t.Errorf("%s: Level = %q, want %q", mode, got, want)
		}
	}
}

func TestMissingLayer(t *testing.T) {
	t.Parallel()
	for _, layer := range []string{"rlimits", "no_new_privs", "landlock", "seccomp"} {
		t.Run(layer, func(t *testing.T) {
			t.Parallel()
			cfg := DefaultConfig()
			cfg.lacking = []string{layer}
			_, err := New(cfg)
			if !errors.Is(err, pipeline.ErrEnvironment) {
				t.Fatalf("New = %v, want trouble of the environment", err)
			}
			for _, part := range []string{layer, "--sandbox=best-effort"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("New = %v, want it to name %s", err, part)
				}
			}
			cfg.Mode = BestEffort
			sb := setup(t, func(c *Config) { *c = cfg })
			if got := sb.Level(); got != LevelBestEffort {
				t.Errorf("Level = %q, want %q", got, LevelBestEffort)
			}
			if got, err := say(t.Context(), pool(t, sb, 1), "a", nil); err != nil || got.Text != "a" {
				t.Errorf("Do = %q, %v, want it to work", got.Text, err)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("default: %v", err)
	}
	for name, edit := range map[string]func(*Config){
		"mode":       func(c *Config) { c.Mode = "none" },
		"memory":     func(c *Config) { c.Memory = 1 << 20 },
		"cpu":        func(c *Config) { c.CPU = 0 },
		"max_pages":  func(c *Config) { c.MaxPages = 0 },
		"max_growth": func(c *Config) { c.MaxGrowth = 0 },
	} {
		cfg := DefaultConfig()
		edit(&cfg)
		if err := cfg.Validate(); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: Validate = %v, want an error that names it", name, err)
		}
		if _, err := New(cfg); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("%s: New = %v, want an error", name, err)
		}
	}
}
