package local_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"docpipe/schemas"
)

// A form is one kind of document that no shipped schema describes: its schema, and for each
// language what is printed on it.
type form struct {
	name   string
	schema *schemas.Schema
	prints []printed
}

// printed is a form in one language. A line of its file is
//
//	title TEXT                    a heading of the document
//	section TEXT                  a heading over the fields that follow, "-" for none
//	POINTER | LABELS | VALUE      a field: one of the labels, a value made as VALUE says
//	- | LABELS | VALUE            the same for what the schema does not ask for
//	table POINTER | TEXT          a table under a heading; its fields are the columns
//	text TEXT                     a sentence
type printed struct {
	language, title, text string
	sections              []section
	table                 section
}

type section struct {
	title   string
	pointer string // of a table
	entries []entry
}

type entry struct {
	pointer string
	labels  []string
	value   string
}

// forms reads the kinds of documents in testdata/unseen.
func forms(tb testing.TB) []form {
	tb.Helper()
	files, err := filepath.Glob("testdata/unseen/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("testdata/unseen: %d files, %v", len(files), err)
	}
	var all []form
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		f := form{name: strings.TrimSuffix(filepath.Base(file), ".txt")}
		for _, part := range archive.Files {
			if part.Name != "schema.json" {
				f.prints = append(f.prints, parsePrint(part.Name, string(part.Data)))
				continue
			}
			if f.schema, err = schemas.Parse(f.name, part.Data); err != nil {
				tb.Fatal(err)
			}
		}
		all = append(all, f)
	}
	return all
}

func parsePrint(language, lines string) printed {
	p := printed{language: language}
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "title":
			p.title = rest
		case "text":
			p.text = rest
		case "section":
			p.sections = append(p.sections, section{title: strings.Trim(rest, "-")})
		case "table":
			pointer, title, _ := strings.Cut(rest, " | ")
			p.table = section{title: title, pointer: pointer}
		default:
			parts := strings.SplitN(line, " | ", 3)
			e := entry{pointer: parts[0], labels: strings.Split(parts[1], "; "), value: parts[2]}
			if p.table.pointer != "" {
				p.table.entries = append(p.table.entries, e)
			} else {
				last := &p.sections[len(p.sections)-1]
				last.entries = append(last.entries, e)
			}
		}
	}
	return p
}
