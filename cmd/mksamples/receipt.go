package main

// A Receipt is a till receipt: what is printed and what should be read.
type Receipt struct {
	Merchant Merchant      `json:"merchant"`
	Number   string        `json:"number"`
	Date     string        `json:"date"`
	Time     string        `json:"time"`
	Items    []ReceiptItem `json:"items"`
	TaxLines []ReceiptTax  `json:"tax_lines"`
	Total    string        `json:"total"`
	Currency string        `json:"currency"`
	Payments []ReceiptPaid `json:"payments"`
}

// A ReceiptItem is one thing bought, its price with tax.
type ReceiptItem struct {
	Description string `json:"description"`
	Quantity    string `json:"quantity"`
	UnitPrice   string `json:"unit_price"`
	Total       string `json:"total"`
	rate        string
}

// A ReceiptTax is the tax contained in the total at one rate.
type ReceiptTax struct {
	Rate string `json:"rate"`
	Net  string `json:"net"`
	Tax  string `json:"tax"`
}

// A ReceiptPaid is one means of payment.
type ReceiptPaid struct {
	Method string `json:"method"`
	Amount string `json:"amount"`
	Last4  string `json:"card_last4,omitempty"`
}

// total fills in what follows from quantities, prices and rates.
func (r *Receipt) total() {
	sum := dec("0")
	gross := map[string]string{}
	var rates []string
	for i := range r.Items {
		it := &r.Items[i]
		amount := dec(it.Quantity).Mul(dec(it.UnitPrice)).Round(2)
		it.Total = cents(amount)
		sum = sum.Add(amount)
		before, seen := gross[it.rate]
		if !seen {
			before = "0"
			rates = append(rates, it.rate)
		}
		gross[it.rate] = cents(dec(before).Add(amount))
	}
	for _, rate := range rates {
		net := dec(gross[rate]).Mul(dec("100")).Div(dec("100").Add(dec(rate))).Round(2)
		r.TaxLines = append(r.TaxLines, ReceiptTax{rate, cents(net), cents(dec(gross[rate]).Sub(net))})
	}
	r.Total = cents(sum)
	r.Payments[0].Amount = r.Total
}

// receiptWords are the printed words of a receipt in one language.
type receiptWords struct {
	vat, number, total, taxHead, card, thanks string
	columns                                   [3]string // rate, net, tax
}

// draw sets the receipt on a strip of paper 80 mm wide.
func (r Receipt) draw(l Locale, w receiptWords) *Page {
	p := &Page{W: 226.8, H: 400}
	m := r.Merchant
	y := 34.0
	p.Center(p.W/2, y, bold(13), m.Name)
	for _, line := range []string{m.Address.Lines[0], m.town(l), m.Phone, w.vat + " " + m.VATID} {
		y += 14
		p.Center(p.W/2, y, Style{mono, 8, black}, line)
	}
	y = r.items(p, l, y+26)
	p.Rule(18, 208, y, 0.8, black)
	p.Left(18, y+20, bold(13), w.total)
	p.Right(208, y+20, bold(13), l.Number(r.Total))
	y = r.taxes(p, l, w, y+44)
	paid := r.Payments[0]
	st := Style{mono, 8, black}
	p.Left(18, y+6, st, paid.Method+" "+w.card+paid.Last4)
	p.Right(208, y+6, st, l.Number(paid.Amount))
	p.Left(18, y+30, st, l.Date(r.Date)+" "+r.Time)
	p.Right(208, y+30, st, w.number+" "+r.Number)
	p.Center(p.W/2, y+58, plain(9), w.thanks)
	p.H = y + 82
	return p
}

func (r Receipt) items(p *Page, l Locale, y float64) float64 {
	st := Style{mono, 8.5, black}
	p.Right(208, y, st, "EUR")
	y += 15
	for _, it := range r.Items {
		p.Left(18, y, st, it.Description)
		if it.Quantity != "1" {
			y += 13
			p.Left(30, y, st, it.Quantity+" x "+l.Number(it.UnitPrice))
		}
		p.Right(208, y, st, l.Number(it.Total))
		y += 15
	}
	return y - 6
}

func (r Receipt) taxes(p *Page, l Locale, w receiptWords, y float64) float64 {
	st := Style{mono, 8, black}
	row := func(a, b, c string) {
		p.Left(18, y, st, a)
		p.Right(130, y, st, b)
		p.Right(208, y, st, c)
		y += 13
	}
	row(w.columns[0], w.columns[1], w.columns[2])
	for _, t := range r.TaxLines {
		row(w.taxHead+l.Number(t.Rate)+"%", l.Number(t.Net), l.Number(t.Tax))
	}
	return y + 6
}
