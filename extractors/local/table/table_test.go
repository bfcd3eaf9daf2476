package table_test

import (
	"fmt"
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// rowsOf writes the lines that were read: position, description, quantity, price, net.
func rowsOf(t *testing.T, pages ...*pipeline.Page) string {
	t.Helper()
	got := localtest.Claims(t, "invoice", layouttest.Document(pages...))
	var b strings.Builder
	for i := 0; ; i++ {
		at := func(name string) string { return localtest.PrintedValue(got[fmt.Sprintf("/lines/%d/%s", i, name)]) }
		if at("net") == "" {
			return b.String()
		}
		fmt.Fprintf(&b, "%s|%s|%s|%s|%s\n", at("id"), at("description"), at("quantity"), at("unit_price"), at("net"))
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		pages []*pipeline.Page
		want  string
	}{
		"headings on two lines": {[]*pipeline.Page{layouttest.Page(
			"Facture F-17",
			"",
			"                                    Prix",
			"Description            Quantité     unitaire     Prix HT",
			"Nougat de l'Abbaye     50               4,55      227,50",
			"Huile d'olive          10              19,80      198,00",
			"Total HT                                          425,50",
		)}, "|Nougat de l'Abbaye|50|4.55|227.50\n|Huile d'olive|10|19.80|198.00\n"},
		"a subtotal between rows, a discount, remarks": {[]*pipeline.Page{layouttest.Page(
			"Rechnung 17",
			"",
			"Pos     Beschreibung          Menge      Einzelpreis     Gesamt",
			"1       Lampe                 2 Stk            49,50      99,00",
			"        mit langem Arm",
			"        GTIN: 4012345001235",
			"        abzgl. Rabatt                                     -9,00",
			"Zwischensumme                                             90,00",
			"2       Schrauben             4 Stk             2,50      10,00",
			"",
			"Summe netto                                              100,00",
		)}, "1|Lampe mit langem Arm|2|49.50|99.00\n2|Schrauben|4|2.50|10.00\n"},
		"text above and below its numbers": {[]*pipeline.Page{layouttest.Page(
			"Facture F-18 pour les prestations du mois de janvier, avec nos remerciements",
			"Merci de la régler par virement sur le compte ci-dessous",
			"",
			"#     Désignation               P.U. HT      Qté      Total HT",
			"      PRESTATION SUPPORT",
			"1                                 60,00     1,00         60,00",
			"      janvier",
			"",
			"      FOURNITURES",
			"2                                 10,00     3,00         30,00",
		)}, "1|PRESTATION SUPPORT janvier|1.00|60.00|60.00\n2|FOURNITURES|3.00|10.00|30.00\n"},
		"a heading in the middle of its column, in two languages": {[]*pipeline.Page{layouttest.Page(
			"Rechnung F-19",
			"",
			"              Bezeichnung /      Menge /     Preis /     Betrag /",
			"Pos.           Désignation         Qté         PU        Montant",
			"1      Helles Fass 30 l von hier    12        74,50       894,00",
			"2      Weizen Kasten                40        15,25       610,00",
			"3      Transport nach Straßburg      1        96,00        96,00",
			"",
			"Nettobetrag                                             1.600,00",
		)}, "1|Helles Fass 30 l von hier|12|74.50|894.00\n2|Weizen Kasten|40|15.25|610.00\n3|Transport nach Straßburg|1|96.00|96.00\n"},
		"headings as close as words": {[]*pipeline.Page{layouttest.Page(
			"Invoice No: HO-5531",
			"",
			"Description       Quantity Unit price Amount",
			"Paper, 80 gsm     12            79.50 954.00",
			"Toner             40            15.25 610.00",
			"",
			"Net total: 1,564.00 EUR",
		)}, "|Paper, 80 gsm|12|79.50|954.00\n|Toner|40|15.25|610.00\n"},
		"what is sold stands below Item": {[]*pipeline.Page{layouttest.Page(
			"Invoice No: HO-5531",
			"",
			"Item                     Quantity     Unit price      Amount",
			"A4 paper 80gsm                 20           3.50       70.00",
			"Toner                           2          65.00      130.00",
			"",
			"Subtotal                                              200.00",
		)}, "|A4 paper 80gsm|20|3.50|70.00\n|Toner|2|65.00|130.00\n"},
		"positions stand below Item": {[]*pipeline.Page{layouttest.Page(
			"Invoice No: HO-5531",
			"",
			"Item     Description     Quantity     Unit price      Amount",
			"1        Paper                 20           3.50       70.00",
			"2        Toner                  2          65.00      130.00",
			"",
			"Subtotal                                              200.00",
		)}, "1|Paper|20|3.50|70.00\n2|Toner|2|65.00|130.00\n"},
		"on the next page without a heading": {[]*pipeline.Page{layouttest.Page(
			"Invoice 19",
			"",
			"No    Description           Quantity     Unit price      Amount",
			"1     Desk lamp                    2          49.50       99.00",
			"Carried forward                                           99.00",
		), layouttest.Page(
			"Invoice 19                                               Page 2",
			"Brought forward                                           99.00",
			"2     Screws                       4           2.50       10.00",
			"Subtotal                                                 109.00",
			"VAT 20 %                                                  21.80",
		)}, "1|Desk lamp|2|49.50|99.00\n2|Screws|4|2.50|10.00\n"},
		"another table on the next page": {[]*pipeline.Page{layouttest.Page(
			"Invoice 20",
			"",
			"No    Description           Quantity     Unit price      Amount",
			"1     Desk lamp                    2          49.50       99.00",
		), layouttest.Page(
			"Tax          Base      Rate        Tax",
			"VAT         99.00      20 %      19.80",
		)}, "1|Desk lamp|2|49.50|99.00\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := rowsOf(t, tc.pages...); got != tc.want {
				t.Errorf("lines:\n%s\nwant:\n%s", got, tc.want)
			}
		})
	}
}
