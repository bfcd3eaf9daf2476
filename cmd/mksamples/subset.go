package main

import (
	"encoding/binary"
	"slices"
)

// kept are the tables that a PDF viewer needs of a CIDFontType2 font. Names and character maps
// are the PDF's own business, and hints go with their instructions.
var kept = []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}

// Subset returns the font with only the given glyphs and what they are composed of. Glyph
// indices stay as they are, so the PDF needs no map (TrueType tables as in ISO/IEC 14496-22).
func (f *Face) Subset(glyphs []int) []byte {
	t := tables(f.ttf)
	count := int(binary.BigEndian.Uint16(t["maxp"][4:]))
	wanted := closure(append([]int{0}, glyphs...), func(g int) []byte {
		from, to := location(t, g)
		return t["glyf"][from:to]
	})

	var glyf, loca []byte
	for g := range count {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if from, to := location(t, g); slices.Contains(wanted, g) && to > from {
			glyf = pad(append(glyf, unhinted(t["glyf"][from:to])...))
		}
	}
	t["glyf"], t["loca"] = glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	t["head"] = slices.Clone(t["head"])
	binary.BigEndian.PutUint16(t["head"][50:], 1)
	return assemble(t)
}

// location returns where a glyph stands in the glyf table.
func location(t map[string][]byte, g int) (from, to int) {
	loca := t["loca"]
	if long := binary.BigEndian.Uint16(t["head"][50:]) == 1; long {
		return int(binary.BigEndian.Uint32(loca[4*g:])), int(binary.BigEndian.Uint32(loca[4*g+4:]))
	}
	return 2 * int(binary.BigEndian.Uint16(loca[2*g:])), 2 * int(binary.BigEndian.Uint16(loca[2*g+2:]))
}

// tables returns the tables of a TrueType file by tag.
func tables(ttf []byte) map[string][]byte {
	t := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		entry := ttf[12+16*i:]
		from, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		t[string(entry[:4])] = ttf[from : from+size]
	}
	return t
}

// closure adds the parts of composite glyphs.
func closure(glyphs []int, outline func(int) []byte) []int {
	for i := 0; i < len(glyphs); i++ {
		for _, part := range parts(outline(glyphs[i])) {
			if !slices.Contains(glyphs, part) {
				glyphs = append(glyphs, part)
			}
		}
	}
	return glyphs
}

// parts returns the glyphs that a composite glyph is made of.
func parts(g []byte) []int {
	var out []int
	for _, at := range components(g) {
		out = append(out, int(binary.BigEndian.Uint16(g[at+2:])))
	}
	return out
}

// components returns the offsets of a composite glyph's component records.
func components(g []byte) []int {
	if len(g) < 10 || int16(binary.BigEndian.Uint16(g)) >= 0 {
		return nil
	}
	var out []int
	for at := 10; ; {
		out = append(out, at)
		flags := binary.BigEndian.Uint16(g[at:])
		if flags&0x20 == 0 {
			return out
		}
		at += componentSize(flags)
	}
}

func componentSize(flags uint16) int {
	size := 6
	if flags&0x1 != 0 { // arguments are words
		size += 2
	}
	switch {
	case flags&0x8 != 0: // one scale
		size += 2
	case flags&0x40 != 0: // x and y scale
		size += 4
	case flags&0x80 != 0: // two by two
		size += 8
	}
	return size
}

// unhinted returns the glyph without its instructions, which call functions we drop.
func unhinted(g []byte) []byte {
	g = slices.Clone(g)
	if records := components(g); records != nil {
		last := records[len(records)-1]
		flags := binary.BigEndian.Uint16(g[last:])
		binary.BigEndian.PutUint16(g[last:], flags&^0x100)
		return g[:last+componentSize(flags)]
	}
	at := 10 + 2*int(binary.BigEndian.Uint16(g))
	n := int(binary.BigEndian.Uint16(g[at:]))
	binary.BigEndian.PutUint16(g[at:], 0)
	return slices.Delete(g, at+2, at+2+n)
}

// assemble writes a TrueType file of the kept tables.
func assemble(t map[string][]byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []uint16{uint16(len(kept)), 64, 2, uint16(16*len(kept) - 64)} {
		head = binary.BigEndian.AppendUint16(head, v)
	}
	var body []byte
	for _, tag := range kept {
		head = append(head, tag...)
		head = binary.BigEndian.AppendUint32(head, checksum(t[tag]))
		head = binary.BigEndian.AppendUint32(head, uint32(12+16*len(kept)+len(body)))
		head = binary.BigEndian.AppendUint32(head, uint32(len(t[tag])))
		body = pad(append(body, t[tag]...))
	}
	return append(head, body...)
}

func checksum(b []byte) uint32 {
	sum := uint32(0)
	for b = pad(slices.Clone(b)); len(b) > 0; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}
