package compliance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// packEndings are how the names of packs end.
var packEndings = []string{".yaml", ".yml"}

// Folder loads the packs of a folder, *.yaml and *.yml, with their examples, and reports every
// mistake of every file. Tables stand beside the packs, or are the shipped ones.
func (l Library) Folder(dir string) ([]*Pack, error) {
	names, err := filesOf(dir)
	if err != nil {
		return nil, fmt.Errorf("packs folder %s: %w: make it, or name none in rules.folder: %w", dir, err, pipeline.ErrInvalid)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !endsAsPack(name) })
	tables := tablesIn(names)
	var packs []*Pack
	var errs []error
	files := map[string]string{} // by the name of the pack
	for _, name := range names {
		if tables[filepath.Base(name)] && !looksLikePack(name) {
			continue // nobody loses a check because another file names it
		}
		p, err := l.File(name)
		if err == nil && files[p.Name] != "" {
			err = &LoadError{File: name, Reason: fmt.Sprintf("pack %q stands in %s as well, and only one can be in force: rename or remove one of them", p.Name, files[p.Name])}
		}
		if err == nil {
			files[p.Name] = name
		}
		packs, errs = append(packs, p), append(errs, err)
	}
	return packs, errors.Join(errs...)
}

// filesOf lists the files of a folder, by name, with links that lead nowhere: one may have led to a
// pack. Hidden ones are somebody else's: of an editor, or of what mounted the folder.
func filesOf(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		info, err := os.Stat(name)
		if isFolder := err == nil && info.IsDir(); !isFolder && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, name)
		}
	}
	return names, err
}

func endsAsPack(name string) bool { return slices.Contains(packEndings, filepath.Ext(name)) }

// tablesIn are the names of files that packs of the folder name as their tables.
func tablesIn(names []string) map[string]bool {
	tables := map[string]bool{}
	for _, name := range names {
		raw, err := readPack(name)
		var head struct {
			Tables map[string]string `yaml:"tables"`
		}
		if err != nil || yaml.Unmarshal(raw, &head) != nil {
			continue // loading it says what is wrong
		}
		for _, table := range head.Tables {
			tables[filepath.Base(table)] = true
		}
	}
	return tables
}

var (
	namesPack = regexp.MustCompile(`(?m)^\s*"?pack"?\s*:`)
	hasRules  = regexp.MustCompile(`(?m)^\s*"?(?:rules|families)"?\s*:`)
)

// Strays lists the files of a folder that look like packs and are not loaded, because their names
// end otherwise.
func Strays(dir string) []string {
	names, _ := filesOf(dir)
	return slices.DeleteFunc(names, func(name string) bool { return endsAsPack(name) || !looksLikePack(name) })
}

func looksLikePack(name string) bool {
	raw, err := readPack(name)
	return err == nil && namesPack.Match(raw) && hasRules.Match(raw)
}

// File loads the pack in one file and runs its examples.
func (l Library) File(name string) (*Pack, error) {
	raw, err := readPack(name)
	if err != nil {
		return nil, err
	}
	p, err := l.beside(filepath.Dir(name)).Load(name, raw)
	if err != nil {
		return nil, err
	}
	_, err = p.Test("")
	return p, err
}

// readPack reads a file that may be a pack: no device, and of bounded size.
func readPack(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("pack %s: %w: %w", name, err, pipeline.ErrInvalid)
	case !info.Mode().IsRegular() || info.Size() > maxPackBytes:
		return nil, fmt.Errorf("pack %s: not a file of at most %d bytes: %w", name, maxPackBytes, pipeline.ErrInvalid)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w: %w", name, err, pipeline.ErrInvalid)
	}
	return raw, nil
}

// beside is the library that looks for tables in a folder first.
func (l Library) beside(dir string) Library {
	shipped := l.Table
	l.Table = func(name string) ([]byte, error) {
		if raw, err := os.ReadFile(filepath.Join(dir, filepath.Base(name))); err == nil {
			return raw, nil
		}
		return shipped(name)
	}
	return l
}
