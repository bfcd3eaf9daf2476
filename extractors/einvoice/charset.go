package einvoice

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"docpipe/pipeline"
)

// asUTF8 brings XML to a form whose declaration can be read: UTF-16 becomes UTF-8, and a byte
// order mark goes. UTF-16 without a mark shows by the zero beside its first "<".
func asUTF8(b []byte) ([]byte, error) {
	order := unicode.BigEndian
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return b[3:], nil
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("<\x00")):
		order = unicode.LittleEndian
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\x00<")):
	default:
		return b, nil
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("the XML is not UTF-16: %w: %w", err, pipeline.ErrDamaged)
	}
	return out, nil
}

// charset reads what the XML declares instead of UTF-8. UTF-16 has been converted by now.
func charset(label string, r io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return r, nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("character set %q is not known, save the file as UTF-8: %w", label, err)
	}
	return e.NewDecoder().Reader(r), nil
}
