package raster

import (
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
)

// names says which parts a PDF seems to have, by the names that occur in it. A false yes costs
// one run of qpdf; a no is meant to be sure.
type names struct {
	Form        bool // /AcroForm
	Annots      bool // /Annots
	Appearances bool // /AP: without, an annotation is a link or the like and draws nothing
	Attachments bool // /EmbeddedFiles or /AF
	BigImages   bool // an image large enough to be a scanned page
}

// drawn reports whether forms or annotations may add to what pages show.
func (n names) drawn() bool { return n.Form || n.Annots && n.Appearances }

// Bounds of the search: bytes inflated from one object stream, and from all of them.
const (
	maxObjectStream = 8 << 20
	maxInflated     = 64 << 20
)

// scanNames looks for names in the file as it stands and in its compressed object streams.
func scanNames(pdf []byte) names {
	var n names
	n.scan(pdf)
	left := int64(maxInflated)
	for rest := pdf; left > 0; {
		i := bytes.Index(rest, []byte("/ObjStm"))
		if i < 0 {
			break
		}
		rest = rest[i+len("/ObjStm"):]
		plain := inflate(streamAfter(rest), min(left, maxObjectStream))
		left -= int64(len(plain))
		n.scan(plain)
	}
	return n
}

// streamAfter returns what follows the next keyword "stream", nil when it is far away.
func streamAfter(b []byte) []byte {
	near := b[:min(len(b), 4096)]
	i := bytes.Index(near, []byte("stream"))
	if i < 0 {
		return nil
	}
	return bytes.TrimLeft(b[i+len("stream"):], "\r\n")
}

// inflate returns as much of a zlib stream as can be read, at most limit bytes.
func inflate(b []byte, limit int64) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(io.LimitReader(z, limit)) // what came before the damage counts
	return plain
}

// bigImage is how many pixels along a side make an image that may be a page.
const bigImage = 700

func (n *names) scan(b []byte) {
	wide, high := false, false
	for {
		i := bytes.IndexByte(b, '/')
		if i < 0 {
			return
		}
		b = b[i+1:]
		switch name := nameAt(b); name {
		case "AcroForm":
			n.Form = true
		case "Annots":
			n.Annots = true
		case "AP":
			n.Appearances = true
		case "EmbeddedFiles", "AF":
			n.Attachments = true
		case "Width":
			wide = numberAfter(b, len(name)) >= bigImage
			n.BigImages = n.BigImages || wide && high
		case "Height":
			high = numberAfter(b, len(name)) >= bigImage
			n.BigImages = n.BigImages || wide && high
		}
	}
}

// nameAt returns the name at the start of b, its #xx undone; "" for names longer than ours.
func nameAt(b []byte) string {
	const longest = 40
	end := 0
	for end < len(b) && end < longest && regular(b[end]) {
		end++
	}
	name := b[:end]
	if bytes.IndexByte(name, '#') < 0 {
		return string(name)
	}
	var plain []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '#' && i+2 < len(name) {
			if v, err := strconv.ParseUint(string(name[i+1:i+3]), 16, 8); err == nil {
				plain = append(plain, byte(v))
				i += 2
				continue
			}
		}
		plain = append(plain, name[i])
	}
	return string(plain)
}

// regular reports whether c may stand in a name (ISO 32000-1, 7.2.2).
func regular(c byte) bool {
	return c > ' ' && bytes.IndexByte([]byte("()<>[]{}/%"), c) < 0
}

func numberAfter(b []byte, at int) int {
	for at < len(b) && b[at] == ' ' {
		at++
	}
	n := 0
	for at < len(b) && b[at] >= '0' && b[at] <= '9' && n < 1e6 {
		n = 10*n + int(b[at]-'0')
		at++
	}
	return n
}
