package local_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/schemas"
)

// Papers say by how they are laid out what no label says.
func TestPapers(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]asked{
		"the total of a column": {`"total_gross_weight_kg":{"type":"number"},"totalCredits":{"type":"number"}`, []string{
			"CONTAINER         GROSS WEIGHT      CREDITS",
			"TGHU 512883          9,840.500        12.00",
			"MSKU 307715          8,125.000         4.50",
			"TOTAL               17,965.500        16.50",
		}, map[string]string{"/total_gross_weight_kg": "17965.500", "/totalCredits": "16.50"}},
		"the date of a letter": {`"letter_date":{"type":"string","format":"date"},"start_date":{"type":"string","format":"date"}`, []string{
			"Meridian Robotics, Inc.",
			"April 7, 2025",
			"Dear Daniel,",
			"Your anticipated start date is May 12, 2025, and you will work from our office in Boulder.",
		}, map[string]string{"/letter_date": "2025-04-07", "/start_date": "2025-05-12"}},
		"the date behind a place": {`"vertragsdatum":{"type":"string","format":"date"},"mietbeginn":{"type":"string","format":"date"}`, []string{
			"Mietbeginn: 01.02.2025",
			"Würzburg, den 18.12.2024",
		}, map[string]string{"/vertragsdatum": "2024-12-18", "/mietbeginn": "2025-02-01"}},
		"no date of another paper": {`"invoice_date":{"type":"string","format":"date"},"issue_date":{"type":"string","format":"date"}`, []string{
			"CERTIFICATE OF ORIGIN",
			"Göteborg, 9 May 2025",
		}, map[string]string{"/invoice_date": "", "/issue_date": "2025-05-09"}},
		"whose data follow": {`"proveedor":{"type":"object","properties":{"nombre":{"type":"string"},"cif":{"type":"string"}}},
			"cliente":{"type":"object","properties":{"nombre":{"type":"string"},"dni":{"type":"string"}}}`, []string{
			"CONTRATO DE SERVICIOS",
			"",
			"DATOS DEL CLIENTE",
			"Nombre y apellidos:   Lucía Fernández",
			"DNI/NIE:              25718843K",
		}, map[string]string{"/cliente/nombre": "Lucía Fernández", "/cliente/dni": "25718843K", "/proveedor/nombre": ""}},
		"who signs below": {text("bailleur") + "," + text("locataire"), []string{
			"Les honoraires à la charge du locataire sont de 310 euros.",
			"",
			"Le bailleur",
			"",
			"Le locataire",
		}, map[string]string{"/bailleur": "", "/locataire": ""}},
		"beside a label on two lines": {text("cliente_telefono") + `,"cuota":{"type":"number"}`, []string{
			"Teléfono de                              Cuota        12,50",
			"                 654118920",
			"cliente:",
		}, map[string]string{"/cuota": "12.50"}},
		"a number of taxes, and no box": {text("federal_tax_id"), []string{
			"25. FEDERAL TAX I.D.      26. PATIENT'S ACCOUNT",
			"72-1184330                BRO-20117",
		}, map[string]string{"/federal_tax_id": "72-1184330"}},
		"a measure in a sentence": {`"wohnflaeche":{"type":"number"}`, []string{
			"Die Wohnfläche der Wohnung beträgt nach den Plänen ca. 78,5 m². Dem Mieter werden",
			"folgende Schlüssel ausgehändigt: 2 Haustürschlüssel.",
		}, map[string]string{"/wohnflaeche": "78.5"}},
		"a date that a line breaks": {`"issue_date":{"type":"string","format":"date"}`, []string{
			"This policy was issued on 12 February",
			"2025 at the office of the insurer in Exeter.",
		}, map[string]string{"/issue_date": "2025-02-12"}},
		"the date of an invoice on a certificate": {`"certificate_number":{"type":"string"},"issue_date":{"type":"string","format":"date"}`, []string{
			"Certificate number: 0417733",
			"Invoice no. LM-25-0718 dated 5 May 2025",
			"Göteborg, 9 May 2025",
		}, map[string]string{"/issue_date": "2025-05-09"}},
		"a code of letters, and one before a number": {text("rate_code bl_number"), []string{
			"Rate Code      BILL OF LADING NO.",
			"CORP           OCLU 884120396",
		}, map[string]string{"/rate_code": "CORP", "/bl_number": "OCLU 884120396"}},
		"whose country it is": {`"consignor":{"type":"object","properties":{"name":{"type":"string"},"country":{"type":"string"}}}`, []string{
			"Consignor",
			"Lindqvist Marine AB",
			"Hamngatan 8",
			"SE-411 14 Göteborg",
			"Sweden",
		}, map[string]string{"/consignor/name": "Lindqvist Marine AB", "/consignor/country": "Sweden"}},
		"a compound that says what begins": {`"mietbeginn":{"type":"string","format":"date"},"zimmer":{"type":"integer"}`, []string{
			"Das Mietverhältnis über die vermietete Wohnung beginnt am 01.02.2025 und läuft auf unbestimmte Zeit.",
		}, map[string]string{"/mietbeginn": "2025-02-01"}},
		"money is no count": {`"paid_days":{"type":"integer"}`, []string{
			"Paid days   $138,500",
		}, map[string]string{"/paid_days": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a.check(t, nil)
		})
	}
}

// The code of a currency follows from its sign, also where the schema does not say that it is a code.
func TestCurrencyOfASign(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("premium", []byte(`{"type":"object","properties":{"currency":{"type":"string"},"premium":{"type":"number"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	d := layouttest.Document(layouttest.Page("Premium:   £4,862.50"))
	d.Settings.Schema = "premium"
	if got := readForm(t, form{schema: s}, d)["/currency"]; got != "GBP" {
		t.Errorf("currency = %q, want GBP", got)
	}
}
