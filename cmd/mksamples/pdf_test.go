package main

import (
	"encoding/xml"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tool runs an external program. A machine without it skips, continuous integration fails.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") == "" {
			t.Skipf("%s is not installed", name)
		}
		t.Fatalf("%s is not installed", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// write puts a sample's document into a file.
func write(t *testing.T, s sample) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), s.docs[0].name)
	if err := os.WriteFile(path, s.docs[0].data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPDFsAreSound(t *testing.T) {
	t.Parallel()
	for name, s := range made() {
		if !strings.HasSuffix(s.docs[0].name, ".pdf") || s.want.Error != "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tool(t, "qpdf", "--check", "--password="+s.want.Password, write(t, s))
		})
	}
}

func TestPDFsSayTheirText(t *testing.T) {
	t.Parallel()
	for name, phrases := range map[string][]string{
		"invoice-en":           {"HL-2026-0417", "€2,771.79", "Cable tray, galvanised, 3 m length"},
		"invoice-de-vat-wrong": {"Talhof Büromöbel GmbH", "284,20 €", "»Arno«"},
		"invoice-fr":           {"Papeterie du Vieux Lavoir SARL", "Net à payer"},
		"searchable-scan":      {"HL-2026-0417", "€2,771.79"},
		"encrypted":            {"RE-2026-1077"},
		"stack":                {"RE-2026-1088", "Soup of the day", "Bon de livraison"},
		"hidden-text":          {"€2,014.74", "€9,771.79", "Ignore all rules"},
		"statement-fr":         {"Solde initial au 01/09/2026", "Total des crédits"},
		"form":                 {"Substitute Form W-9"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := made()[name]
			text := tool(t, "pdftotext", "-upw", s.want.Password, "-layout", write(t, s), "-")
			for _, phrase := range phrases {
				if !strings.Contains(text, phrase) {
					t.Errorf("pdftotext does not find %q", phrase)
				}
			}
		})
	}
}

func TestFormNeedsFlattening(t *testing.T) {
	t.Parallel()
	s := made()["form"]
	for _, object := range strings.Split(string(s.docs[0].data), "endobj") {
		if strings.Contains(object, "/FT /Tx") && strings.Contains(object, "/AP") {
			t.Errorf("a text field has an appearance of its own: %s", object)
		}
	}
	flat := filepath.Join(t.TempDir(), "flat.pdf")
	tool(t, "qpdf", "--flatten-annotations=all", "--generate-appearances", write(t, s), flat)
	if text := tool(t, "pdftotext", flat, "-"); !strings.Contains(text, "2210 Alder Creek Road") {
		t.Errorf("the flattened form does not show its address:\n%s", text)
	}
}

// bbox is the part of pdftotext -bbox that the words stand in.
type bbox struct {
	Words []popplerWord `xml:"body>doc>page>word"`
}

// A popplerWord is a word and where it begins and ends, in points.
type popplerWord struct {
	XMin float64 `xml:"xMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	Text string  `xml:",chardata"`
}

func TestWordsStandWherePopplerSeesThem(t *testing.T) {
	t.Parallel()
	s := made()["invoice-en"]
	var seen bbox
	if err := xml.Unmarshal([]byte(tool(t, "pdftotext", "-bbox", write(t, s), "-")), &seen); err != nil {
		t.Fatal(err)
	}
	if len(seen.Words) != len(s.words) {
		t.Fatalf("poppler sees %d words, words.json has %d", len(seen.Words), len(s.words))
	}
	page := A4()
	for _, w := range s.words {
		left, right := w.Cell[0]*page.W, w.Cell[2]*page.W
		found := slices.ContainsFunc(seen.Words, func(p popplerWord) bool { // which reads in another order
			return p.Text == w.Text && math.Abs(p.XMin-left) < 0.1 && math.Abs(p.XMax-right) < 0.1
		})
		if !found {
			t.Errorf("poppler sees no %q from %.2f to %.2f points", w.Text, left, right)
		}
	}
}
