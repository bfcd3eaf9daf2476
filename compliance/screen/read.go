package screen

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"docpipe/pipeline"
)

// A roll is the entries of one list while it is read, in the order of the file.
type roll struct {
	list    string
	day     string // when it was made, as the file says it
	entries []Entry
	at      map[string]int
}

// take adds e, or what it says beyond the entry of the same id.
func (r *roll) take(e Entry) {
	if e.ID == "" {
		return
	}
	e.List = r.list
	if i, ok := r.at[e.ID]; ok {
		r.entries[i].merge(e)
		return
	}
	r.at[e.ID] = len(r.entries)
	r.entries = append(r.entries, e)
}

// readFile reads a list in whatever form it is. The error wraps ErrInvalid when the file is
// none of the lists, or has no entry.
func readFile(path string) (*roll, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	own := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	r, err := read(f, own)
	if err == nil && len(r.entries) == 0 {
		err = fmt.Errorf("no entry is in it: %w", pipeline.ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// read reads a list; own is the name of one that is none of the official ones.
func read(from io.Reader, own string) (*roll, error) {
	b := bufio.NewReaderSize(from, 1<<16)
	start, err := b.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	r := &roll{list: own, at: map[string]int{}}
	if bytes.HasPrefix(bytes.TrimSpace(start), []byte("<")) {
		return r, readXML(b, r)
	}
	return r, readTable(b, r, separator(start))
}

// separator is what stands between the columns of a CSV file: the EU writes semicolons.
func separator(start []byte) rune {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	if bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		return ';'
	}
	return ','
}
