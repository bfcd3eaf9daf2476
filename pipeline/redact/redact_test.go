package redact

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestCover(t *testing.T) {
	t.Parallel()
	for _, channels := range []int{1, 3} {
		p := &pipeline.Pixels{Width: 100, Height: 50, Channels: channels, Data: bytes.Repeat([]byte{255}, 100*50*channels)}
		Cover(p, []pipeline.Box{{0.2, 0.2, 0.5, 0.4}, {0.9, 0.9, 1.5, 1.5}})
		at := func(x, y int) byte { return p.Data[(y*p.Width+x)*channels+channels-1] }
		for _, c := range []struct {
			x, y int
			want byte
		}{{20, 10, 0}, {49, 19, 0}, {18, 8, 0}, {52, 22, 0}, {17, 12, 255}, {54, 12, 255}, {30, 7, 255}, {30, 24, 255}, {99, 49, 0}, {0, 0, 255}} {
			if got := at(c.x, c.y); got != c.want {
				t.Errorf("%d channels: pixel %d,%d = %d, want %d", channels, c.x, c.y, got, c.want)
			}
		}
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	words := []pipeline.Word{
		{Text: "above", Box: pipeline.Box{0.1, 0.10, 0.2, 0.12}},
		{Text: "secret", Box: pipeline.Box{0.1, 0.13, 0.2, 0.15}},
		{Text: "partly", Box: pipeline.Box{0.25, 0.13, 0.35, 0.15}},
		{Text: "unseen", Box: pipeline.Box{0.5, 0.5, 0.6, 0.6}, Hidden: true},
		{Text: "nowhere", Box: pipeline.Box{0.15, 0.14, 0.15, 0.14}},
	}
	var got []string
	for _, w := range Keep(words, []pipeline.Box{{0.1, 0.125, 0.3, 0.155}}) {
		got = append(got, w.Text)
	}
	if strings.Join(got, " ") != "above" {
		t.Errorf("kept %q, want the word above alone", got)
	}
}

// Other programs read the words where they stand, also on pages that lie on their side.
func TestWriter(t *testing.T) {
	t.Parallel()
	words := []pipeline.Word{
		{Text: "Größe", Box: pipeline.Box{0.10, 0.10, 0.20, 0.13}}, {Text: "€(5)", Box: pipeline.Box{0.22, 0.10, 0.30, 0.13}},
		{Text: "𝒳", Box: pipeline.Box{0.1, 0.5, 0.2, 0.53}}, {Text: "Ωmega", Box: pipeline.Box{0.6, 0.8, 0.8, 0.83}},
	}
	path := filepath.Join(t.TempDir(), "out.pdf")
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, turn := range []int{0, 90, 180, 270} {
		placed := words
		if turn%180 != 0 {
			placed = []pipeline.Word{{Text: "Seite", Box: pipeline.Box{0.4, 0.2, 0.43, 0.3}}}
		}
		if err := w.Page(Page{JPEG: white(t), Columns: 20, Rows: 30, Grey: true, Width: 400, Height: 600, Turn: turn, Words: placed}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := run(t, "qpdf", "--check", path); strings.Contains(said, "WARNING") {
		t.Errorf("qpdf: %s", said)
	}
	said := run(t, "pdftotext", "-bbox", path, "-")
	for _, want := range []string{
		`xMin="40.0\d*" yMin="60\.\d*" xMax="80.0\d*" yMax="78\.\d*">Größe<`, `>€\(5\)<`, `xMin="240\.\d*" yMin="480\.\d*" xMax="320\.\d*" yMax="498\.\d*">Ωmega<`,
		`xMin="160\.\d*" yMin="120\.\d*" xMax="172\.\d*" yMax="180\.\d*">Seite<`,
	} {
		if !regexp.MustCompile(want).MatchString(said) {
			t.Errorf("pdftotext says %s, want %s in it", said, want)
		}
	}
}

func white(t *testing.T) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 20, 30))
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// run starts a program that has nothing to do with ours. Without it the test is skipped, except
// in CI.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	return string(out)
}
