package archive

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func TestReadSuppliers(t *testing.T) {
	t.Parallel()
	got, err := ReadSuppliers(strings.NewReader("\ufeffSupplier_ID;Name;VAT;IBAN;Country;Status;Extra\n" +
		"7;Müller Metallbau;DE 136695976;DE89 3704 0044 0532 0130 00 | FR76 3000 6000 0112 3456 7890 189;de;Active;x\n" +
		"8;Holzbau Meier;;;;;\n" +
		"7;Müller Metallbau;;GB29NWBK60161331926819;;;\n"))
	want := []pipeline.Supplier{
		{ID: "7", Name: "Müller Metallbau", VATID: "DE136695976", Country: "DE", Status: "active",
			IBANs: []string{"DE89370400440532013000", "FR7630006000011234567890189", "GB29NWBK60161331926819"}},
		{ID: "8", Name: "Holzbau Meier"},
	}
	if diff := cmp.Diff(got, want); err != nil || diff != "" {
		t.Errorf("ReadSuppliers: %v (got, want):\n%s", err, diff)
	}
}

func TestReadSuppliersRefuses(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		"":                        "no header",
		"colour,size\nred,4\n":    `no column "id"`,
		"id,vat\n1,DE1\n":         `no column "name"`,
		"id,name\n1,Mill\n,Saw\n": "line 3",
		"id,name\n1,\"Mill\n":     "line",
		"id,name\n":               "no supplier is in it",
		"id,name\n1,S\xfcd KG\n":  "line 2: its letters are not UTF-8",
		"id,name,status\n1,Mill,active\n1,Mill,aktiv\n": "line 3: another row of supplier 1 has another status",
		"id,name\n1,Mill\n1,Saw\n":                      "line 3: another row of supplier 1 has another name",
	} {
		if _, err := ReadSuppliers(strings.NewReader(text)); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v, want ErrInvalid with %q", text, err, reason)
		}
	}
}

// Cells that are no account, VAT id, country or status are told together, with line and column,
// and of numbers no more than the end.
func TestReadSuppliersChecks(t *testing.T) {
	t.Parallel()
	const head = "id,name,vat_id,iban,country,status\n"
	_, err := ReadSuppliers(strings.NewReader(head+
		"1,Mill,DE136695977,DE89 3704 0044 0532 0130 01,DE,blocked\n"+
		"2,Saw,none,,Germany,blokced\n"+
		"3,Forge,CHE-107.787.577,GB29NWBK60161331926819,CH,Active\n"), "Blocked")
	if !errors.Is(err, pipeline.ErrInvalid) {
		t.Fatalf("error = %v, want ErrInvalid", err)
	}
	for _, want := range []string{
		"line 2, column iban: the account …3001: check digits 89 do not fit",
		"line 2, column vat_id: the number …5977: check digit is 7",
		"line 3, column vat_id: the number of 4 characters has no digit",
		`line 3, column country: "GERMANY" is no country code of ISO 3166-1`,
		`line 3, column status: "blokced" is not known, use one of active, `,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want %q", err, want)
		}
	}
	if n := strings.Count(err.Error(), "line "); n != 5 || strings.Contains(err.Error(), "DE136695977") {
		t.Errorf("%d mistakes: %v; want five without the numbers", n, err)
	}
	if list, err := ReadSuppliers(strings.NewReader(head+"1,Mill,12-3456789,,US,gesperrt\n"), "gesperrt"); err != nil || len(list) != 1 {
		t.Errorf("%v, %v; want the supplier of a country whose numbers nobody can check", list, err)
	}
	if list, err := ReadSuppliers(strings.NewReader(head + "1,Espinosa,ESI850101ABC,,MX,\n2,Mill,DE136695976,,MX,\n")); err != nil || len(list) != 2 {
		t.Errorf("%v, %v; want a number of Mexico that begins like one of Spain, and one of Germany", list, err)
	}
	if _, err := ReadSuppliers(strings.NewReader(head + "1,Espinosa,ESI859901ABC,,MX,\n")); err == nil || !strings.Contains(err.Error(), "column vat_id: the number …1ABC") {
		t.Errorf("error = %v, want a number with a month 99 refused", err)
	}
	if _, err := ReadSuppliers(strings.NewReader(head + "1,Mill,DE1366959７７,,DE,\n")); err == nil || !strings.Contains(err.Error(), "the number …59７７:") {
		t.Errorf("error = %v, want the last four letters, whatever their bytes", err)
	}
	if _, err := ReadSuppliers(strings.NewReader(head + strings.Repeat("1,Mill,,,Q,\n", 30))); err == nil || !strings.Contains(err.Error(), "and 10 more") {
		t.Errorf("error = %v, want the first twenty and how many more", err)
	}
}
