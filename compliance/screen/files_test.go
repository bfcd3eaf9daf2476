package screen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docpipe/compliance"
)

// lists is every official list there is, in one screener.
func lists(t *testing.T, files ...string) *Files {
	t.Helper()
	c := DefaultConfig()
	for _, f := range files {
		c.Lists = append(c.Lists, filepath.Join("testdata", f))
	}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	f, err := NewFiles(c)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func hits(t *testing.T, s compliance.Screener, name, birth string) []compliance.ScreenHit {
	t.Helper()
	got, err := s.Screen(t.Context(), compliance.ScreenQuery{Name: name, Birth: birth})
	if err != nil || got.Unanswered != "" || len(got.Lists) == 0 {
		t.Fatalf("screening %q = %+v, %v", name, got, err)
	}
	return got.Hits
}

func TestScreenFinds(t *testing.T) {
	t.Parallel()
	f := lists(t, "eu.csv", "un.xml", "sdn.csv", "alt.csv", "uk.csv", "own.csv")
	for name, entry := range map[string]string{
		"Miroslav Drakovic":                  "EU.9001.11",
		"DRAKOVIĆ, Miroslav":                 "EU.9001.11",
		"M. Drakovic":                        "EU.9001.11",
		"Miroslaw Drakovich":                 "EU.9001.11",
		"Мирослав Дракович":                  "EU.9001.11",
		"Northern Quartz Trading LLC":        "EU.9002.22",
		"Northern Quartz Traiding":           "EU.9002.22",
		"Wilberforce Odongo":                 "EU.9003.33",
		"Jean Baptiste Kalonda Muteba":       "ZZi.001",
		"Red Dune Logistics":                 "ZZe.002",
		"Anselmo Pérez Quiroga":              "90001",
		"MV Grey Heron":                      "90002",
		"Aerotortuga S.A.":                   "90003",
		"Tarik Whitlock Sayed":               "MAD0001",
		"Glass Harbour Shipping Ltd.":        "MAD0002",
		"Glassharbour Shipping":              "MAD0002",
		"Ochsenknecht Ferdinand":             "B-1",
		"THE BAKER":                          "MAD0001",
		"Red Dune Logistics General Trading": "ZZe.002",
	} {
		got := hits(t, f, name, "")
		if len(got) == 0 || got[0].Entry != entry {
			t.Errorf("%q gives %+v, want %s first", name, got, entry)
		}
	}
}

func TestScreenLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	f := lists(t, "eu.csv", "un.xml", "sdn.csv", "alt.csv", "uk.csv", "own.csv")
	for _, name := range []string{
		"Miroslav Novak", "Maria Perez", "Northern Lights Trading LLC", "Grey Matter Consulting", "Jean Dupont", "Harbour View Hotel Limited",
		"Tarik", "Kalonda", "Quartz GmbH", "Red Dune Dental Practice", "General Trading", "Sayed Bakery", "Glass & Co", "Acme Airlines",
	} {
		if got := hits(t, f, name, ""); len(got) > 0 {
			t.Errorf("%q gives %+v, want nobody", name, got)
		}
	}
}

func TestScreenWeighsBirth(t *testing.T) {
	t.Parallel()
	f := lists(t, "eu.csv", "un.xml", "uk.csv")
	same, other := hits(t, f, "Miroslav Drakovic", "1961-03-14"), hits(t, f, "Miroslav Drakovic", "1990-01-01")
	if same[0].Birth != "agrees" || other[0].Birth != "differs" || other[0].Likeness >= same[0].Likeness {
		t.Errorf("births: %+v and %+v, want agrees and differs, the other one less likely", same[0], other[0])
	}
	if got := hits(t, f, "Jean Kalonda", "1974"); got[0].Birth != "agrees" {
		t.Errorf("a year in the range = %+v, want agrees", got[0])
	}
	if got := hits(t, f, "Miroslaw Drakovich", "1990-01-01"); len(got) > 0 && got[0].Likeness >= hits(t, f, "Miroslaw Drakovich", "")[0].Likeness {
		t.Errorf("a like name of another age = %+v, want it less likely", got[0])
	}
}

func TestChangedList(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.csv")
	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("name\nFerdinand Ochsenknecht\n")
	c := DefaultConfig()
	c.Lists = []string{path}
	f, err := NewFiles(c)
	if err != nil {
		t.Fatal(err)
	}
	put("name\nFerdinand Ochsenknecht\nBartholomew Quisling\n")
	if got := hits(t, f, "Bartholomew Quisling", ""); len(got) != 1 {
		t.Errorf("after the list has changed: %+v, want the new entry", got)
	}
	put("colour\nred\n")
	got, err := f.Screen(t.Context(), compliance.ScreenQuery{Name: "Bartholomew Quisling"})
	if err != nil || len(got.Hits) != 1 || !strings.Contains(strings.Join(got.Lists, " "), "not in force") {
		t.Errorf("with a changed list that cannot be read: %+v, %v, want the former one and a word about it", got, err)
	}
}

func TestNothingToScreen(t *testing.T) {
	t.Parallel()
	got, err := None{}.Screen(t.Context(), compliance.ScreenQuery{Name: "Anybody"})
	if err != nil || got.Unanswered == "" {
		t.Errorf("without a list = %+v, %v, want unanswered", got, err)
	}
	got, err = lists(t, "own.csv").Screen(t.Context(), compliance.ScreenQuery{Name: " . "})
	if err != nil || got.Unanswered == "" {
		t.Errorf("without a name = %+v, %v, want unanswered", got, err)
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	bad := Config{Lists: []string{"nowhere.csv"}, Service: "watchman", Threshold: 2}
	err := bad.Validate()
	for _, want := range []string{"threshold", "timeout", "service and lists", "nowhere.csv", "service \"watchman\""} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate = %v, want %q in it", err, want)
		}
	}
}

// BenchmarkScreen looks one name up in a list of the size of all official ones together.
func BenchmarkScreen(b *testing.B) {
	var entries []Entry
	syllables := []string{"ka", "lo", "mir", "dra", "vo", "sen", "tur", "bel", "qua", "zin", "osh", "rem", "ul", "fa", "gri", "neth"}
	for i := range 90_000 {
		word := func(seed int) string {
			s := ""
			for n := range 3 {
				s += syllables[(seed/(n*7+1)+seed*31+n)%len(syllables)]
			}
			return s
		}
		e := Entry{List: "x", ID: word(i), Kind: Person}
		e.name(word(i)+" "+word(i*17+5)+" "+word(i/3), false)
		entries = append(entries, e)
	}
	x := newIndex(entries)
	for b.Loop() {
		x.search(compliance.ScreenQuery{Name: "Miroslav Drakovic"}, 0.88)
	}
}
