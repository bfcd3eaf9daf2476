package pii

import (
	"slices"
	"strings"
	"testing"

	"docpipe/compliance/ident"
)

// Each case marks what is to be found between ⟦ ⟧, with its kind; ? stands before what is not
// sure. A case without marks is to find nothing.
func TestFind(t *testing.T) {
	t.Parallel()
	f := New()
	for _, marked := range []string{
		"paid with ⟦pan:4111 1111 1111 1111⟧ today",
		"card ⟦pan:4111-1111-1111-1111⟧ 12/27",
		"2026 ⟦pan:4111 1111 1111 1111⟧ 12",
		"Amex ⟦pan:3782 822463 10005⟧",
		"Kartennummer: ⟦?pan:4111 1111 1111 1112⟧",
		"order 4111 1111 1111 1112",
		"masked 411111******1111 and XXXX XXXX XXXX 1111",
		"EAN 4006381333931, tracking 00340434161094021501",
		"CVV2: ⟦cvv:123⟧, valid thru ⟦expiry:12/27⟧",
		"IBAN ⟦iban:DE89 3704 0044 0532 0130 00⟧ BIC COBADEFF",
		"⟦iban:BE71 0961 2345 6769⟧ KBC",
		"IBAN: ⟦?iban:DE89 3704 0044 0532 0130 01⟧",
		"Konto-Nr. ⟦?account:532 013 000⟧",
		"write to ⟦email:jürgen.groß@post.example.de⟧.",
		"Tel. ⟦phone:030 901820⟧, Fax ⟦phone:+49 30 9018-2255⟧",
		"Total 030 901820",
		"recall (202) 456-1111",
		"phone ⟦phone:(202) 456-1111⟧",
		"from ⟦ip:192.168.10.77⟧ ⟦mac:00:1B:44:11:3A:B7⟧",
		"see section 12.1.3.2 of release 1.2.3.4",
		"server ⟦ip:10.0.0.1⟧ at 12:30:45",
		"⟦ip:2001:db8::8a2e:370:7334⟧",
		"see ⟦url:https://example.com/a?b=1⟧.",
		"geboren am ⟦birth_date:12.08.1983⟧ in Ulm",
		"Date of birth\n⟦birth_date:12 AUG 1983⟧",
		"née le ⟦birth_date:3 août 1975⟧",
		"invoice date 12.08.2023",
		"SSN ⟦us.ssn:536-90-4399⟧",
		"part 536-90-439",
		"CPF ⟦br.cpf:111.444.777-35⟧",
		"codice fiscale ⟦it.codicefiscale:RSSMRA85T10A562S⟧",
		"VAT id ⟦eu.vat:DE136695976⟧",
		"UID ⟦ch.uid:CHE-100.155.212⟧",
		"PESEL ⟦pl.pesel:44051401359⟧", "nr 44051401359",
		"⟦mrz:P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<⟧",
		"⟦mrz:L898902C36UTO7408122F1204159ZE184226B<<<<<10⟧",
		"2 x 19.00 = 38.00 EUR, due 2026-11-22, no. 2026-0417, 10 20 30 40 50 60",
	} {
		text, want := unmark(t, marked)
		var got []string
		for _, s := range f.Find(text) {
			got = append(got, described(s, text))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func described(s Span, text string) string {
	sure := ""
	if !s.Sure {
		sure = "?"
	}
	return sure + s.Kind + ":" + text[s.Start:s.End]
}

func unmark(t *testing.T, marked string) (text string, want []string) {
	t.Helper()
	for {
		before, rest, found := strings.Cut(marked, "⟦")
		text += before
		if !found {
			return text, want
		}
		mark, after, closed := strings.Cut(rest, "⟧")
		_, value, named := strings.Cut(mark, ":")
		if !closed || !named {
			t.Fatalf("%q is not marked well", marked)
		}
		want, text, marked = append(want, mark), text+value, after
	}
}

// A kind that package ident does not know would never be sure, and nobody would notice.
func TestKinds(t *testing.T) {
	t.Parallel()
	for _, n := range append(numbers, number{kind: "pan"}, number{kind: "iban"}) {
		if _, err := ident.Check(n.kind, "1"); err != nil {
			t.Errorf("%s: %v", n.kind, err)
		}
	}
}

func TestMasked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		class       Class
		value, want string
	}{
		{PAN, "4111 1111 1111 1111", "411111••••••1111"},
		{PAN, "1111", "••••"},
		{Card, "123", "•••"},
		{Account, "DE89 3704 0044 0532 0130 00", "•••••••••••••••••••••••0 00"},
		{IDNumber, "12345678", "••••••••"},
		{Person, "Erika Mustermann", "••••••••••••••••"},
	} {
		if got := Masked(c.class, c.value); got != c.want {
			t.Errorf("Masked(%s, %q) = %q, want %q", c.class, c.value, got, c.want)
		}
	}
	if got, want := New().Text("card 4111 1111 1111 1111, total 119.00", PAN), "card 411111••••••1111, total 119.00"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

func FuzzFind(f *testing.F) {
	finder := New()
	f.Add("card 4111 1111 1111 1111 IBAN DE89 3704 0044 0532 0130 00\nTel. +49 30 901820 ::1 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range finder.Find(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %+v after %d of %d bytes: want them in order and apart", s, end, len(text))
			}
			end = s.End
		}
	})
}
