// Package testdata holds docpipe's sample documents: invented companies, people and numbers,
// written by cmd/mksamples and therefore free to publish.
//
// Each folder is one sample: the document's files as they would be uploaded, want.json with
// what docpipe should make of them, and words.json where tests measure geometry. [Samples]
// lists them. "go run ./cmd/mksamples" writes them anew, with -check it compares. The PDF files
// embed parts of the Go fonts (BSD licence, their zero opened).
package testdata

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

// Files holds this folder. The pattern takes everything, so that the package also builds
// before the first sample is written.
//
//go:embed *
var Files embed.FS

// A Sample is one document as it is uploaded.
type Sample struct {
	Name     string   // the folder
	About    string   // one sentence for a person
	Files    []string // paths in [Files], in upload order
	Password string   // opens the file; empty if it needs none
	Doctype  string   // what the document is; empty where the upload is refused
	Want     string   // path of want.json in [Files]
}

// A Want is what docpipe should say of a sample. It names what the sample is for and leaves
// out the rest: a field that is not in States may be in any state, and where a page has
// more to say than Data (a slogan, the codes of an e-invoice) a reader may say it too.
type Want struct {
	About      string            `json:"about"`
	Files      []string          `json:"files"`
	Password   string            `json:"password,omitempty"`
	Doctype    string            `json:"doctype,omitempty"`
	Schema     string            `json:"schema,omitempty"`
	Languages  []string          `json:"languages,omitempty"`
	PageCount  int               `json:"page_count"`
	Status     []string          `json:"status"`             // any of these is right
	Pages      []WantPage        `json:"pages,omitempty"`    // in order; empty: not looked at
	Data       json.RawMessage   `json:"data,omitempty"`     // as printed, in the schema's notation
	States     map[string]string `json:"states,omitempty"`   // by JSON pointer
	Findings   []string          `json:"findings,omitempty"` // ids of rules that must fail
	Reasons    []string          `json:"reasons,omitempty"`  // codes that must be among the reasons
	Parts      []WantPart        `json:"parts,omitempty"`    // of a stack
	Error      string            `json:"error,omitempty"`    // code, where the upload is refused
	NoPassword string            `json:"error_without_password,omitempty"`
	Wrong      string            `json:"error_with_wrong_password,omitempty"`
}

// A WantPage is what should be said of one page.
type WantPage struct {
	State    string `json:"state"`
	TextFrom string `json:"text_from,omitempty"`
	Turn     int    `json:"turn"` // clockwise degrees that make the text upright
}

// A WantPart is one document of a stack.
type WantPart struct {
	Doctype string          `json:"doctype"`
	Pages   []int           `json:"pages"`
	Data    json.RawMessage `json:"data,omitempty"`
}

// A Word is one printed word of words.json, in reading order of its page. Boxes are left,
// top, right, bottom in parts of the page as a viewer shows it: Box around the ink, Cell
// around the pen's advance from ascender to descender.
type Word struct {
	Page int        `json:"page"`
	Text string     `json:"text"`
	Box  [4]float64 `json:"box"`
	Cell [4]float64 `json:"cell"`
}

// Samples lists the samples by name.
func Samples() []Sample {
	wants, err := fs.Glob(Files, "*/want.json")
	if err != nil {
		panic(fmt.Sprintf("testdata: %v", err)) // the pattern is a constant
	}
	var out []Sample
	for _, file := range wants {
		s := Sample{Name: path.Dir(file), Want: file}
		want, err := s.Expect()
		if err != nil {
			panic(fmt.Sprintf("testdata: run go run ./cmd/mksamples: %v", err))
		}
		s.About, s.Password, s.Doctype = want.About, want.Password, want.Doctype
		for _, name := range want.Files {
			s.Files = append(s.Files, path.Join(s.Name, name))
		}
		out = append(out, s)
	}
	return out
}

// Expect reads the sample's want.json.
func (s Sample) Expect() (Want, error) {
	var w Want
	err := s.decode(s.Want, &w)
	return w, err
}

// Words reads the sample's words.json. Only samples that measure geometry have one; the
// others return an error that wraps [fs.ErrNotExist].
func (s Sample) Words() ([]Word, error) {
	var words []Word
	err := s.decode(path.Join(s.Name, "words.json"), &words)
	return words, err
}

func (s Sample) decode(file string, v any) error {
	raw, err := Files.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
