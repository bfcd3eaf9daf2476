package ocr

import (
	"os"
	"os/exec"
	"slices"
	"testing"

	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// reader returns an OCR over the real Tesseract, which a CI machine must have.
func reader(t testing.TB, languages ...string) *OCR {
	t.Helper()
	if _, err := exec.LookPath(Program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s: %v", Program, err)
		}
		t.Skipf("%s: %v", Program, err)
	}
	cfg := sandbox.DefaultConfig()
	cfg.Mode = sandbox.BestEffort
	sb, err := sandbox.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	settings := DefaultConfig()
	settings.Languages = languages
	o := New(settings, sb)
	if missing := o.Missing(t.Context(), languages); len(missing) > 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("no language packs for %v", missing)
		}
		t.Skipf("no language packs for %v", slices.Sorted(slices.Values(missing)))
	}
	return o
}
