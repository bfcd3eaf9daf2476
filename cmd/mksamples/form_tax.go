package main

import "docpipe/testdata"

// A TaxForm is what a supplier states about its taxpayer number.
type TaxForm struct {
	Name         string  `json:"name"`
	BusinessName string  `json:"business_name"`
	Address      Address `json:"address"`
	TINType      string  `json:"tin_type"`
	EIN          string  `json:"ein"`
	SignedOn     string  `json:"signed_on"`

	// Ticked is the box of the classification. The form has one box for limited liability
	// companies, the schema three members: which one is meant is not on the form.
	Ticked string `json:"-"`
}

// taxForm is a filled form in the manner of a US W-9, made by us.
func taxForm() sample {
	want := TaxForm{
		Name: "Marisol Quintero-Hale", BusinessName: "Quintero-Hale Ceramics LLC", Ticked: "Limited liability company",
		Address: Address{Lines: []string{"2210 Alder Creek Road"}, City: "Bend", Region: "OR", Postcode: "97701"},
		TINType: "ein", EIN: "47-0912385", SignedOn: "2026-10-02",
	}
	page := A4()
	fields := drawTaxForm(page, want)
	pdf := NewPDF()
	pdf.Draw(page, Sheet{Extra: pdf.form(page, fields)})
	return sample{
		name: "form",
		docs: []file{{"tax-form.pdf", pdf.Bytes("Supplier taxpayer form")}},
		want: testdata.Want{
			About:   "A filled PDF form without appearance streams: the values stand in its fields only.",
			Doctype: "w9", Schema: "w9.v1", Languages: []string{"en"}, PageCount: 1,
			Status: []string{"completed", "needs_review"}, Pages: readFrom("text"), Data: raw(want),
			States: map[string]string{"/name": "found", "/ein": "found", "/classification": "not_found"},
		},
	}
}

// drawTaxForm draws the printed part and returns the blanks with what was filled in.
func drawTaxForm(p *Page, v TaxForm) []field {
	p.Left(54, 66, bold(17), "Substitute Form W-9")
	p.Left(54, 84, plain(10).in(grey), "Supplier's taxpayer identification number and certification")
	p.Rule(54, 541, 94, 1.2, black)
	fields := []field{
		p.blank("1  Name as shown on your income tax return", "name", "Name as shown on your income tax return", 54, 110, 487, v.Name),
		p.blank("2  Business name, if different from above", "business_name", "Business name", 54, 158, 487, v.BusinessName),
	}
	fields = append(fields, p.classes(v)...)
	fields = append(fields,
		p.blank("4  Address (number, street, apartment)", "address", "Address: number, street, apartment", 54, 276, 487, v.Address.Lines[0]),
		p.blank("5  City, state and ZIP code", "city_state_zip", "City, state and ZIP code", 54, 324, 487,
			v.Address.City+", "+v.Address.Region+" "+v.Address.Postcode),
		p.blank("6  Employer identification number (EIN)", "ein", "Employer identification number", 54, 392, 230, v.EIN),
		p.blank("    Social security number (SSN)", "ssn", "Social security number", 311, 392, 230, ""),
	)
	p.Block(54, 470, 14, plain(9.5),
		"Under penalties of perjury, I certify that the number shown on this form is my correct taxpayer",
		"identification number and that I am not subject to backup withholding.")
	return append(fields,
		p.blank("Signature", "signature", "Signature", 54, 514, 300, v.Name),
		p.blank("Date", "signed_on", "Date signed", 372, 514, 169, "October 2, 2026"))
}

// classes draws the row of check boxes.
func (p *Page) classes(v TaxForm) []field {
	p.Frame(54, 206, 487, 60, 0.6, grey)
	p.Left(60, 218, plain(8.5).in(grey), "3  Federal tax classification (tick one)")
	var fields []field
	for i, c := range [][2]string{
		{"individual", "Individual or sole proprietor"}, {"c_corporation", "C corporation"},
		{"llc", "Limited liability company"}, {"partnership", "Partnership"},
	} {
		x, y := 62+float64(i%2)*240, 226+float64(i/2)*18
		p.Frame(x, y, 11, 11, 0.8, black)
		p.Left(x+18, y+9, plain(10), c[1])
		state := ""
		if c[1] == v.Ticked {
			state = "Yes"
		}
		fields = append(fields, field{c[0], c[1], x, y, 11, 11, state, true})
	}
	return fields
}

// blank draws the frame and caption of a text field and returns the field.
func (p *Page) blank(caption, name, tip string, x, y, w float64, value string) field {
	p.Frame(x, y, w, 40, 0.6, grey)
	p.Left(x+6, y+12, plain(8.5).in(grey), caption)
	return field{name, tip, x + 4, y + 17, w - 8, 20, value, false}
}
