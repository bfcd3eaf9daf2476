package raster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/gif" // decoders of what intake takes
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/webp"

	"docpipe/pipeline"
)

// A pictureHeader is what an image file says of itself before its pixels.
type pictureHeader struct {
	width, height int     // as stored
	orientation   int     // EXIF, 1..8; 1 when absent
	dpi           float64 // 0 when the file states no plausible one
}

// shown returns the size after the orientation is applied.
func (h pictureHeader) shown() (width, height int) {
	if h.orientation >= 5 {
		return h.height, h.width
	}
	return h.width, h.height
}

// readHeader reads an image's dimensions, resolution and EXIF orientation. Of the other
// metadata nothing is read, and nothing leaves the child.
func readHeader(input []byte, mediaType string) (pictureHeader, error) {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(input))
	if err != nil {
		return pictureHeader{}, fmt.Errorf("the image has no readable header: %w", pipeline.ErrDamaged)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 {
		return pictureHeader{}, fmt.Errorf("the image is %d x %d pixels: %w", cfg.Width, cfg.Height, pipeline.ErrDamaged)
	}
	h := pictureHeader{width: cfg.Width, height: cfg.Height, orientation: 1}
	exif, dpi := metadata(input, mediaType)
	if len(exif) > 0 {
		if d := readDirectories(exif); len(d) > 0 {
			if d[0].orientation >= 1 && d[0].orientation <= 8 {
				h.orientation = d[0].orientation
			}
			dpi = max(plausibleDPI(dpi), plausibleDPI(d[0].dpi))
		}
	}
	h.dpi = plausibleDPI(dpi)
	return h, nil
}

// metadata finds the EXIF block and the resolution of an image file.
func metadata(b []byte, mediaType string) (exif []byte, dpi float64) {
	switch mediaType {
	case "image/jpeg":
		return jpegMetadata(b)
	case "image/png":
		return pngMetadata(b)
	case "image/webp":
		return webpMetadata(b), 0
	case "image/bmp":
		if len(b) >= 42 {
			return nil, float64(binary.LittleEndian.Uint32(b[38:])) * 0.0254
		}
	}
	return nil, 0
}

// jpegMetadata walks the marker segments up to the scan (ITU-T T.81, B.1).
func jpegMetadata(b []byte) (exif []byte, dpi float64) {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		marker, size := b[i+1], int(binary.BigEndian.Uint16(b[i+2:]))
		if marker == 0xda || size < 2 || i+2+size > len(b) {
			break
		}
		segment := b[i+4 : i+2+size]
		switch {
		case marker == 0xe0 && len(segment) >= 10 && string(segment[:5]) == "JFIF\x00":
			dpi = jfifDPI(segment)
		case marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			exif = segment[6:]
		}
		i += 2 + size
	}
	return exif, dpi
}

func jfifDPI(segment []byte) float64 {
	density := float64(binary.BigEndian.Uint16(segment[8:]))
	switch segment[7] {
	case 1:
		return density
	case 2:
		return density * 2.54
	}
	return 0
}

// pngMetadata walks the chunks up to the pixels (PNG, third edition, 5.3).
func pngMetadata(b []byte) (exif []byte, dpi float64) {
	for i := 8; i+12 <= len(b); {
		size, kind := int64(binary.BigEndian.Uint32(b[i:])), string(b[i+4:i+8])
		end := int64(i) + 12 + size
		if kind == "IDAT" || end > int64(len(b)) {
			break
		}
		data := b[i+8 : end-4]
		switch {
		case kind == "pHYs" && len(data) == 9 && data[8] == 1:
			dpi = float64(binary.BigEndian.Uint32(data)) * 0.0254
		case kind == "eXIf":
			exif = data
		}
		i = int(end)
	}
	return exif, dpi
}

// webpMetadata finds the EXIF chunk of the RIFF container.
func webpMetadata(b []byte) []byte {
	for i := int64(12); i+8 <= int64(len(b)); {
		size := int64(binary.LittleEndian.Uint32(b[i+4:]))
		if i+8+size > int64(len(b)) {
			return nil
		}
		if string(b[i:i+4]) == "EXIF" {
			return bytes.TrimPrefix(b[i+8:i+8+size], []byte("Exif\x00\x00"))
		}
		i += 8 + size + size&1
	}
	return nil
}
