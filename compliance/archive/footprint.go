package archive

import (
	"encoding/json"

	"docpipe/pipeline"
	"docpipe/pipeline/look"
)

// mostLines bounds the lines of an order that a footprint keeps.
const mostLines = 2000

// Footprint returns what d leaves behind for other documents, nil for one that was not read. It
// is the ledger's Config.Footprint.
func Footprint(d *pipeline.Document) *pipeline.Footprint {
	if d.Extraction == nil || len(d.Pieces) > 0 {
		return nil
	}
	p := &prints{doctype: d.Extraction.DocType}
	p.common(d)
	data := reader(d.Extraction.Data)
	switch p.doctype {
	case "invoice", "credit_note":
		p.invoice(data)
	case "receipt":
		p.receipt(data)
	case "purchase_order":
		p.order(data)
	case "delivery_note":
		p.delivery(data)
	case "bank_statement":
		p.statement(data)
	}
	if len(p.traces) == 0 {
		return nil
	}
	facts, err := json.Marshal(p.facts)
	if err != nil {
		return nil // texts always marshal
	}
	return &pipeline.Footprint{DocType: p.doctype, Facts: facts, Traces: p.traces}
}

// prints gathers a footprint.
type prints struct {
	doctype string
	facts   Facts
	traces  []pipeline.Trace
}

func (p *prints) leave(kind, key string) {
	p.traces = append(p.traces, pipeline.Trace{Kind: kind, Key: key})
}

// common is what every document leaves: its bytes, unless it is one part of them, its look and its
// case.
func (p *prints) common(d *pipeline.Document) {
	if content := d.Content(); d.Parent == "" && len(d.Files) > 0 {
		p.facts.Content = content
		p.leave(bytesTrace, content)
	}
	if len(d.Pages) > 0 && d.Pages[0].Look != "" {
		p.facts.Look = d.Pages[0].Look
		for _, band := range look.Bands(p.facts.Look) {
			p.leave(lookTrace, band)
		}
	}
	if d.Case != "" {
		p.leave(caseTrace, d.Case)
	}
}

func (p *prints) invoice(data reader) {
	p.facts.Number, p.facts.Date, p.facts.Currency = data.text("/number"), data.text("/issue_date"), data.text("/currency")
	p.facts.Supplier, p.facts.VATID = data.text("/seller/name"), data.text("/seller/vat_id")
	p.facts.Amount, p.facts.IBAN = amount(data.text("/totals/gross")), compact(data.text("/payment/iban"))
	p.bill()
	if order := number(data.text("/order_ref")); order != "" {
		p.leave(billedTrace, order)
		p.facts.Lines = lines(data.rows("lines"), "item_code", "description", "quantity", "unit_price")
	}
}

func (p *prints) receipt(data reader) {
	p.facts.Number, p.facts.Date, p.facts.Currency = data.text("/number"), data.text("/date"), data.text("/currency")
	p.facts.Supplier, p.facts.VATID = data.text("/merchant/name"), data.text("/merchant/vat_id")
	p.facts.Amount = amount(data.text("/total"))
	p.bill()
}

// bill leaves what invoices and receipts are known by.
func (p *prints) bill() {
	known := suppliers(p.facts.VATID, p.facts.Supplier)
	for _, s := range known {
		if n := number(p.facts.Number); n != "" {
			p.leave(invoiceTrace, s+"|"+n)
			prefix, _ := series(p.facts.Number)
			p.leave(seriesTrace, s+"|"+prefix)
		}
		if p.facts.Amount != "" && p.facts.Date != "" {
			p.leave(amountTrace, s+"|"+p.facts.Amount+"|"+p.facts.Date)
		}
	}
	if p.facts.IBAN != "" && len(known) > 0 {
		p.traces = append(p.traces, pipeline.Trace{Kind: ibanTrace, Key: p.facts.IBAN, Group: known[0]})
	}
}

func (p *prints) order(data reader) {
	p.facts.Number, p.facts.Date, p.facts.Currency = data.text("/number"), data.text("/date"), data.text("/currency")
	p.facts.Supplier, p.facts.VATID = data.text("/supplier/name"), data.text("/supplier/vat_id")
	p.facts.Amount = amount(data.text("/totals/gross"))
	p.facts.Lines = lines(data.rows("lines"), "item_code", "description", "quantity", "unit_price")
	if n := number(p.facts.Number); n != "" {
		p.leave(orderTrace, n)
	}
}

func (p *prints) delivery(data reader) {
	p.facts.Number, p.facts.Date = data.text("/number"), data.text("/date")
	p.facts.Supplier, p.facts.VATID = data.text("/sender/name"), data.text("/sender/vat_id")
	p.facts.Lines = lines(data.rows("lines"), "", "item", "delivered", "")
	if n := number(data.text("/order_ref")); n != "" {
		p.leave(deliveryTrace, n)
	}
}

func (p *prints) statement(data reader) {
	p.facts.Number, p.facts.Start, p.facts.End = data.text("/statement_no"), data.text("/period/start"), data.text("/period/end")
	p.facts.Date = p.facts.End
	for _, account := range data.rows("accounts") {
		iban := compact(account.text("/iban"))
		if iban == "" {
			continue
		}
		p.leave(accountTrace, iban)
		p.facts.Accounts = append(p.facts.Accounts, Balance{iban, amount(account.text("/closing")), account.text("/currency")})
	}
}

func lines(rows []reader, code, text, quantity, price string) []Line {
	var all []Line
	for _, row := range rows[:min(len(rows), mostLines)] {
		all = append(all, Line{row.text(code), row.text(text), amount(row.text(quantity)), amount(row.text(price))})
	}
	return all
}
