package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// Two columns of addresses stand beside each other; a party may call itself a customer; the
// heading of a column of a table names nobody.
func TestAddressee(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		lines       []string
		buyer, city string
	}{
		"beside a delivery address": {[]string{
			"Au bon moulin SARL - 1242 chemin de l'olive - 84340 Malaucène",
			"",
			"Facture FA-2017-0009 du 05/11/2017 à régler avant la fin du mois",
			"",
			"Adresse de livraison",
			"Hôtel Saint Denis                                     Hôtel Saint Denis",
			"42 rue du stade                                       Stéphanie Hoarau",
			"97400 Saint Denis                                     42 rue du stade",
			"                                                      97400 Saint Denis",
		}, "Hôtel Saint Denis", "Saint Denis"},
		"a name like a label": {[]string{
			"FOURNISSEUR SARL - 35 rue d'ici - 75018 PARIS",
			"",
			"FACTURE F20220027 du 31/01/2022 pour les prestations du mois",
			"",
			"Adresse du Client",
			"LE CLIENT",
			"58 rue de la mer",
			"06000 NICE",
		}, "LE CLIENT", "NICE"},
		"wide lines": {[]string{
			"Bei Spiel GmbH - Ecke 12 - 12345 Stadthausen",
			"Theodor Est",
			"",
			"Bahnstr. 42",
			"",
			"88802 Spielkreis",
			"",
			"",
			"Rechnung Nr. 503 vom 13.06.2015",
		}, "Theodor Est", "Spielkreis"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tc.lines...)))
			if name := localtest.PrintedValue(got["/buyer/name"]); name != tc.buyer {
				t.Errorf("buyer = %q, want %q", name, tc.buyer)
			}
			if city := localtest.PrintedValue(got["/buyer/address/city"]); city != tc.city {
				t.Errorf("city = %q, want %q", city, tc.city)
			}
		})
	}
}

// How somebody is addressed is not who it is.
func TestAddressee_below_a_title(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Stadtwerke Bergheim GmbH",
		"Werkstraße 1",
		"50126 Bergheim",
		"",
		"",
		"",
		"",
		"Herrn",
		"Klaus Döring",
		"Bachstraße 9",
		"50126 Bergheim",
		"",
		"Rechnung Nr. 4711-23                     Datum 01.07.2023",
	)))
	if name := got["/buyer/name"].Value; name != "Klaus Döring" {
		t.Errorf("buyer = %v, want Klaus Döring", name)
	}
}

// Readings of a meter stand in a line with marks, and have as many digits as a postal code.
func TestMetersAreNoSender(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "utility_bill", layouttest.Document(layouttest.Page(
		"Stadtwerke Nordheim GmbH",
		"Hafenweg 3, 28195 Bremen",
		"",
		"Rechnung 2025-118",
		"Zählerstand alt 12345 - Zählerstand neu 12890 - Verbrauch 545 kWh",
	)))
	if name := localtest.PrintedValue(got["/supplier/name"]); name != "Stadtwerke Nordheim GmbH" {
		t.Errorf("supplier = %q, want %q", name, "Stadtwerke Nordheim GmbH")
	}
}

// The window of an envelope shows an address as its country writes it.
func TestWindows(t *testing.T) {
	t.Parallel()
	for country, lines := range map[string][]string{
		"Britain":             {"Emma Whitfield", "8 Albert Square", "Leeds LS1 4DY"},
		"Britain, code apart": {"Emma Whitfield", "8 Albert Square", "Leeds", "LS1 4DY"},
		"Poland":              {"Emma Whitfield", "ul. Polna 7", "30-001 Leeds"},
		"Portugal":            {"Emma Whitfield", "Rua Nova 12", "4000-123 Leeds"},
	} {
		t.Run(country, func(t *testing.T) {
			t.Parallel()
			page := append([]string{"                                        Harbour Light Trading Limited", ""}, lines...)
			page = append(page, "", "", "", "INVOICE 2025-118", "", "Total due   119.00")
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(page...)))
			if name := localtest.PrintedValue(got["/buyer/name"]); name != "Emma Whitfield" {
				t.Errorf("buyer = %q, want %q", name, "Emma Whitfield")
			}
			if city := localtest.PrintedValue(got["/buyer/address/city"]); city != "Leeds" {
				t.Errorf("city = %q, want %q", city, "Leeds")
			}
		})
	}
}

// A payslip goes to the employee.
func TestEmployeeInWindow(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "payslip", layouttest.Document(layouttest.Page(
		"                                        Hafenkontor AG",
		"                                        Lindenallee 5",
		"                                        50668 Köln",
		"",
		"Jonas Vogt",
		"Am Markt 3",
		"04109 Leipzig",
		"",
		"Gehaltsabrechnung 01.11.2023 - 30.11.2023",
		"",
		"Steuer-ID:     65 184 248 450",
	)))
	for pointer, want := range map[string]string{"/employee/name": "Jonas Vogt", "/employer/name": "Hafenkontor AG",
		"/period/start": "2023-11-01", "/period/end": "2023-11-30", "/employee/tax_id": "65 184 248 450"} {
		if value := localtest.PrintedValue(got[pointer]); value != want {
			t.Errorf("%s = %q, want %q", pointer, value, want)
		}
	}
}
