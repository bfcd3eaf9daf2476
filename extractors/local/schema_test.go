package local_test

import (
	"testing"

	"docpipe/extractors/local"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/schemas"
)

// Schemas of users say in their own words, and their own language, what they want.
func TestSchemaOfUser(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, schema string
		lines        []string
		want         map[string]any
	}{
		{"a party in the language of the schema", `{"nabywca":{"type":"object","properties":{"nazwa":{"type":"string"},"miasto":{"type":"string"}}}}`, []string{
			"Zakład Usług Łódka                       Faktura 15/06/2022",
			"",
			"Nabywca:",
			"Baltic Yachts Oy",
			"Satamakatu 3",
			"68600 Pietarsaari",
			"",
			"Lp.     Nazwa                Ilość     Wartość",
			"1       Naprawa żagli            3    1 200,00",
		}, map[string]any{"/nabywca/nazwa": "Baltic Yachts Oy"}},
		{"a whole number of cents", `{"total":{"type":"integer","description":"Total amount in cents"}}`, []string{
			"Invoice 17                               17 Feb 2020",
			"",
			"Total                                        £1,666.17",
		}, map[string]any{"/total": "166617"}},
		{"a number without the name of its register", `{"nip":{"type":"string"}}`, []string{
			"Faktura 15/06/2022",
			"",
			"NIP 5862014478",
		}, map[string]any{"/nip": "5862014478"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s, err := schemas.Parse("own", []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":`+tc.schema+`}`))
			if err != nil {
				t.Fatal(err)
			}
			got := localtest.ByPointer(t, local.New(local.Config{}), layouttest.Document(layouttest.Page(tc.lines...)), s)
			for pointer, want := range tc.want {
				if got[pointer].Value != want {
					t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, want)
				}
			}
		})
	}
}
