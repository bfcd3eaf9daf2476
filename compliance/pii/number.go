package pii

import "regexp"

// A number of a country: its shape, and whether its check alone proves it. Nine or eleven
// digits pass a check by chance too often; such numbers count only beside words.
type number struct {
	class Class
	kind  string // as package ident names it
	shape string
	words *regexp.Regexp // needed
	label *regexp.Regexp // lets a misread one through
}

var (
	usSSN    = words(`SSN`, `social security`)
	itCode   = words(`codice fiscale`, `C\.? ?F\.?\b`)
	deIDNr   = words(`Steuer-?ID`, `Identifikationsnummer`, `IdNr`, `Steuer-?Ident`, `TIN\b`, `tax (?:id|number)`)
	esNIF    = words(`DNI`, `NIF`, `NIE`)
	plPESEL  = words(`PESEL`)
	nlBSN    = words(`BSN`, `burgerservicenummer`, `sofi`)
	brCPF    = words(`CPF`)
	mxRFC    = words(`RFC`)
	inPAN    = words(`PAN\b`, `permanent account`)
	usNPI    = words(`NPI`, `national provider`)
	vatLabel = words(`VAT`, `USt-?Id`, `UID`, `TVA`, `IVA`, `BTW`, `NIP`, `MwSt`, `moms`, `ДДС`, `ΑΦΜ`)
	usTIN    = words(`EIN\b`, `employer identification`, `TIN\b`, `taxpayer identification`)
	usITIN   = words(`ITIN`, `taxpayer identification`, `TIN\b`)
	abnLabel = words(`ABN`)
	vinLabel = words(`VIN\b`, `Fahrgestell`, `FIN\b`, `vehicle identification`, `chassis`, `numéro de série`, `telaio`, `bastidor`)
	imeiName = words(`IMEI`)
)

var numbers = []number{
	{IDNumber, "us.ssn", `\d{3}-\d{2}-\d{4}`, nil, usSSN},
	{IDNumber, "us.ssn", `\d{9}`, usSSN, nil},
	{IDNumber, "it.codicefiscale", `[A-Z]{6} ?[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2} ?[A-Z][0-9LMNPQRSTUV]{3}[A-Z]`, nil, itCode},
	{IDNumber, "es.nif", `[XYZ]?-?\d{7,8}-?[A-Z]`, esNIF, nil},
	{IDNumber, "pl.pesel", `\d{11}`, plPESEL, nil},
	{IDNumber, "nl.bsn", `\d{4}[. ]?\d{2}[. ]?\d{3}|\d{8,9}`, nlBSN, nil},
	{IDNumber, "br.cpf", `\d{3}\.\d{3}\.\d{3}-\d{2}`, nil, brCPF},
	{IDNumber, "br.cpf", `\d{11}`, brCPF, nil},
	{IDNumber, "npi", `[12]\d{9}`, usNPI, nil},
	{IDNumber, "vin", `[A-HJ-NPR-Z0-9]{17}`, vinLabel, nil},
	{IDNumber, "imei", `\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d`, imeiName, nil},
	{TaxID, "de.idnr", `\d{2} ?\d{3} ?\d{3} ?\d{3}`, deIDNr, nil},
	{TaxID, "us.itin", `9\d{2}-\d{2}-\d{4}`, nil, usITIN},
	{TaxID, "us.ein", `\d{2}-\d{7}`, usTIN, nil},
	{TaxID, "eu.vat", `(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI) ?[A-Z0-9](?:[ .]?[A-Z0-9]){6,13}`, nil, vatLabel},
	{TaxID, "gb.vat", `GB ?\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?`, nil, vatLabel},
	{TaxID, "ch.uid", `CHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}`, nil, vatLabel},
	{TaxID, "br.cnpj", `\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}`, nil, words(`CNPJ`)},
	{TaxID, "mx.rfc", `[A-ZÑ&]{3,4} ?-?\d{6} ?-?[A-Z0-9]{3}`, mxRFC, nil},
	{TaxID, "in.pan", `[A-Z]{5}\d{4}[A-Z]`, inPAN, nil},
	{TaxID, "in.gstin", `\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]`, nil, words(`GST`)},
	{TaxID, "au.abn", `\d{2} ?\d{3} ?\d{3} ?\d{3}`, abnLabel, nil},
}

// mrzShape is a line of a machine-readable zone: capitals, digits and fillers, in the lengths
// of ICAO Doc 9303 with some leeway for what was misread.
var mrzShape = regexp.MustCompile(`[A-Z0-9<]{9,}<<?[A-Z0-9<]{9,}|[A-Z0-9]{9}[0-9<][A-Z]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{2,16}`)

// numberRules find the numbers that states give to people and companies.
func numberRules() []rule {
	rules := []rule{{class: IDNumber, kind: "mrz", shape: mrzShape}}
	for _, n := range numbers {
		rules = append(rules, rule{
			class: n.class, kind: n.kind, shape: regexp.MustCompile(n.shape), check: is(n.kind), words: n.words, labels: n.label,
		})
	}
	return rules
}
