package compliance

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"docpipe/schemas"
)

// maxPackBytes bounds the file of a pack.
const maxPackBytes = 8 << 20

// A packFile is the file of a pack as it is written.
type packFile struct {
	Pack    string                `yaml:"pack"`
	Version string                `yaml:"version"`
	Title   string                `yaml:"title"`
	Request bool                  `yaml:"on_request"` // in force only where the configuration names it
	Instead string                `yaml:"replaces"`   // shipped: of the shipped pack of this name
	Applies appliesTo             `yaml:"applies_to"`
	Params  map[string]yaml.Node  `yaml:"params"`
	Define  map[string]expression `yaml:"define"`
	Tables  map[string]string     `yaml:"tables"`
	Bases   map[string]Example    `yaml:"bases"`
	Rules   []*Rule               `yaml:"rules"`

	Families []family `yaml:"families"`
}

type appliesTo struct {
	DocType  []string `yaml:"doctype"`
	EInvoice bool     `yaml:"einvoice"` // to documents that hold an e-invoice, and no others
}

// A Library is what packs are loaded with: the shapes of documents by doctype, and the data
// files that packs may name as tables.
type Library struct {
	Schemas  map[string]*schemas.Schema
	EInvoice *schemas.Schema // the terms of electronic invoices, the variable inv
	Table    func(name string) ([]byte, error)
}

// Load reads a pack and checks it whole: keys, ids, expressions against every type of document,
// and that each rule has examples that pass, fail and cannot be told. It reports every mistake,
// as LoadErrors that name file and line. The examples are run by [Pack.Test].
func (l Library) Load(file string, raw []byte) (*Pack, error) {
	if len(raw) > maxPackBytes {
		return nil, &LoadError{File: file, Reason: fmt.Sprintf("%d bytes, the limit is %d", len(raw), maxPackBytes)}
	}
	p, err := l.open(file, raw, raw, strictly)
	if err != nil {
		return nil, err
	}
	if err := inOrder(errors.Join(p.complete(), p.compile())); err != nil {
		return nil, err
	}
	return p, nil
}

// open makes a pack of its file, or of a part of it on the same lines.
func (l Library) open(file string, raw, part []byte, read decoder) (*Pack, error) {
	var f packFile
	tree, err := read(part, &f)
	if err != nil {
		return nil, loadErrors(file, err)
	}
	sum := sha256.Sum256(raw)
	p := &Pack{
		Name: f.Pack, Version: f.Version, Title: f.Title, OnRequest: f.Request, DocTypes: f.Applies.DocType, EInvoices: f.Applies.EInvoice,
		File: file, SHA256: hex.EncodeToString(sum[:]), Params: map[string]any{}, Rules: f.Rules,
		raw: raw, loader: l, replaces: f.Instead, defines: f.Define, bases: f.Bases, bounds: map[string]*bound{},
	}
	for i, n := range under(tree, "rules") {
		if p.Rules[i] == nil {
			return nil, &LoadError{File: file, Line: n.Line, Reason: "rules: an entry with nothing in it"}
		}
		p.Rules[i].line = n.Line
	}
	if err := p.expand(part, tree, f.Families, read); err != nil {
		return nil, err
	}
	return p, errors.Join(p.header(l), p.params(f.Params), p.readTables(l, f.Tables))
}

// A decoder reads YAML into v, and returns its tree too, which knows the lines.
type decoder func(raw []byte, v any) (*yaml.Node, error)

// strictly refuses keys that v does not have.
func strictly(raw []byte, v any) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	err := d.Decode(v)
	if errors.Is(err, io.EOF) {
		return nil, errors.New("there is no pack in it")
	}
	if err == nil && !errors.Is(d.Decode(new(yaml.Node)), io.EOF) {
		return nil, errors.New("a second document begins with ---: write one pack in a file")
	}
	if err != nil {
		return nil, err
	}
	var tree yaml.Node
	return &tree, yaml.Unmarshal(raw, &tree)
}

// under returns the entries of the list under a key of the file.
func under(tree *yaml.Node, key string) []*yaml.Node {
	keys := tree.Content[0].Content
	for i := 0; i+1 < len(keys); i += 2 {
		if keys[i].Value == key {
			return keys[i+1].Content
		}
	}
	return nil
}

var (
	unknownKey = regexp.MustCompile(`^(?:yaml: )?line (\d+): field (\S+) not found in type \S+`)
	yamlLine   = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)`)
)

// loadErrors turns the decoder's words into ours, one error for each mistake.
func loadErrors(file string, err error) error {
	reasons := []string{err.Error()}
	var several *yaml.TypeError
	if errors.As(err, &several) {
		reasons = several.Errors
	}
	var all []error
	for _, reason := range reasons {
		e := &LoadError{File: file, Reason: strings.TrimPrefix(reason, "yaml: ")}
		if m := unknownKey.FindStringSubmatch(reason); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
			e.Reason = fmt.Sprintf("unknown key %q", m[2])
		} else if m := yamlLine.FindStringSubmatch(reason); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
			e.Reason = m[2]
		}
		all = append(all, e)
	}
	return errors.Join(all...)
}

var (
	packName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,47}$`)
	semantic = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	ruleID   = regexp.MustCompile(`^[A-Z0-9][A-Za-z0-9.-]{0,63}$`)
	variable = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
)

func (p *Pack) header(l Library) error {
	var errs []error
	bad := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, &LoadError{File: p.File, Reason: fmt.Sprintf(format, args...)})
		}
	}
	bad(!packName.MatchString(p.Name), "pack %q: use a name of a-z, 0-9 and -", p.Name)
	bad(!semantic.MatchString(p.Version), "version %q: use three numbers such as 1.0.0", p.Version)
	bad(p.replaces != "" && p.replaces != "shipped", "replaces %q: write replaces: shipped, or leave it out", p.replaces)
	bad(len(p.Rules) == 0, "rules: there are none")
	bad(len(p.DocTypes) == 0, "applies_to.doctype: name the types of document")
	for _, t := range p.DocTypes {
		bad(l.Schemas[t] == nil, "applies_to.doctype: no schema %q", t)
	}
	return errors.Join(errs...)
}

// complete checks what a rule must have whatever its expressions say.
func (p *Pack) complete() error {
	var errs []error
	lines := map[string]int{}
	for _, r := range p.Rules {
		if first, ok := lines[r.ID]; ok {
			errs = append(errs, p.mistake(r, r.line, "the id stands twice, first on line %d", first))
		}
		lines[r.ID] = r.line
		for _, reason := range r.lacks() {
			errs = append(errs, p.mistake(r, r.line, "%s", reason))
		}
		for i, e := range r.Tests {
			for _, reason := range e.lacks() {
				errs = append(errs, p.mistake(r, r.line, "example %s: %s", named(i, e), reason))
			}
		}
	}
	return errors.Join(errs...)
}

func (r *Rule) lacks() []string {
	var all []string
	bad := func(when bool, format string, args ...any) {
		if when {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	bad(!ruleID.MatchString(r.ID), "id %q: use letters, digits, - and ., beginning with a capital or a digit", r.ID)
	bad(r.Title == "", "title: there is none")
	bad(!slices.Contains(severities, r.Severity), "severity %q: use one of %s", r.Severity, strings.Join(severities, ", "))
	bad(r.Source.Ref == "" || r.Source.Law == "" && r.Source.Standard == "", "source: name law or standard, and ref")
	bad(r.Fix == "", "fix: say what a person can do")
	bad(!r.Assert.given() && r.Judge == nil, "assert: there is none")
	bad(r.Assert.given() && r.Judge != nil, "assert and judge: use prefer beside judge")
	bad(!r.Message.given(), "message: say what is wrong when the rule fails")
	bad(r.ForEach.given() != (r.As != ""), "for_each and as belong together")
	bad(r.MinConfidence != nil && (*r.MinConfidence < 0 || *r.MinConfidence > 1), "min_confidence: use 0 to 1")
	if r.Judge != nil {
		if err := r.Judge.Check(r.Severity); err != nil {
			all = append(all, err.Error())
		}
	}
	return append(all, r.wantsExamples()...)
}

func (p *Pack) mistake(r *Rule, line int, format string, args ...any) error {
	return &LoadError{File: p.File, Line: line, Rule: r.ID, Reason: fmt.Sprintf(format, args...)}
}
