package mrz

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

const (
	first  = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	second = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
)

// What OCR confuses is put right where its place or a check digit allows one reading only.
func TestRepair(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
	}{
		{"letters among digits", []string{first, "L898902C36UTO74O8I22F12041S9ZE184226B<<<<<1O"}},
		{"digits among letters", []string{"P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UT07408122F1204159ZE184226B<<<<<10"}},
		{"fillers read as Ks after the names", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<KKKKKKKKKKKKK", second}},
		{"too few fillers", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<", second}},
		{"too many fillers", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<", second}},
		{"letter in the number", []string{first, "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10"}},
		{"guillemets", []string{"P<UTOERIKSSON«ANNA<MARIA<<<<<<<<<<<<<<<<<<<", second}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			zones := zonesOn(zonePage(tt.lines...))
			if len(zones) != 1 {
				t.Fatalf("%d zones, want 1", len(zones))
			}
			if diff := cmp.Diff(zones[0].lines, []string{first, second}); diff != "" {
				t.Errorf("lines (-got +want):\n%s", diff)
			}
		})
	}
}

// Of two readings the check digit chooses.
func TestRepair_secondReading(t *testing.T) {
	t.Parallel()
	p := zonePage(first, "L898902C36UTO7408127F1204159ZE184226B<<<<<10")
	p.Words[1].Second = second
	claims := claimsOf(t, p)
	if got := claims["/mrz/lines/1"].Value; got != second {
		t.Errorf("line = %v, want %s", got, second)
	}
}

// A number that was mended goes to a person.
func TestRepair_confidence(t *testing.T) {
	t.Parallel()
	c := claimsOf(t, zonePage(first, "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10"))["/document_number"]
	if c.Value != "L898902C3" || c.Confidence >= 0.9 {
		t.Errorf("number = %v with %v, want L898902C3 below 0.9", c.Value, c.Confidence)
	}
}

// A wrong check digit is never silent: what was doubtfully read is offered, what was clearly read
// is found with little confidence.
func TestContradiction(t *testing.T) {
	t.Parallel()
	wrong := "L898902C36UTO7408132F1204159ZE184226B<<<<<10"
	p := zonePage(first, wrong)
	if c := claimsOf(t, p)["/birth_date"]; c.Value != "1974-08-13" || c.Confidence >= 0.5 {
		t.Errorf("clearly read: %v with %v, want 1974-08-13 below 0.5", c.Value, c.Confidence)
	}
	p.Words[1].Confidence = 0.4
	claims := claimsOf(t, p)
	if c := claims["/birth_date"]; c.State != pipeline.FieldUnreadable || len(c.Candidates) != 1 {
		t.Errorf("doubtfully read: %+v, want unreadable with a candidate", c)
	}
	if c := claims["/mrz/valid"]; c.Value != false {
		t.Errorf("valid = %v, want false", c.Value)
	}
}

func TestCheckDigit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]byte{"520727": '3', "D23145890": '7', "L898902C3": '6', "": '0'} {
		if got := checkDigit(text); got != want {
			t.Errorf("check digit of %s = %c, want %c", text, got, want)
		}
	}
}

// The century is the latest that fits.
func TestDateOf(t *testing.T) {
	t.Parallel()
	limit := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]any{
		"261123": "2026-11-23", "261124": "1926-11-24", "990101": "1999-01-01", "000229": "2000-02-29", "900230": nil, "85<<<<": nil,
	} {
		if got := dateOf(text, limit); got.text != want || want == nil && got.why == "" {
			t.Errorf("%s = %v (%s), want %v", text, got.text, got.why, want)
		}
	}
}

func TestCountry(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"D": "DE", "UTO": "", "GBD": "GB", "RKS": "XK", "HUN": "HU", "XXA": "", "CMW": "", "EU": ""} {
		if got := country(code); got != want {
			t.Errorf("country of %s = %q, want %q", code, got, want)
		}
	}
}

// Whatever OCR makes of a page, lines have the length of their layout and claims their evidence.
func FuzzZones(f *testing.F) {
	f.Add(first, second, "", second)
	f.Add("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<", "")
	f.Add("IDFRABERTHIER<<<<<<<<<<<<<<<<<92C001", "9409923102854CORINNE<<<<<<<6512068F6", "«««", "é")
	reader, schema := newReader(f)
	f.Fuzz(func(t *testing.T, a, b, c, other string) {
		p := zonePage(a, b, c)
		p.Words[1].Second = other
		for _, z := range zonesOn(p) {
			for _, line := range z.lines {
				if len(line) != z.layout.length {
					t.Fatalf("line %q has %d characters, want %d", line, len(line), z.layout.length)
				}
			}
		}
		claims, err := reader.Extract(t.Context(), document(p), schema)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range claims {
			if len(c.Evidence) == 0 || c.Evidence[0].Quote == "" || c.Confidence >= 1 {
				t.Fatalf("claim without evidence, or certain: %+v", c)
			}
		}
	})
}
