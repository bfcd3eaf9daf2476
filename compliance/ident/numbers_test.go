package ident

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/numbers.txt
var numbers string

// A sample is a number of a kind, and whether it is one.
type sample struct {
	kind, value string
	valid       bool
}

// samples reads the table: a kind and its numbers, parted by spaces; "|" stands for a space, and
// "!" before a number, or alone for no number at all, refuses it.
func samples() []sample {
	var all []sample
	for _, line := range strings.Split(numbers, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		for _, word := range words[1:] {
			value, refused := strings.CutPrefix(word, "!")
			all = append(all, sample{words[0], strings.ReplaceAll(value, "|", " "), !refused})
		}
	}
	return all
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		a, err := Check(s.kind, s.value)
		if err != nil {
			t.Error(err)
		}
		if a.Valid != s.valid || a.Valid == (a.Reason != "") || a.Valid == (a.Compact == "") {
			t.Errorf("Check(%s, %q) = %+v, want valid %v", s.kind, s.value, a, s.valid)
		}
		if again, _ := Check(s.kind, a.Compact); a.Valid && again.Compact != a.Compact {
			t.Errorf("%s: %q is no compact form of itself: %+v", s.kind, a.Compact, again)
		}
	}
}

// Each kind has numbers that it accepts and others that it refuses.
func TestEveryKindHasNumbers(t *testing.T) {
	t.Parallel()
	accepted, refused := map[string]int{"iban": 1}, map[string]int{"iban": 1}
	for kind := range specimens {
		accepted[kind], refused[kind] = 1, 1
	}
	accepted["mrz"], refused["mrz"] = 1, 1
	for _, s := range samples() {
		if s.valid {
			accepted[s.kind]++
		} else {
			refused[s.kind]++
		}
	}
	for _, k := range Kinds() {
		if accepted[k.Name] == 0 || refused[k.Name] == 0 {
			t.Errorf("%s: %d numbers accepted and %d refused, want both", k.Name, accepted[k.Name], refused[k.Name])
		}
	}
}

// One wrong digit never passes where the check digits are made to find it.
func TestOneWrongDigit(t *testing.T) {
	t.Parallel()
	sure := map[string]bool{
		"luhn": true, "ean": true, "iso11649": true, "lei": true, "de.vat": true, "hr.oib": true,
		"ch.esr": true, "us.npi": true, "lu.tva": true, "nl.bsn": true, "au.abn": true, "us.rtn": true, "mt.vat": true,
	}
	for _, s := range samples() {
		if !s.valid || !sure[s.kind] {
			continue
		}
		for i := range s.value {
			if !isDigit(s.value[i]) {
				continue
			}
			for d := byte('0'); d <= '9'; d++ {
				wrong := s.value[:i] + string(d) + s.value[i+1:]
				if a, _ := Check(s.kind, wrong); a.Valid && wrong != s.value {
					t.Errorf("%s: %s passes for %s", s.kind, wrong, s.value)
				}
			}
		}
	}
}

// Whatever is printed on a page, there is an answer, and it does not contradict itself.
func FuzzCheck(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.value)
	}
	for _, zone := range specimens {
		f.Add(zone)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, k := range Kinds() {
			a, err := Check(k.Name, value)
			if err != nil || a.Valid != (a.Reason == "") || a.Valid != (a.Compact != "") {
				t.Errorf("Check(%s, %q) = %+v, %v", k.Name, value, a, err)
			}
		}
	})
}
