package audit

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

// A Bundle is an export that is being written. Its files are written one after the other; its end
// is [Bundle.Close].
type Bundle struct {
	zip      *zip.Writer
	manifest Manifest
}

// NewBundle begins an export. m says what it is of; its format and files are filled in here.
func NewBundle(w io.Writer, m Manifest) *Bundle {
	m.Format, m.Files = exportFormat, []Exhibit{}
	return &Bundle{zip: zip.NewWriter(w), manifest: m}
}

// Add writes one file. Its name must stay within the export.
func (b *Bundle) Add(name string, write func(io.Writer) error) error {
	if err := safeName(name); err != nil {
		return err
	}
	entry, err := b.create(name)
	if err != nil {
		return err
	}
	sum := &summed{to: entry, sum: sha256.New()}
	if err := write(sum); err != nil {
		return err
	}
	b.manifest.Files = append(b.manifest.Files, Exhibit{Name: name, SHA256: hex.EncodeToString(sum.sum.Sum(nil)), Bytes: sum.bytes})
	return nil
}

func (b *Bundle) create(name string) (io.Writer, error) {
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.manifest.MadeAt.Truncate(time.Second)})
}

// Close ends the export: book puts it into the chain, as the last entry that entries then gives;
// both are called once.
func (b *Bundle) Close(book func(Export) error, entries func(do func(Entry) error) error) error {
	raw, err := json.MarshalIndent(b.manifest, "", " ")
	if err != nil {
		return err
	}
	m := b.manifest
	if err := book(Export{Manifest: Sum(raw), Since: m.Since, Until: m.Until, Files: len(m.Files)}); err != nil {
		return fmt.Errorf("booking the export: %w", err)
	}
	w, err := b.create(manifestName)
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	if w, err = b.create(chainName); err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	if err := entries(func(e Entry) error { return lines.Encode(e) }); err != nil {
		return err
	}
	return b.zip.Close()
}

// summed hashes and counts what passes.
type summed struct {
	to    io.Writer
	sum   hash.Hash
	bytes int64
}

// Write passes b on.
func (s *summed) Write(b []byte) (int, error) {
	n, err := s.to.Write(b)
	s.sum.Write(b[:n])
	s.bytes += int64(n)
	return n, err
}
