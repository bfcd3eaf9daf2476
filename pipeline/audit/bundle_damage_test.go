package audit_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"testing"

	"docpipe/pipeline/audit"
)

// Whatever is done to the bytes of the archive itself, nothing panics, and what is still sound holds
// the same files: a cut, a changed byte in a member or in the directory, a member twice.
func TestAnyByteOfTheArchiveShows(t *testing.T) {
	t.Parallel()
	raw, head := exported(t)
	for n := range len(raw) {
		if r := checkBundle(t, raw[:n], head); r.Sound() {
			t.Fatalf("cut off after byte %d it is sound", n)
		}
	}
	whole := unpack(t, raw)
	for at := range raw {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			damaged := bytes.Clone(raw)
			damaged[at] ^= flip
			if checkBundle(t, damaged, head).Sound() && !maps.Equal(unpack(t, damaged), whole) {
				t.Fatalf("byte %d changed by %#x is not seen", at, flip)
			}
		}
	}
}

// What is of no file of the archive was put there later.
func TestBytesOutsideTheArchiveShow(t *testing.T) {
	t.Parallel()
	raw, head := exported(t)
	junk := bytes.Repeat([]byte("junk"), 100)
	commented := bytes.Clone(raw)
	commented[len(raw)-2] = 4 // the length of the comment
	for name, damaged := range map[string][]byte{
		"before":         slices.Concat(junk, raw),
		"another before": slices.Concat(raw, raw),
		"behind":         slices.Concat(raw, junk),
		"one byte":       slices.Concat(raw, []byte{0}),
		"in the comment": slices.Concat(commented, []byte("junk")),
	} {
		r := checkBundle(t, damaged, head)
		if r.Sound() || r.Faults[0].Kind != audit.FileAdded {
			t.Errorf("%s: faults = %+v, want file_added", name, r.Faults)
		}
	}
}

// A damaged archive is told with what is damaged, not with all that could not be looked at.
func TestDamagedArchiveNamesItsFiles(t *testing.T) {
	t.Parallel()
	raw, head := exported(t)
	for name := range unpack(t, raw) {
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == name })
		at, err := z.File[i].DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		damaged := bytes.Clone(raw)
		damaged[at+int64(z.File[i].CompressedSize64)/2] ^= 0x10
		r := checkBundle(t, damaged, head)
		if !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool { return f.File == name }) {
			t.Errorf("%s damaged: faults = %+v, want it named", name, r.Faults)
		}
	}
}
