package compliance

import (
	"io/fs"
	"regexp"
	"testing"

	"docpipe/compliance/ident"
)

// Every kind of number that a shipped pack names is one, so that no rule ends in an error on the
// first document that reaches it.
func TestShipped_kinds_of_numbers(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`ident(?:Reason)?\(\\?"([^"\\]+)|'[A-Z]{2}': '([a-z]{2}\.[a-z]+)'`)
	names, err := fs.Glob(files, "packs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(raw), -1) {
			seen++
			if _, err := ident.Check(m[1]+m[2], "1"); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if seen < 40 {
		t.Errorf("%d kinds named, want more than 40: the packs are written in another way", seen)
	}
}
