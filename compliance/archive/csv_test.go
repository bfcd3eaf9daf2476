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
		"id,name,status\n1,Mill,active\n1,Mill,blocked\n": "line 3: another row of supplier 1 has another status",
		"id,name\n1,Mill\n1,Saw\n":                        "line 3: another row of supplier 1 has another name",
	} {
		if _, err := ReadSuppliers(strings.NewReader(text)); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v, want ErrInvalid with %q", text, err, reason)
		}
	}
}
