package main

import "encoding/binary"

// A tiffPage is one grey picture of a TIFF file, compressed as JPEG.
type tiffPage struct {
	jpeg      []byte
	w, h, dpi int
}

// tiff writes a little-endian TIFF 6.0 file with a directory a page: new-style JPEG
// (compression 7, TIFF Technical Note 2), one strip, no shared tables.
func tiff(pages []tiffPage) []byte {
	le := binary.LittleEndian
	out := []byte{'I', 'I', 42, 0, 0, 0, 0, 0}
	link := 4 // where the offset of the next directory goes
	for i, p := range pages {
		strip := len(out)
		out = append(out, p.jpeg...)
		if len(out)%2 == 1 {
			out = append(out, 0)
		}
		resolution := len(out)
		out = le.AppendUint32(le.AppendUint32(out, uint32(p.dpi)), 1)
		le.PutUint32(out[link:], uint32(len(out)))
		entries := []tiffTag{
			{254, tiffLong, 2}, // one page of several
			{256, tiffLong, p.w}, {257, tiffLong, p.h}, {258, tiffShort, 8}, {259, tiffShort, 7}, {262, tiffShort, 1},
			{273, tiffLong, strip}, {277, tiffShort, 1}, {278, tiffLong, p.h}, {279, tiffLong, len(p.jpeg)},
			{282, tiffRational, resolution}, {283, tiffRational, resolution}, {296, tiffShort, 2}, // inches
			{297, tiffShort, i | len(pages)<<16},
		}
		out = le.AppendUint16(out, uint16(len(entries)))
		for _, e := range entries {
			out = e.append(out)
		}
		link = len(out)
		out = le.AppendUint32(out, 0)
	}
	return out
}

// The field types that the directories use.
const (
	tiffShort    = 3
	tiffLong     = 4
	tiffRational = 5
)

// A tiffTag is one entry of a directory: the value itself, or where a rational stands.
type tiffTag struct{ tag, kind, value int }

func (t tiffTag) append(out []byte) []byte {
	le := binary.LittleEndian
	count := uint32(1)
	if t.tag == 297 { // page number and count of pages share the entry
		count = 2
	}
	out = le.AppendUint16(le.AppendUint16(out, uint16(t.tag)), uint16(t.kind))
	return le.AppendUint32(le.AppendUint32(out, count), uint32(t.value))
}
