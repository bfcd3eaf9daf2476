package compliance

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// Which of two packs is in force, or which of two rules a decision is about, is nothing to guess.
func TestBook_Reload_refuses_what_stands_twice(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ second, want string }{
		"a pack": {strings.Replace(goodPack, "1.0.0", "2.0.0", 1), `pack "own" stands in`},
		"a rule": {strings.Replace(goodPack, "pack: own", "pack: other", 1), "has a rule of this id too"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := DefaultConfig()
			cfg.Folder = t.TempDir()
			b := book(t, cfg)
			for file, text := range map[string]string{"a.yaml": goodPack, "b.yaml": tc.second} {
				if err := os.WriteFile(filepath.Join(cfg.Folder, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.Reload(); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error = %v, want %q", err, tc.want)
			}
		})
	}
}

// A pack with the name of a shipped one stands in its place when it says so, and never by accident.
func TestBook_Reload_replaces_a_shipped_pack_that_is_named(t *testing.T) {
	t.Parallel()
	named := strings.Replace(goodPack, "pack: own", "pack: expense-policy", 1)
	for name, tc := range map[string]struct{ text, want string }{
		"by accident":         {named, `docpipe ships a pack "expense-policy" (`},
		"on purpose":          {"replaces: shipped\n" + named, ""},
		"of another name":     {"replaces: shipped\n" + goodPack, `docpipe ships no pack "own"`},
		"of something else":   {"replaces: expense-policy\n" + named, "write replaces: shipped"},
		"a rule of a shipped": {strings.ReplaceAll(goodPack, "OWN-1", "EXP-TOTAL-01"), "the pack expense-policy (expense-policy.yaml) has a rule of this id too"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := DefaultConfig()
			cfg.Folder = t.TempDir()
			writeFile(t, filepath.Join(cfg.Folder, "mine.yml"), tc.text)
			types, err := schemas.NewRegistry()
			if err != nil {
				t.Fatal(err)
			}
			b, err := NewBook(cfg, types.List(), Sources{})
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("error = %v, want %q", err, tc.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(b.Packs(), func(p *Pack) bool { return p.Name == "expense-policy" })
			if p := b.Packs()[i]; p.Rule("OWN-1") == nil || p.Replaces == "" || p.Shipped {
				t.Errorf("pack of %s replaces %q, shipped %v; want the own one in place of the shipped", p.File, p.Replaces, p.Shipped)
			}
		})
	}
}

// Packs end in .yaml or .yml; what a pack reads is no pack, and what looks like one and is not
// read is told.
func TestLibrary_Folder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.yaml":         strings.Replace(goodPack, "define:", "tables: {rates: own-rates.yml}\ndefine:", 1),
		"b.yml":          strings.NewReplacer("pack: own", "pack: other", "OWN-1", "OTHER-1").Replace(goodPack),
		"own-rates.yml":  "a: [b]\n",
		"c.yaml.bak":     goodPack,
		"README.md":      "pack: is a word\n",
		".#a.yaml":       goodPack,
		"nested/d.yaml":  goodPack,
		"nested/e.jsonx": "{}",
	} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	packs, err := library(t).Folder(dir)
	if err != nil || len(packs) != 2 {
		t.Fatalf("%d packs, %v; want a.yaml and b.yml", len(packs), err)
	}
	if got, want := Strays(dir), []string{filepath.Join(dir, "c.yaml.bak")}; !slices.Equal(got, want) {
		t.Errorf("strays = %v, want %v", got, want)
	}
	if _, err := library(t).Folder(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "rules.folder") || !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("error = %v, want that there is no such folder", err)
	}
}

// A check is not lost without a word: not by a link that leads nowhere, nor because another pack names
// the file as its table.
func TestLibrary_Folder_loses_no_pack(t *testing.T) {
	t.Parallel()
	t.Run("a link that leads nowhere", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, "own.yaml")); err != nil {
			t.Fatal(err)
		}
		if _, err := library(t).Folder(dir); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), "own.yaml") {
			t.Errorf("error = %v, want ErrInvalid with the name of the link", err)
		}
	})
	t.Run("a pack as a table", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "a.yaml"), strings.Replace(goodPack, "define:", "tables: {rates: b.yaml}\ndefine:", 1))
		writeFile(t, filepath.Join(dir, "b.yaml"), strings.NewReplacer("pack: own", "pack: other", "OWN-1", "OTHER-1").Replace(goodPack))
		if packs, err := library(t).Folder(dir); err != nil || len(packs) != 2 {
			t.Errorf("%d packs, %v; want both", len(packs), err)
		}
	})
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
