package archive

import (
	"encoding/json"
	"fmt"

	"docpipe/compliance"
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
	p := &prints{doctype: d.Extraction.DocType, fields: d.Extraction.Fields}
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
	fields  map[string]pipeline.Field
	facts   Facts
	traces  []pipeline.Trace
}

// sums is the amount at pointer, empty where it was not read well enough to compute with.
func (p *prints) sums(data reader, pointer string) string {
	if p.unsure(pointer) {
		return ""
	}
	return amount(data.text(pointer))
}

// unsure reports whether rules would take a value for one that was not read.
func (p *prints) unsure(pointer string) bool {
	f, ok := p.fields[pointer]
	return ok && f.Confidence != nil && *f.Confidence < compliance.DefaultConfig().MinConfidence
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
	p.facts.Unsure = p.unsure("/totals/gross")
	p.bill()
	if order := number(data.text("/order_ref")); order != "" {
		p.leave(billedTrace, order)
		p.facts.Lines = p.lines(data, "item_code", "description", "quantity", "unit_price")
	}
}

func (p *prints) receipt(data reader) {
	p.facts.Number, p.facts.Date, p.facts.Currency = data.text("/number"), data.text("/date"), data.text("/currency")
	p.facts.Supplier, p.facts.VATID = data.text("/merchant/name"), data.text("/merchant/vat_id")
	p.facts.Amount, p.facts.Unsure = amount(data.text("/total")), p.unsure("/total")
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
	p.facts.Amount, p.facts.Unsure = amount(data.text("/totals/gross")), p.unsure("/totals/gross")
	p.facts.Lines = p.lines(data, "item_code", "description", "quantity", "unit_price")
	if n := number(p.facts.Number); n != "" {
		p.leave(orderTrace, n)
	}
}

func (p *prints) delivery(data reader) {
	p.facts.Number, p.facts.Date = data.text("/number"), data.text("/date")
	p.facts.Supplier, p.facts.VATID = data.text("/sender/name"), data.text("/sender/vat_id")
	p.facts.Lines = p.lines(data, "", "item", "delivered", "")
	if n := number(data.text("/order_ref")); n != "" {
		p.leave(deliveryTrace, n)
	}
}

func (p *prints) statement(data reader) {
	p.facts.Number, p.facts.Start, p.facts.End = data.text("/statement_no"), data.text("/period/start"), data.text("/period/end")
	p.facts.Date = p.facts.End
	for i, account := range data.rows("accounts") {
		iban := compact(account.text("/iban"))
		if iban == "" {
			continue
		}
		p.leave(accountTrace, iban)
		at := fmt.Sprintf("/accounts/%d/", i)
		p.facts.Accounts = append(p.facts.Accounts, Balance{iban, p.sums(data, at+"opening"), p.sums(data, at+"closing"), account.text("/currency")})
	}
}

// lines are the rows of a list of goods; what was not read well enough to compute with is empty.
func (p *prints) lines(data reader, code, text, quantity, price string) []Line {
	var all []Line
	for i, row := range data.rows("lines") {
		if i == mostLines {
			break
		}
		at := fmt.Sprintf("/lines/%d/", i)
		all = append(all, Line{row.text(code), row.text(text), p.sums(data, at+quantity), p.sums(data, at+price)})
	}
	return all
}
