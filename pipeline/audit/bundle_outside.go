package audit

import (
	"encoding/binary"
	"io"
	"math"
)

// endRecord is the size of what ends a zip that has no comment (APPNOTE.TXT 4.3.16).
const endRecord = 22

// outside looks for bytes before and behind the archive, and in its comment: they are of no file, and
// nobody who unpacks it sees them. An archive of more than 4 GB says its sizes elsewhere; of it only
// the end is looked at.
func (c *bundleCheck) outside(r io.ReaderAt, size int64) {
	end := make([]byte, endRecord)
	if _, err := r.ReadAt(end, size-endRecord); err != nil && err != io.EOF {
		c.report.file(Unreadable, "", "the end of the archive cannot be read: %v", err)
		return
	}
	directory, at := binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	switch {
	case string(end[:4]) != "PK\x05\x06" || end[20] != 0 || end[21] != 0:
		c.report.file(FileAdded, "", "bytes stand behind the archive, or in its comment, that were not exported")
	case at != math.MaxUint32 && int64(at)+int64(directory)+endRecord != size:
		c.report.file(FileAdded, "", "%d bytes stand before the archive that were not exported", size-int64(at)-int64(directory)-endRecord)
	}
}
