package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifestColumns are the columns that mean something; all others become metadata.
var manifestColumns = []string{"path", "document", "schema", "locale", "reference", "batch", "case"}

// manifestInputs reads --manifest: a CSV file with a header line. Column path is required;
// rows that share a value in column document are files of one document, in their order.
// Paths are relative to --root, or else to the manifest's folder.
func manifestInputs(o *batchOptions) ([]input, error) {
	if o.manifest == "" {
		return nil, nil
	}
	f, err := os.Open(o.manifest)
	if err != nil {
		return nil, usagef("--manifest %s: %w", o.manifest, pathReason(err))
	}
	defer f.Close()
	inputs, err := readManifest(o, f)
	if err != nil {
		return nil, usagef("--manifest %s: %w", o.manifest, err)
	}
	return inputs, nil
}

func readManifest(o *batchOptions, r io.Reader) ([]input, error) {
	table := manifestTable(r)
	header, err := manifestHeader(table)
	if err != nil {
		return nil, err
	}
	var inputs []input
	byDocument := map[string]int{}
	for {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			return inputs, nil
		}
		if err != nil {
			return nil, err
		}
		row, err := manifestRow(o, header, record)
		if err != nil {
			line, _ := table.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		name := column(header, record, "document")
		if at, known := byDocument[name]; known && name != "" {
			inputs[at].Paths = append(inputs[at].Paths, row.Paths...)
			continue
		}
		byDocument[name] = len(inputs)
		inputs = append(inputs, row)
	}
}

// manifestTable reads commas, or semicolons where the header line has only those: what a
// spreadsheet writes in half of Europe.
func manifestTable(r io.Reader) *csv.Reader {
	buffered := bufio.NewReader(r)
	head, _ := buffered.Peek(buffered.Size()) // a short file is no error here
	line, _, _ := bytes.Cut(head, []byte("\n"))
	table := csv.NewReader(buffered)
	if bytes.ContainsRune(line, ';') && !bytes.ContainsRune(line, ',') {
		table.Comma = ';'
	}
	return table
}

func manifestHeader(table *csv.Reader) ([]string, error) {
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty: its first line names the columns, of which path is needed")
	}
	if err != nil {
		return nil, err
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	if !slices.Contains(header, "path") {
		return nil, fmt.Errorf("the first line has no column path: it has %s", strings.Join(header, ", "))
	}
	return header, nil
}

func manifestRow(o *batchOptions, header, record []string) (input, error) {
	path := column(header, record, "path")
	if path == "" {
		return input{}, errors.New("column path is empty")
	}
	base := o.root
	if base == "" {
		base = filepath.Dir(o.manifest)
	}
	file := path
	if !filepath.IsAbs(path) {
		file = filepath.Join(base, path)
	}
	in := input{
		Source: filepath.ToSlash(path), Paths: []string{file},
		Schema: column(header, record, "schema"), Locale: column(header, record, "locale"),
		Reference: column(header, record, "reference"),
		Batch:     column(header, record, "batch"), Case: column(header, record, "case"),
		Metadata: map[string]string{},
	}
	for i, name := range header {
		if !slices.Contains(manifestColumns, name) && record[i] != "" {
			in.Metadata[name] = record[i]
		}
	}
	return in, checkLocale("column locale", in.Locale)
}

func column(header, record []string, name string) string {
	if i := slices.Index(header, name); i >= 0 {
		return record[i]
	}
	return ""
}
