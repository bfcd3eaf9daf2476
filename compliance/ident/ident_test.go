package ident

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestCheckAnUnknownKind(t *testing.T) {
	t.Parallel()
	if _, err := Check("xx.nothing", "1"); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("Check of an unknown kind = %v, want %v", err, ErrUnknownKind)
	}
}

// Every kind has one of its own test numbers, says where its algorithm is published, and its
// other names lead to it.
func TestKinds(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		if k.Title == "" || k.Source == "" {
			t.Errorf("%s: title %q and source %q, want both", k.Name, k.Title, k.Source)
		}
		for _, name := range append(k.Aliases, k.Name) {
			if found, ok := find(name); !ok || found.Name != k.Name {
				t.Errorf("%q leads to %q, want %s", name, found.Name, k.Name)
			}
		}
	}
}

// The numbers of the development set: each kind that we have must judge each of them rightly.
func TestEval(t *testing.T) {
	t.Parallel()
	root := os.Getenv("DOCPIPETEST_EVAL")
	if root == "" {
		t.Skip("DOCPIPETEST_EVAL is not set")
	}
	f, err := os.Open(filepath.Join(root, "ident", "numbers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	right, all, skipped := 0, 0, 0
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var line struct {
			Check, Input string
			Valid        bool
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		got, err := Check(line.Check, line.Input)
		if errors.Is(err, ErrUnknownKind) {
			skipped++
			continue
		}
		all++
		if got.Valid == line.Valid {
			right++
		} else {
			t.Errorf("%s %q: valid = %v (%s), want %v", line.Check, line.Input, got.Valid, got.Reason, line.Valid)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d right, %d of kinds that are not claimed", right, all, skipped)
}
