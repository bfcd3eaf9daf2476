// Command mksamples writes docpipe's sample documents into testdata.
//
//	go run ./cmd/mksamples            writes testdata (run it at the top of the module)
//	go run ./cmd/mksamples -check     compares instead; exit code 1 where a file differs
//	go run ./cmd/mksamples -out DIR   writes elsewhere
//
// One layout model (layout.go) drives two backends: pdf.go writes digital documents and
// raster.go draws the same pages as scans and photographs, so a scanned sample says exactly
// what its digital twin says, and the places of its words are known. The values in want.json
// are the values that were printed. The same source gives the same bytes every time: there is
// no clock, and noise comes from a seeded generator. A Go release that changes its JPEG or
// deflate encoder changes bytes, and then the samples are written anew.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "testdata", "folder of the samples")
	check := flag.Bool("check", false, "compare with the folder and write nothing")
	flag.Parse()
	if err := run(*out, *check); err != nil {
		fmt.Fprintln(os.Stderr, "mksamples:", err)
		os.Exit(1)
	}
}

// run makes every sample and writes it to dir, or compares it with what is there.
func run(dir string, check bool) error {
	var problems []error
	for _, build := range cases {
		problems = append(problems, build().keep(dir, check))
	}
	return errors.Join(problems...)
}

// keep writes the sample's folder into dir, or compares it with what is there.
func (s sample) keep(dir string, check bool) error {
	files, err := s.files()
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	var problems []error
	for _, f := range files {
		problems = append(problems, place(filepath.Join(dir, s.name, f.name), f.data, check))
	}
	return errors.Join(problems...)
}

func place(path string, data []byte, check bool) error {
	if check {
		got, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(got, data) {
			err = fmt.Errorf("%s is not what the generator writes: run go run ./cmd/mksamples", path)
		}
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
