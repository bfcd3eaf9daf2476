package sandbox

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func TestFrame(t *testing.T) {
	t.Parallel()
	for _, want := range []frame{
		{seq: 1, text: []byte("{}"), data: []byte("data")},
		{seq: 1<<64 - 1, text: []byte("{}")},
	} {
		var wire bytes.Buffer
		if err := writeFrame(&wire, want); err != nil {
			t.Fatal(err)
		}
		got, err := readFrame(&wire, 4, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, want, cmp.AllowUnexported(frame{})); diff != "" {
			t.Errorf("frame (-got +want):\n%s", diff)
		}
	}
}

func TestFrameRefused(t *testing.T) {
	t.Parallel()
	long := frame{text: []byte("{}"), data: []byte("data")}
	header := long.header()
	cases := map[string]struct {
		wire []byte
		want error
	}{
		"nothing":     {nil, io.EOF},
		"half":        {header[:10], io.ErrUnexpectedEOF},
		"no body":     {header, errFrameSize},
		"not a frame": {bytes.Repeat([]byte("x"), 100), errFrame},
	}
	for name, c := range cases {
		if _, err := readFrame(bytes.NewReader(c.wire), 3, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: readFrame = %v, want %v", name, err, c.want)
		}
	}
}

func TestDepth(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		``: 0, `1`: 0, `{}`: 1, `[[],[{}]]`: 3, `["[[["]`: 1, `["\"[[["]`: 1, `["\\",[]]`: 2, `]]]`: 0,
	} {
		if got := depth([]byte(text)); got != want {
			t.Errorf("depth(%s) = %d, want %d", text, got, want)
		}
	}
}

func TestFault(t *testing.T) {
	t.Parallel()
	cases := map[string]error{
		"damaged": pipeline.ErrDamaged, "environment": pipeline.ErrEnvironment, "made up": pipeline.ErrInternal,
	}
	for code, want := range cases {
		err := (&fault{Code: code, Text: "a\x00b\xff\n" + strings.Repeat("c", 1000)}).err()
		if !errors.Is(err, want) || len(err.Error()) > maxFaultText || strings.ContainsAny(err.Error(), "\x00\n") {
			t.Errorf("%s: err = %q, want a short plain text of kind %v", code, err, want)
		}
	}
}

// FuzzReply reads what a hostile worker may send.
func FuzzReply(f *testing.F) {
	for _, text := range []string{`{"body":[1]}`, `{"error":{"code":"damaged","text":"x"}}`, `{"body":`, `[`} {
		var wire bytes.Buffer
		if err := writeFrame(&wire, frame{seq: 1, text: []byte(text), data: []byte("data")}); err != nil {
			f.Fatal(err)
		}
		f.Add(wire.Bytes())
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		const limit = 1 << 10
		got, err := readFrame(bytes.NewReader(wire), limit, nil)
		if err != nil {
			return
		}
		if len(got.data) > limit || len(got.text) > len(wire) {
			t.Errorf("%d bytes of text and %d of data out of %d", len(got.text), len(got.data), len(wire))
		}
		a, err := decodeAnswer(got.text)
		if err == nil && a.Error != nil && a.Error.err() == nil {
			t.Error("a fault without an error")
		}
	})
}
