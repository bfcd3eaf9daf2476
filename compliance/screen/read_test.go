package screen

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// one finds the only entry with the id.
func one(t *testing.T, r *roll, id string) Entry {
	t.Helper()
	for _, e := range r.entries {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entry %s among %+v", id, r.entries)
	return Entry{}
}

func TestReadEachList(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file, list, day, id, kind, name, alias string
		weak                                   bool
		birth                                  Birth
		entries                                int
	}{
		{"eu.csv", "eu", "01/11/2026", "EU.9001.11", Person, "Miroslav Drakovic", "Мирослав Дракович", false, Birth{1961, 1961, "1961-03-14"}, 3},
		{"eu.xml", "eu", "2026-11-01", "EU.9001.11", Person, "Miroslav Drakovic", "Miro", true, Birth{1961, 1961, "1961-03-14"}, 2},
		{"un.xml", "un", "2026-11-02", "ZZi.001", Person, "JEAN-BAPTISTE KALONDA MUTEBA", "Faucon", true, Birth{1973, 1975, ""}, 2},
		{"sdn.csv", "us-ofac", "", "90001", Person, "PEREZ QUIROGA, Anselmo", "EL CARPINTERO", true, Birth{1948, 1948, "1948-12-10"}, 3},
		{"sdn.xml", "us-ofac", "", "90001", Person, "Anselmo PEREZ QUIROGA", "EL CARPINTERO", true, Birth{1948, 1948, "1948-12-10"}, 1},
		{"uk.csv", "uk", "03-Nov-2026", "MAD0001", Person, "Tarik WHITLOCK-SAYED", "THE BAKER", true, Birth{1975, 1975, ""}, 2},
		{"ofsi.csv", "uk", "03/11/2026", "88001", Person, "Tarik WHITLOCK-SAYED", "", false, Birth{1975, 1975, "1975-05-12"}, 2},
		{"uk.xml", "uk", "", "MAD0001", Person, "Tarik WHITLOCK-SAYED", "طارق سيد", false, Birth{1975, 1975, ""}, 1},
		{"own.csv", "own", "", "B-1", Person, "Ferdinand Ochsenknecht", "Ferdl Ochsenknecht", false, Birth{1980, 1980, "1980-02-29"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			r, err := readFile(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if r.list != tt.list || r.day != tt.day || len(r.entries) != tt.entries {
				t.Errorf("list %q of %q with %d entries, want %q of %q with %d", r.list, r.day, len(r.entries), tt.list, tt.day, tt.entries)
			}
			e := one(t, r, tt.id)
			if e.Kind != tt.kind || e.Names[0].Text != tt.name || len(e.Births) == 0 || e.Births[0] != tt.birth {
				t.Errorf("entry = %+v, want a %s %q born %+v", e, tt.kind, tt.name, tt.birth)
			}
			if tt.alias != "" && !hasName(e, Name{tt.alias, tt.weak}) {
				t.Errorf("names = %+v, want the alias %q, weak %v", e.Names, tt.alias, tt.weak)
			}
		})
	}
}

func hasName(e Entry, want Name) bool {
	for _, n := range e.Names {
		if n == want {
			return true
		}
	}
	return false
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"another table":    "colour,size\nred,4\n",
		"another root":     "<rss><channel/></rss>",
		"nothing":          "",
		"a broken XML":     "<export><sanctionEntity>",
		"an OFAC of holes": "1,2,3\n",
		"a list of nobody": "name\n",
	} {
		path := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readFile(path); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error = %v, want ErrInvalid that names the file", name, err)
		}
	}
}

func TestParseBirth(t *testing.T) {
	t.Parallel()
	tests := map[string]Birth{
		"1971-04-28": {1971, 1971, "1971-04-28"}, "27/08/1955": {1955, 1955, "1955-08-27"}, "dd/mm/1950": {1950, 1950, ""},
		"00/00/1975": {1975, 1975, ""}, "circa 1948": {1947, 1949, ""}, "1948 to 1950": {1948, 1950, ""}, "Dec 1948": {1948, 1948, ""},
	}
	for text, want := range tests {
		if got, ok := ParseBirth(text); !ok || got != want {
			t.Errorf("ParseBirth(%q) = %+v, %v, want %+v", text, got, ok, want)
		}
	}
	if b, ok := ParseBirth("unknown"); ok {
		t.Errorf("ParseBirth of no date = %+v", b)
	}
}
