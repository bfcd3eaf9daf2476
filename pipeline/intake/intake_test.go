package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"docpipe/pipeline"
)

func TestTake(t *testing.T) {
	t.Parallel()
	content := "%PDF-1.7\n" + strings.Repeat("a page ", 5000)
	sum := sha256.Sum256([]byte(content))
	var kept bytes.Buffer
	got, err := Take(t.Context(), `C:\in\scan 17.pdf`, iotest.HalfReader(strings.NewReader(content)), &kept, DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	want := pipeline.File{Name: "scan 17.pdf", SHA256: hex.EncodeToString(sum[:]), MediaType: PDF, Bytes: int64(len(content))}
	if diff := cmp.Diff(got, want, cmpopts.IgnoreFields(pipeline.File{}, "Open")); diff != "" {
		t.Errorf("file (-got +want):\n%s", diff)
	}
	if kept.String() != content {
		t.Errorf("kept %d bytes, want the %d that came", kept.Len(), len(content))
	}
}

func TestTake_refuses(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	broken := errors.New("the line went dead")
	for name, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want error
	}{
		"an empty file":     {t.Context(), strings.NewReader(""), pipeline.ErrEmpty},
		"a text":            {t.Context(), strings.NewReader("hello"), pipeline.ErrUnsupportedType},
		"a byte too many":   {t.Context(), strings.NewReader("%PDF-1.7" + strings.Repeat("x", 93)), pipeline.ErrTooLarge},
		"after the cancel":  {cancelled, strings.NewReader("%PDF-1.7"), context.Canceled},
		"from a dead line":  {t.Context(), iotest.ErrReader(broken), broken},
		"a line that stops": {t.Context(), io.MultiReader(strings.NewReader("%PDF-1.7"), iotest.ErrReader(broken)), broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Take(c.ctx, "x", c.r, io.Discard, Config{MaxBytes: 100})
			if !errors.Is(err, c.want) {
				t.Errorf("Take = %v, want %v", err, c.want)
			}
		})
	}
}

// What breaks on the way is logged, and a sender's name for a file is content.
func TestTake_keeps_the_name_out_of_other_errors(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line went dead")
	for _, r := range []io.Reader{iotest.ErrReader(broken), io.MultiReader(strings.NewReader("%PDF-1.7"+strings.Repeat("x", headSize)), iotest.ErrReader(broken))} {
		if _, err := Take(t.Context(), "dismissal of J Doe.pdf", r, io.Discard, DefaultConfig()); !errors.Is(err, broken) || strings.Contains(err.Error(), "Doe") {
			t.Errorf("Take = %v, want %v without the name", err, broken)
		}
	}
}

func TestTake_takes_a_file_of_exactly_the_limit(t *testing.T) {
	t.Parallel()
	f, err := Take(t.Context(), "", strings.NewReader("%PDF"+strings.Repeat("x", 96)), io.Discard, Config{MaxBytes: 100})
	if err != nil || f.Bytes != 100 || f.Name != "unnamed" {
		t.Errorf("Take = %d bytes of %q, %v, want 100 of \"unnamed\"", f.Bytes, f.Name, err)
	}
}

func TestConfig_Validate(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("default = %v, want valid", err)
	}
	if err := (Config{}).Validate(); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), "limits.file") {
		t.Errorf("zero = %v, want invalid that names limits.file", err)
	}
}

func TestTake_names(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"../../etc/passwd.pdf": "passwd.pdf", `C:\scans\a.pdf`: "a.pdf", "a\r\nb\x00.pdf": "ab.pdf",
		"invoice\u202efdp.exe": "invoicefdp.exe", "bad\xff.pdf": "bad.pdf",
		strings.Repeat("ü", 300) + ".pdf": strings.Repeat("ü", 125) + ".pdf",
	} {
		f, err := Take(t.Context(), given, strings.NewReader("%PDF-1.4"), io.Discard, DefaultConfig())
		if err != nil || f.Name != want {
			t.Errorf("Take(%.30q) = name %q, %v, want %q", given, f.Name, err, want)
		}
	}
}
