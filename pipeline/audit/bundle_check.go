package audit

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
)

// maxRecord bounds the manifest, and a line of JSON, in bytes: an export that was tampered with
// must not exhaust the auditor's machine.
const maxRecord = 256 << 20

// CheckBundle checks an export with nothing else at hand: that its chain holds together, that
// the chain's last entry is of this export, that every file is what was exported, and that every
// verdict and decision that the chain tells of is there and is the one that was recorded. kept is a
// head that was kept elsewhere, the zero Head for none.
//
// What was tampered with stands in the report. An error says that r could not be read.
func CheckBundle(r io.ReaderAt, size int64, kept Head) (Report, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		report := Report{Faults: []Fault{}}
		report.file(Unreadable, "", "this is no export: %v", err)
		return report, nil
	}
	c := &bundleCheck{files: map[string]*zip.File{}, kept: kept, report: Report{Faults: []Fault{}}}
	c.index(archive.File)
	c.outside(r, size)
	if raw := c.read(manifestName); raw != nil && c.open(raw) {
		c.chain()
		c.last(Sum(raw))
		c.exhibits()
		c.records()
	}
	return c.report, nil
}

// A bundleCheck is the check of one export.
type bundleCheck struct {
	files    map[string]*zip.File
	manifest Manifest
	kept     Head
	report   Report

	newest Entry // of the chain
	told   told
}

// index lists the files by name. Two of one name, or a name that leads out, were put there later.
func (c *bundleCheck) index(files []*zip.File) {
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/") {
			c.report.file(FileAdded, f.Name, "the folder %q was not exported", f.Name)
			continue
		}
		if err := safeName(f.Name); err != nil {
			c.report.file(FileAdded, f.Name, "%v", err)
			continue
		}
		if c.files[f.Name] != nil {
			c.report.file(FileAdded, f.Name, "there are two files of this name")
			continue
		}
		c.files[f.Name] = f
	}
}

// read returns a file that every export has, nil when it is not there.
func (c *bundleCheck) read(name string) []byte {
	f := c.files[name]
	if f == nil {
		c.report.file(FileMissing, name, "%s is missing", name)
		return nil
	}
	in, err := f.Open()
	if err != nil {
		c.report.file(Unreadable, name, "%s cannot be read: %v", name, err)
		return nil
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, maxRecord))
	if err != nil {
		c.report.file(Unreadable, name, "%s cannot be read: %v", name, err)
		return nil
	}
	return raw
}

func (c *bundleCheck) open(raw []byte) bool {
	if err := json.Unmarshal(raw, &c.manifest); err != nil || c.manifest.Format != exportFormat {
		c.report.file(Unreadable, manifestName, "it is of no export that this release knows")
		return false
	}
	return true
}

// last demands that the chain ends with this export: the entry names the manifest's hash.
func (c *bundleCheck) last(sum string) {
	var x Export
	switch {
	case c.newest.Action != Exported:
		c.report.fault(Truncated, c.newest.N+1, "the chain does not end with the export")
	case json.Unmarshal(c.newest.Detail, &x) != nil || x.Manifest != sum:
		c.report.file(Mismatch, manifestName, "it is not the manifest that the chain ends with")
	}
}

// exhibits holds every file against the manifest, and looks for others.
func (c *bundleCheck) exhibits() {
	listed := map[string]bool{manifestName: true, chainName: true}
	for _, x := range c.manifest.Files {
		listed[x.Name] = true
		f := c.files[x.Name]
		if f == nil {
			c.report.file(FileMissing, x.Name, "%s was exported and is not there", x.Name)
			continue
		}
		c.report.Files++
		if sum, err := sumOf(f, x.Bytes); err != nil || sum != x.SHA256 {
			c.report.file(FileEdited, x.Name, "%s is not what was exported", x.Name)
		}
	}
	for name := range c.files {
		if !listed[name] {
			c.report.file(FileAdded, name, "%s was not exported", name)
		}
	}
}

// sumOf hashes a file, one byte past its size at most.
func sumOf(f *zip.File, size int64) (string, error) {
	in, err := f.Open()
	if err != nil {
		return "", err
	}
	defer in.Close()
	h := sha256.New()
	_, err = io.Copy(h, io.LimitReader(in, size+1))
	return hex.EncodeToString(h.Sum(nil)), err
}
