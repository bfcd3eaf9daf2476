package main

import (
	"cmp"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the house from top to bottom. A package imports only from floors below its own.
// "a/..." stands for a and all inside it, a plain name for that package alone.
var floors = [][]string{
	{"cmd/docpipe", "cmd/modelserver"},
	{
		"pipeline/rest/...", "pipeline/web/...", "pipeline/bus/...", "pipeline/ledger/...", "pipeline/blob/...",
		"pipeline/intake/...", "pipeline/raster/...", "pipeline/prep/...", "pipeline/ocr/...", "pipeline/code/...", "pipeline/marks/...", "pipeline/redact/...",
		"extractors/...", "compliance/...",
	},
	{"extractors", "compliance"},
	{"schemas", "pipeline/sandbox", "pipeline/textline", "pipeline/audit", "pipeline/look", "compliance/ident", "compliance/alike"},
	{"pipeline"},
}

// inside lists the rooms of a neighbour that has rooms of its own, from top to bottom: "." is the
// neighbour itself. Who stands outside imports only that.
var inside = map[string][][]string{
	"extractors/local": {
		{"localtest"},
		{"."},
		{"party", "table", "slip", "clause"},
		{"evidence", "stack"},
		{"plan"},
		{"layout"},
		{"layout/layouttest"},
	},
}

// beside lists what stands beside the house and imports nothing of it; its tests may use the
// words.
var beside = []string{"testdata", "cmd/mksamples", "cmd/mktextline"}

func TestImports(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && strings.HasPrefix(e.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		seen++
		checkFile(t, root, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("read %d Go files, want the whole house", seen)
	}
}

func checkFile(t *testing.T, root, path string) {
	t.Helper()
	rel, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	from := filepath.ToSlash(filepath.Dir(rel))
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		to, ours := strings.CutPrefix(name, "docpipe/")
		switch {
		case ours && !mayImport(from, to, strings.HasSuffix(path, "_test.go")):
			t.Errorf("%s imports %s: not below it in the house", rel, to)
		case !ours && from == "pipeline" && strings.Contains(strings.Split(name, "/")[0], ".") && !strings.HasSuffix(path, "_test.go"):
			t.Errorf("%s imports %s: pipeline uses the standard library only", rel, name)
		}
	}
}

// mayImport reports whether package from may import package to. A suite may import the
// package in whose folder it lives; tests and cmd/docpipe may read the samples.
func mayImport(from, to string, test bool) bool {
	for house, rooms := range inside {
		if to == house || strings.HasPrefix(to, house+"/") {
			return mayEnter(house, rooms, from, to, test)
		}
	}
	switch {
	case from == to || strings.HasPrefix(from, to+"/"):
		return true
	case test && strings.HasPrefix(to, from+"/"):
		return true
	case to == "testdata":
		return test || from == "cmd/docpipe" || from == "cmd/mksamples"
	case slices.Contains(beside, from):
		return test && to == "pipeline"
	}
	above, below := floor(from), floor(to)
	return above >= 0 && above < below
}

// mayEnter reports whether package from may import package to, which is a neighbour with rooms of
// its own or one of these rooms. Tests of a room may import the suites.
func mayEnter(house string, rooms [][]string, from, to string, test bool) bool {
	if from != house && !strings.HasPrefix(from, house+"/") {
		return to == house && floor(from) >= 0 && floor(from) < floor(to)
	}
	room := func(pkg string) int {
		name := cmp.Or(strings.TrimPrefix(strings.TrimPrefix(pkg, house), "/"), ".")
		return slices.IndexFunc(rooms, func(names []string) bool { return slices.Contains(names, name) })
	}
	above, below := room(from), room(to)
	if above < 0 || below < 0 {
		return false
	}
	return from == to || above < below || test && strings.HasSuffix(to, "test")
}

// floor returns the floor on which pkg stands, -1 for none. An exact name wins.
func floor(pkg string) int {
	for i, names := range floors {
		if slices.Contains(names, pkg) {
			return i
		}
	}
	return slices.IndexFunc(floors, func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool {
			dir, tree := strings.CutSuffix(n, "/...")
			return tree && (pkg == dir || strings.HasPrefix(pkg, dir+"/"))
		})
	})
}
