package schemas

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mustParse parses a schema that is part of a test.
func mustParse(t *testing.T, raw string) *Schema {
	t.Helper()
	s, err := Parse("test", []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// mustDecode decodes data that is part of a test.
func mustDecode(t *testing.T, raw string) any {
	t.Helper()
	v, err := Decode([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// compare compares pointers and keywords, not the words for people.
func compare(t *testing.T, got, want []Violation) {
	t.Helper()
	for i := range got {
		if got[i].Detail == "" {
			t.Errorf("%s %s says nothing", got[i].Pointer, got[i].Keyword)
		}
		got[i].Detail = ""
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("violations (-got +want):\n%s", diff)
	}
}

func sameSet(t *testing.T, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}
