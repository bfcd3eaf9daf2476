package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"text/template"

	"docpipe/testdata"
)

// einvoiceXML is a German invoice that has no pages: EN 16931 in the CII syntax.
func einvoiceXML() sample {
	inv := talhofInvoice("RE-2026-1101", "0")
	inv.Buyer.VATID = vatDE("77120456")
	for i := range inv.Lines {
		inv.Lines[i].Unit = map[string]string{"Stk": "H87", "psch": "LS"}[inv.Lines[i].Unit]
	}
	inv.Seller.Phone, inv.Seller.Email = "", ""
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "DE", "DE" // no letter prints it
	return sample{
		name: "einvoice-xml",
		docs: []file{{"einvoice.xml", inv.cii()}},
		want: testdata.Want{
			About:   "A German e-invoice as XML alone (EN 16931, CII): no page, every value exact.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: nil, PageCount: 0,
			Status: []string{"completed"}, Data: raw(inv), States: foundInvoice,
		},
	}
}

// cii writes the invoice as a UN/CEFACT Cross Industry Invoice (D16B).
func (inv Invoice) cii() []byte {
	t := template.Must(template.New("cii").Funcs(template.FuncMap{
		"x": escape,
		"d": func(iso string) string { return strings.ReplaceAll(iso, "-", "") },
		"n": func(i int) int { return i + 1 },
	}).Parse(ciiTemplate))
	var b bytes.Buffer
	if err := t.Execute(&b, inv); err != nil {
		panic(fmt.Sprintf("einvoice: %v", err)) // template and data are both ours
	}
	return b.Bytes()
}

func escape(s string) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(s))
	return b.String(), err
}

const ciiTemplate = `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext>
    <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>
  </rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>{{x .Number}}</ram:ID>
    <ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format="102">{{d .IssueDate}}</udt:DateTimeString></ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
{{- range $i, $l := .Lines}}
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineID>{{n $i}}</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct><ram:Name>{{x $l.Description}}</ram:Name></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{{$l.UnitPrice}}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{{x $l.Unit}}">{{$l.Quantity}}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>
        <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>{{$l.VATRate}}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
        <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{{$l.Net}}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>
{{- end}}
    <ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty>
        <ram:Name>{{x .Seller.Name}}</ram:Name>
        <ram:SpecifiedLegalOrganization><ram:ID>{{x .Seller.Reg}}</ram:ID></ram:SpecifiedLegalOrganization>
{{- template "address" .Seller}}
      </ram:SellerTradeParty>
      <ram:BuyerTradeParty>
        <ram:Name>{{x .Buyer.Name}}</ram:Name>
{{- template "address" .Buyer}}
      </ram:BuyerTradeParty>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery>
      <ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime><udt:DateTimeString format="102">{{d .SupplyDate}}</udt:DateTimeString></ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>
    </ram:ApplicableHeaderTradeDelivery>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>{{x .Payment.Reference}}</ram:PaymentReference>
      <ram:InvoiceCurrencyCode>{{.Currency}}</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>58</ram:TypeCode>
        <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{{.Payment.IBAN}}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
        <ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>{{.Payment.BIC}}</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution>
      </ram:SpecifiedTradeSettlementPaymentMeans>
{{- range .VATLines}}
      <ram:ApplicableTradeTax><ram:CalculatedAmount>{{.Tax}}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{{.Base}}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>{{.Rate}}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
{{- end}}
      <ram:SpecifiedTradePaymentTerms><ram:Description>{{x .Payment.Terms}}</ram:Description><ram:DueDateDateTime><udt:DateTimeString format="102">{{d .DueDate}}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:LineTotalAmount>{{.Totals.Net}}</ram:LineTotalAmount>
        <ram:TaxBasisTotalAmount>{{.Totals.Net}}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="{{.Currency}}">{{.Totals.VAT}}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>{{.Totals.Gross}}</ram:GrandTotalAmount>
        <ram:DuePayableAmount>{{.Totals.Due}}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
{{define "address"}}
        <ram:PostalTradeAddress><ram:PostcodeCode>{{x .Address.Postcode}}</ram:PostcodeCode>{{range .Address.Lines}}<ram:LineOne>{{x .}}</ram:LineOne>{{end}}<ram:CityName>{{x .Address.City}}</ram:CityName><ram:CountryID>{{.Address.Country}}</ram:CountryID></ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{{.VATID}}</ram:ID></ram:SpecifiedTaxRegistration>
{{- end}}`
