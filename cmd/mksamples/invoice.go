package main

import (
	"github.com/shopspring/decimal"
)

// An Invoice is both what is printed and, by its JSON names, what should be read.
type Invoice struct {
	Number     string    `json:"number"`
	IssueDate  string    `json:"issue_date"`
	DueDate    string    `json:"due_date"`
	SupplyDate string    `json:"supply_date,omitempty"`
	Currency   string    `json:"currency"`
	OrderRef   string    `json:"order_ref,omitempty"`
	Seller     Party     `json:"seller"`
	Buyer      Party     `json:"buyer"`
	Lines      []Line    `json:"lines"`
	VATLines   []VATLine `json:"vat_lines"`
	Totals     Totals    `json:"totals"`
	Payment    Payment   `json:"payment"`
}

// A Party is a company as it prints itself. Slogan and Registry are decoration.
type Party struct {
	Name     string  `json:"name"`
	VATID    string  `json:"vat_id,omitempty"`
	Reg      string  `json:"registration_id,omitempty"`
	Address  Address `json:"address"`
	Email    string  `json:"email,omitempty"`
	Phone    string  `json:"phone,omitempty"`
	Slogan   string  `json:"-"`
	Registry string  `json:"-"`
}

// An Address holds the lines above the town, and the town.
type Address struct {
	Lines    []string `json:"lines"`
	City     string   `json:"city"`
	Region   string   `json:"region,omitempty"`
	Postcode string   `json:"postcode"`
	Country  string   `json:"country,omitempty"`
}

// at returns an address without a country, which letters inside one do not print.
func at(postcode, city string, lines ...string) Address {
	return Address{Lines: lines, City: city, Postcode: postcode}
}

// A Line is one row of the table.
type Line struct {
	Description string `json:"description"`
	Quantity    string `json:"quantity"`
	Unit        string `json:"unit"`
	UnitPrice   string `json:"unit_price"`
	Net         string `json:"net"`
	VATRate     string `json:"vat_rate"`
}

// A VATLine is one row of the VAT summary.
type VATLine struct {
	Rate string `json:"rate"`
	Base string `json:"base"`
	Tax  string `json:"tax"`
}

// Totals are the amounts under the table.
type Totals struct {
	Net   string `json:"net"`
	VAT   string `json:"vat"`
	Gross string `json:"gross"`
	Due   string `json:"due"`
}

// Payment is how to pay.
type Payment struct {
	IBAN      string `json:"iban"`
	BIC       string `json:"bic"`
	Reference string `json:"reference"`
	Terms     string `json:"terms"`
}

// total fills in the amounts that follow from quantities, prices and rates. slip is added to
// the tax of the first rate and to all that follows from it: a seller's honest mistake.
func (inv *Invoice) total(slip string) {
	net, vat := decimal.Zero, decimal.Zero
	bases := map[string]decimal.Decimal{}
	var rates []string
	for i := range inv.Lines {
		l := &inv.Lines[i]
		amount := dec(l.Quantity).Mul(dec(l.UnitPrice)).Round(2)
		l.Net = cents(amount)
		if _, seen := bases[l.VATRate]; !seen {
			rates = append(rates, l.VATRate)
		}
		bases[l.VATRate] = bases[l.VATRate].Add(amount)
		net = net.Add(amount)
	}
	for i, rate := range rates {
		tax := bases[rate].Mul(dec(rate)).Div(dec("100")).Round(2)
		if i == 0 {
			tax = tax.Add(dec(slip))
		}
		vat = vat.Add(tax)
		inv.VATLines = append(inv.VATLines, VATLine{rate, cents(bases[rate]), cents(tax)})
	}
	gross := cents(net.Add(vat))
	inv.Totals = Totals{cents(net), cents(vat), gross, gross}
}

// envelope is the party as it stands in an address window.
func (p Party) envelope(l Locale) []string {
	lines := append([]string{p.Name}, p.Address.Lines...)
	return append(lines, p.town(l))
}

// town is the line of town and postcode, in the order that the country writes them.
func (p Party) town(l Locale) string {
	if l.Lang == "en" {
		return p.Address.City + " " + p.Address.Postcode
	}
	return p.Address.Postcode + " " + p.Address.City
}
