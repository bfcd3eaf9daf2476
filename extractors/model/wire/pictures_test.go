package wire

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"docpipe/extractors/model"
)

// TestPictures: the body that goes out holds each image where its word stood, and has the
// length that was announced, for images of all lengths and readers of all sizes.
func TestPictures(t *testing.T) {
	t.Parallel()
	for size := range 14 {
		images := [][]byte{bytes.Repeat([]byte{0xfb}, size), []byte("second")}
		p := newPictures()
		body := `{"a":"` + p.Stand(images[0]) + `","b":"x","c":"` + p.Stand(images[1]) + `"}`
		want := `{"a":"` + base64.StdEncoding.EncodeToString(images[0]) + `","b":"x","c":"c2Vjb25k"}`
		req, err := http.NewRequest(http.MethodPost, "http://localhost", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := p.put(req); err != nil {
			t.Fatal(err)
		}
		if req.ContentLength != int64(len(want)) {
			t.Errorf("%d bytes: length = %d, want %d", size, req.ContentLength, len(want))
		}
		for name, narrow := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "half": iotest.HalfReader, "byte by byte": iotest.OneByteReader,
		} {
			again, err := req.GetBody()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(narrow(again))
			if err != nil || string(got) != want {
				t.Errorf("%d bytes, read %s: body = %q, %v, want %q", size, name, got, err, want)
			}
		}
	}
}

// TestPicturesWithoutPlace: an image that a library has dropped is an error, not a question
// about nothing.
func TestPicturesWithoutPlace(t *testing.T) {
	t.Parallel()
	x := NewLine(http.DefaultClient, 1, "").Exchange(model.Request{})
	x.Pictures().Stand([]byte("image"))
	req, err := http.NewRequest(http.MethodPost, "http://127.0.0.1:1", strings.NewReader(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Do(req); err == nil || !strings.Contains(err.Error(), "image 1 has no place") {
		t.Errorf("error = %v, want one about image 1", err)
	}
}

// TestSecondRequest: an exchange cannot be used twice, whatever a library tries.
func TestSecondRequest(t *testing.T) {
	t.Parallel()
	x := NewLine(http.DefaultClient, 1, "").Exchange(model.Request{})
	for i, want := range []bool{false, true} {
		req, err := http.NewRequest(http.MethodPost, "http://127.0.0.1:1", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := x.Do(req); errors.Is(err, errSecond) != want {
			t.Errorf("request %d: error = %v, refused as second: want %t", i+1, err, want)
		}
	}
}
