package raster

import (
	"encoding/binary"
)

// A directory holds the few TIFF tags that matter here. EXIF data is a small TIFF file, so
// one reader serves photos and scans.
type directory struct {
	width, height int
	orientation   int // 1..8 as TIFF 6.0 has it, 0 when absent
	dpi           float64
}

// Tags of TIFF 6.0.
const (
	tagWidth       = 256
	tagHeight      = 257
	tagOrientation = 274
	tagXResolution = 282
	tagUnit        = 296
)

// maxDirectories bounds the chain of directories, which may run in a circle.
const maxDirectories = 20000

// readDirectories reads the chain of directories of a TIFF. It stops where the data ends and
// never reads outside of b.
func readDirectories(b []byte) []directory {
	var order binary.ByteOrder = binary.LittleEndian
	if len(b) < 8 {
		return nil
	}
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	var all []directory
	at := order.Uint32(b[4:])
	seen := map[uint32]bool{}
	for at != 0 && !seen[at] && len(all) < maxDirectories {
		seen[at] = true
		d, next, ok := readDirectory(b, int64(at), order)
		if !ok {
			break
		}
		all = append(all, d)
		at = next
	}
	return all
}

func readDirectory(b []byte, at int64, order binary.ByteOrder) (d directory, next uint32, ok bool) {
	if at+2 > int64(len(b)) {
		return d, 0, false
	}
	n := int64(order.Uint16(b[at:]))
	end := at + 2 + 12*n
	if end > int64(len(b)) {
		return d, 0, false
	}
	unit := 2
	for e := at + 2; e < end; e += 12 {
		entry := b[e : e+12]
		switch order.Uint16(entry) {
		case tagWidth:
			d.width = value(entry, order)
		case tagHeight:
			d.height = value(entry, order)
		case tagOrientation:
			d.orientation = value(entry, order)
		case tagXResolution:
			d.dpi = rational(b, order.Uint32(entry[8:]), order)
		case tagUnit:
			unit = value(entry, order)
		}
	}
	if unit == 3 { // dots per centimetre
		d.dpi *= 2.54
	}
	if end+4 <= int64(len(b)) {
		next = order.Uint32(b[end:])
	}
	return d, next, true
}

// value reads a single SHORT or LONG that stands in the entry itself.
func value(entry []byte, order binary.ByteOrder) int {
	if order.Uint16(entry[2:]) == 3 {
		return int(order.Uint16(entry[8:]))
	}
	return int(order.Uint32(entry[8:]))
}

func rational(b []byte, at uint32, order binary.ByteOrder) float64 {
	if int64(at)+8 > int64(len(b)) {
		return 0
	}
	over, under := order.Uint32(b[at:]), order.Uint32(b[at+4:])
	if under == 0 {
		return 0
	}
	return float64(over) / float64(under)
}

// plausibleDPI returns dpi when a scanner may have written it, else 0: cameras and programs
// write 72 and 96 for "unknown".
func plausibleDPI(dpi float64) float64 {
	if dpi < 99 || dpi > 1300 {
		return 0
	}
	return dpi
}

// directory returns what a TIFF says of one page, the zero value when it says nothing.
func (c *child) directory(input []byte, index int) directory {
	if c.directories == nil {
		c.directories = readDirectories(input)
	}
	if index >= len(c.directories) {
		return directory{}
	}
	return c.directories[index]
}

// resolution is that at which MuPDF's page, width points wide, has the pixels that are stored.
func (d directory) resolution(width float64) float64 {
	if d.width <= 0 || width <= 0 {
		return 72
	}
	dpi := float64(d.width) * 72 / width
	if stated := plausibleDPI(d.dpi); stated > 0 && stated/dpi > 0.98 && stated/dpi < 1.02 {
		return stated // the width in points has lost its fraction
	}
	return dpi
}
