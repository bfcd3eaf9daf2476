package main

import (
	"bufio"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An input is one document that a batch is to read: one file, or several in order.
type input struct {
	ID        string   // of its document, given when its turn comes: ids sort like inputs
	Source    string   // how results name it: relative to --root, with slashes
	Paths     []string // files to open
	Schema    string   // empty: the batch's
	Locale    string
	Reference string
	Batch     string
	Case      string
	Metadata  map[string]string
}

// gather lists the inputs of the command line in a stable order: arguments as given, folders
// walked by name. A path that cannot be listed is an input all the same, so that it ends as
// a failed result and not as silence.
func gather(o *batchOptions, stdin io.Reader) ([]input, error) {
	inputs, err := manifestInputs(o)
	if err != nil {
		return nil, err
	}
	for _, arg := range o.args {
		found, err := argumentInputs(o, arg, stdin)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, found...)
	}
	if len(inputs) == 0 {
		return nil, noInput(o)
	}
	return o.shard.pick(inputs), refuseTwins(inputs)
}

func noInput(o *batchOptions) error {
	switch {
	case o.manifest != "":
		return usagef("--manifest %s lists no documents", o.manifest)
	case len(o.args) == 0:
		return usagef("no input: name files or folders, - for a list on stdin, or --manifest")
	case o.args[0] == "-":
		return usagef("no input: the list on stdin is empty")
	}
	return usagef("no input: there is no file in %s", strings.Join(o.args, ", "))
}

func argumentInputs(o *batchOptions, arg string, stdin io.Reader) ([]input, error) {
	if arg == "-" {
		return listedInputs(o, stdin)
	}
	info, err := os.Stat(arg)
	if err != nil {
		return nil, usagef("%s: %w", arg, pathReason(err))
	}
	if !info.IsDir() {
		return []input{{Source: o.source(arg), Paths: []string{arg}}}, nil
	}
	return folderInputs(o, arg)
}

// folderInputs walks a folder. Names that begin with a dot, and the batch's own output, are
// left out.
func folderInputs(o *batchOptions, dir string) ([]input, error) {
	var inputs []input
	out, _ := filepath.Abs(o.out)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil && (e == nil || path == dir) {
			return usagef("%s: %w", path, pathReason(err))
		}
		abs, _ := filepath.Abs(path)
		hidden := strings.HasPrefix(e.Name(), ".") && path != dir
		switch {
		case e.IsDir() && (hidden || o.out != "" && abs == out):
			return filepath.SkipDir
		case hidden, e.IsDir() && err == nil, !e.IsDir() && !e.Type().IsRegular() && e.Type()&fs.ModeSymlink == 0:
			return nil
		}
		inputs = append(inputs, input{Source: o.source(path), Paths: []string{path}})
		if e.IsDir() {
			return filepath.SkipDir
		}
		return nil
	})
	return inputs, err
}

// listedInputs reads one document a line, as failed.txt has them: its path, or the paths of
// its files parted by tabs.
func listedInputs(o *batchOptions, r io.Reader) ([]input, error) {
	var inputs []input
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		paths := strings.Split(strings.TrimRight(lines.Text(), "\r"), "\t")
		if paths[0] == "" {
			continue
		}
		in := input{Source: o.source(paths[0])}
		for _, path := range paths {
			in.Paths = append(in.Paths, o.rooted(path))
		}
		inputs = append(inputs, in)
	}
	if err := lines.Err(); err != nil {
		return nil, usagef("stdin is no list of paths, one a line: %w", err)
	}
	return inputs, nil
}

// source names a path relative to --root, or as given.
func (o *batchOptions) source(path string) string {
	if o.root != "" {
		abs, errA := filepath.Abs(path)
		root, errB := filepath.Abs(o.root)
		if rel, err := filepath.Rel(root, abs); errors.Join(errA, errB, err) == nil && !strings.HasPrefix(rel, "..") {
			path = rel
		}
	}
	return filepath.ToSlash(path)
}

// rooted finds a listed path: as given where it exists, else below --root.
func (o *batchOptions) rooted(path string) string {
	if _, err := os.Stat(path); err != nil && o.root != "" && !filepath.IsAbs(path) {
		return filepath.Join(o.root, path)
	}
	return path
}

// refuseTwins refuses two inputs with one name: their results could not be told apart.
func refuseTwins(inputs []input) error {
	seen := map[string]bool{}
	for _, in := range inputs {
		if seen[in.Source] {
			return usagef("%s is named twice: name each input once", in.Source)
		}
		seen[in.Source] = true
	}
	return nil
}

func pathReason(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("no such file or folder")
	case errors.As(err, &p):
		return p.Err
	}
	return err
}

// A shard is part index of count, 1-based; the zero shard is everything.
type shard struct{ index, count int }

// String writes I/N as the flag has it.
func (s *shard) String() string {
	if s.count == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.index, s.count)
}

// Set reads I/N.
func (s *shard) Set(text string) error {
	var rest string
	n, _ := fmt.Sscanf(text, "%d/%d%s", &s.index, &s.count, &rest)
	if n != 2 || s.index < 1 || s.count < s.index {
		return fmt.Errorf("%q is no part: write I/N with I from 1 to N, such as 2/4", text)
	}
	return nil
}

// Type names the flag's value in help.
func (s *shard) Type() string { return "I/N" }

// pick keeps the inputs of this part. A source falls into the same part on every machine,
// whatever else is in the folder.
func (s *shard) pick(inputs []input) []input {
	if s.count == 0 {
		return inputs
	}
	var mine []input
	for _, in := range inputs {
		h := fnv.New32a()
		h.Write([]byte(in.Source))
		if int(h.Sum32()%uint32(s.count)) == s.index-1 {
			mine = append(mine, in)
		}
	}
	return mine
}
