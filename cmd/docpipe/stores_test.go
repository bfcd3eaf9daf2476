package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenStores_makes_no_new_key_beside_an_old_ledger(t *testing.T) {
	t.Parallel()
	c := defaultConfig()
	c.Data = t.TempDir()
	s, err := openStores(t.Context(), c, 1, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(c.Data, "key")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if _, err := openStores(t.Context(), c, 1, io.Discard); err == nil || !strings.Contains(err.Error(), "put the backup of it back") {
		t.Errorf("openStores = %v, want it to ask for the key's backup", err)
	}
	if _, err := os.Stat(key); err == nil {
		t.Error("a new key was made")
	}
}

func TestOpenStores_names_the_damaged_ledger(t *testing.T) {
	t.Parallel()
	c := defaultConfig()
	c.Data = t.TempDir()
	path := filepath.Join(c.Data, "ledger.db")
	if err := os.WriteFile(filepath.Join(c.Data, "key"), []byte(strings.Repeat("ab", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openStores(t.Context(), c, 1, io.Discard); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "restore a backup") {
		t.Errorf("openStores = %v, want it to name %s and a backup", err, path)
	}
}
