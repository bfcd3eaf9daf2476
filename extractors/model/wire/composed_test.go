package wire

import (
	"encoding/base64"
	"fmt"
	"io"
	"testing"
	"testing/iotest"
)

// TestComposed: a body that a library encoded with bytes for its images reads whole, as often
// as it is rewound, and knows its length.
func TestComposed(t *testing.T) {
	t.Parallel()
	p := newPictures()
	stand := base64.StdEncoding.EncodeToString(p.StandBytes([]byte("an image")))
	body, err := p.Compose(fmt.Appendf(nil, `{"bytes":%q}`, stand))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"bytes":"YW4gaW1hZ2U="}`
	for range 2 {
		if n, err := body.Seek(0, io.SeekEnd); n != int64(len(want)) || err != nil {
			t.Errorf("length = %d, %v, want %d", n, err, len(want))
		}
		if _, err := body.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(iotest.HalfReader(body)); string(got) != want || err != nil {
			t.Errorf("body = %q, %v, want %q", got, err, want)
		}
		if n, err := body.Seek(0, io.SeekCurrent); n != int64(len(want)) || err != nil {
			t.Errorf("read up to %d, %v, want %d", n, err, len(want))
		}
	}
	if _, err := body.Seek(3, io.SeekStart); err == nil {
		t.Error("it can be read from its middle, want an error")
	}
	if _, err := p.Compose([]byte(`{}`)); err == nil {
		t.Error("an image without a place is no error")
	}
}
