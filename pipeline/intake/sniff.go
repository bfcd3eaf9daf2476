package intake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/gabriel-vasile/mimetype"

	"docpipe/pipeline"
)

// Media types that docpipe takes.
const (
	PDF  = "application/pdf"
	TIFF = "image/tiff"
	PNG  = "image/png"
	JPEG = "image/jpeg"
	WebP = "image/webp"
	BMP  = "image/bmp"
	GIF  = "image/gif"
	HEIC = "image/heic"
	XML  = "application/xml" // an e-invoice: CII, ZUGFeRD 1 or UBL
)

// accepted is the end of each refusal.
const accepted = "docpipe takes PDF, TIFF, PNG, JPEG, WebP, BMP, GIF, HEIC and e-invoice XML (CII or UBL)"

// Sniff returns the media type of the file that begins with head; 4 KiB are enough. An empty
// head wraps pipeline.ErrEmpty, a type that is not taken wraps pipeline.ErrUnsupportedType.
//
// An image's own magic number at the start wins. Then a PDF header within the first 1024
// bytes makes a PDF, as every PDF reader has it, whatever stands before it.
func Sniff(head []byte) (mediaType string, err error) {
	if len(head) == 0 {
		return "", fmt.Errorf("nothing arrived: %w", pipeline.ErrEmpty)
	}
	if t := imageType(head); t != "" {
		return t, nil
	}
	if bytes.Contains(head[:min(len(head), 1024+len(pdfHeader))], []byte(pdfHeader)) {
		return PDF, nil
	}
	if text, ok := xmlText(head); ok {
		return sniffXML(text)
	}
	return "", refuse(describe(head))
}

const pdfHeader = "%PDF"

// magics are the image formats that a fixed beginning tells.
var magics = []struct{ magic, mediaType string }{
	{"\x89PNG\r\n\x1a\n", PNG},
	{"\xff\xd8\xff", JPEG},
	{"II*\x00", TIFF},
	{"MM\x00*", TIFF},
	{"GIF87a", GIF},
	{"GIF89a", GIF},
}

func imageType(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.mediaType
		}
	}
	switch {
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP
	case isBMP(head):
		return BMP
	case isHEIC(head):
		return HEIC
	}
	return ""
}

// isBMP asks for the size of the second header too: two letters alone are any text.
func isBMP(head []byte) bool {
	if len(head) < 18 || string(head[:2]) != "BM" {
		return false
	}
	sizes := []uint32{12, 40, 52, 56, 64, 108, 124}
	return slices.Contains(sizes, binary.LittleEndian.Uint32(head[14:18]))
}

// isHEIC reads the brands of an ISO media file (ISO/IEC 23008-12). AVIF shares the container
// and the brand mif1, but not the codec.
func isHEIC(head []byte) bool {
	brands := isoBrands(head)
	if slices.Contains(brands, "avif") || slices.Contains(brands, "avis") {
		return false
	}
	for _, b := range []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"} {
		if slices.Contains(brands, b) {
			return true
		}
	}
	return false
}

// isoBrands returns the major and the compatible brands of an ftyp box, nil without one.
func isoBrands(head []byte) []string {
	if len(head) < 16 || string(head[4:8]) != "ftyp" {
		return nil
	}
	size := min(int64(binary.BigEndian.Uint32(head)), int64(len(head)))
	brands := []string{string(head[8:12])}
	for i := int64(16); i+4 <= size; i += 4 {
		brands = append(brands, string(head[i:i+4]))
	}
	return brands
}

// describe says in words what a refused file looks like.
func describe(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("II+\x00")), bytes.HasPrefix(head, []byte("MM\x00+")):
		return "a BigTIFF image: save it as an ordinary TIFF or a PDF"
	case bytes.Count(head, []byte{0}) == len(head):
		return "nothing but zero bytes: the copy or the upload went wrong"
	}
	m := mimetype.Detect(head)
	if m.Is("application/octet-stream") {
		return "an unknown binary format"
	}
	return m.String()
}

func refuse(looksLike string) error {
	return fmt.Errorf("looks like %s; %s: %w", looksLike, accepted, pipeline.ErrUnsupportedType)
}
