package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// The head of a slip names who gave it and where that is, among titles, registers and numbers.
func TestSlipHead(t *testing.T) {
	t.Parallel()
	body := []string{"", "TAX INVOICE", "Date: 17.10.2026 14:32", "Lavender pot   14.97", "TOTAL          14.97"}
	for _, c := range []struct {
		what          string
		lines         []string
		name, address string
	}{
		{"a name above its street and city",
			[]string{"Garden Market", "3 Weir Lane", "Bend, OR 97701", "Tel: 541 555 0100"},
			"Garden Market", "3 Weir Lane, Bend, OR 97701"},
		{"a German shop",
			[]string{"Blumen Sommer GmbH", "Hauptstr. 5", "90403 Nürnberg", "UID Nr. DE136695976"},
			"Blumen Sommer GmbH", "Hauptstr. 5, 90403 Nürnberg"},
		{"the company behind a brand",
			[]string{"GREEN CORNER", "OWNED BY: HILL FOODS SDN BHD", "(458592-T)", "NO 3, JALAN BUKIT 2,", "TAMAN HILL, 81200 JOHOR", "TEL : 07-333 1212"},
			"HILL FOODS SDN BHD", "NO 3, JALAN BUKIT 2, TAMAN HILL, 81200 JOHOR"},
		{"a house whose number is said to be one",
			[]string{"HILL FOODS SDN BHD", "(458592-T)", "No. 42 JALAN BUKIT 14/2", "TAMAN HILL, 81200 JOHOR", "TEL : 07-333 1212"},
			"HILL FOODS SDN BHD", "No. 42 JALAN BUKIT 14/2, TAMAN HILL, 81200 JOHOR"},
		{"a name of two lines",
			[]string{"SILVER SPOON VEGETARIAN", "RESTAURANT SDN BHD", "Company No: 1095514-X", "54, Jalan SS23/11", "Taman Sea,47400", "Petaling Jaya"},
			"SILVER SPOON VEGETARIAN RESTAURANT SDN BHD", ""},
		{"the line above the number of the register",
			[]string{"FRESH AND FAST", "HARBOUR NOODLE BAR", "(002049088-U)", "No.25, Jalan Metro 2,", "52100 Kuala Lumpur.", "Tel: 016-680 8777"},
			"HARBOUR NOODLE BAR", "No.25, Jalan Metro 2, 52100 Kuala Lumpur"},
		{"a register without brackets, and who stood at the till",
			[]string{"Garden Denki Malaya 308282-A", "Lot 26 Hill Parade", "No.5 Jalan SS16/1", "47500 Subang Jaya, Selangor", "Sold by: GD1187 HAMID SHAFIK"},
			"Garden Denki Malaya", "Lot 26 Hill Parade, No.5 Jalan SS16/1, 47500 Subang Jaya, Selangor"},
		{"a notice above the name",
			[]string{"GOODS SOLD ARE NOT RETURNABLE", "HARBOUR CASH & CARRY", "12 rue du Port", "44000 Nantes", "Tel 02 40 00 00 00"},
			"HARBOUR CASH & CARRY", "12 rue du Port, 44000 Nantes"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage(append(c.lines, body...)...))))
			if got["/merchant/name"].Value != c.name {
				t.Errorf("name = %v, want %s", got["/merchant/name"].Value, c.name)
			}
			if c.address != "" && got["/merchant/address"].Value != c.address {
				t.Errorf("address = %v, want %s", got["/merchant/address"].Value, c.address)
			}
		})
	}
}

// A legal form that recognition misread in one letter is put right, and not quite trusted.
func TestMisreadForm(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("HILL FOODS SON BHD", "(458592-T)", "NO 3, JALAN BUKIT 2,", "81200 JOHOR", "", "TOTAL          14.97"))))
	const most = 0.85
	if c := got["/merchant/name"]; c.Value != "HILL FOODS SDN BHD" || c.Confidence > most {
		t.Errorf("name = %v (%.3f), want HILL FOODS SDN BHD, trusted %.2f at most", c.Value, c.Confidence, most)
	}
}

// Lines that sell are no address, whatever numbers and words they begin with.
func TestSlipWithoutAddress(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "", "22241 PLAZA SCISSORS    18.00", "64542 CENTRE TWEEZER     17.96", "TOTAL          35.96"))))
	if c, ok := got["/merchant/address"]; ok && c.Value != nil {
		t.Errorf("address = %v, want none", c.Value)
	}
}
