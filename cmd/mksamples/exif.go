package main

import "encoding/binary"

// withOrientation puts an EXIF segment into a JPEG that holds the orientation and nothing
// else (EXIF 2.3, tag 0x0112; 6 means: turn clockwise by a quarter to show).
func withOrientation(jpeg []byte, orientation uint16) []byte {
	be := binary.BigEndian
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08") // big-endian TIFF, directory at 8
	exif = be.AppendUint16(exif, 1)
	exif = be.AppendUint16(be.AppendUint16(exif, 0x0112), 3)
	exif = be.AppendUint16(be.AppendUint32(exif, 1), orientation)
	exif = append(exif, 0, 0, 0, 0, 0, 0) // the value's padding, no further directory
	segment := be.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+2))
	return concat(jpeg[:2], segment, exif, jpeg[2:])
}
