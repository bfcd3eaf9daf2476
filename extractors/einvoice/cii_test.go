package einvoice

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ciiPartyOf is a party with all elements of a party that the tables map.
func ciiPartyOf(kind, name string) string {
	return `<` + kind + `>
		<Name>` + name + `</Name>
		<SpecifiedLegalOrganization><ID>R-1</ID></SpecifiedLegalOrganization>
		<DefinedTradeContact>
			<TelephoneUniversalCommunication><CompleteNumber>+49 1</CompleteNumber></TelephoneUniversalCommunication>
			<EmailURIUniversalCommunication><URIID>a@example.de</URIID></EmailURIUniversalCommunication>
		</DefinedTradeContact>
		<PostalTradeAddress>
			<PostcodeCode>90403</PostcodeCode><LineOne>Mühlgasse 12</LineOne><LineTwo>Hof 2</LineTwo><LineThree>3. OG</LineThree>
			<CityName>Nürnberg</CityName><CountryID>DE</CountryID><CountrySubDivisionName>Bayern</CountrySubDivisionName>
		</PostalTradeAddress>
		<URIUniversalCommunication><URIID schemeID="EM">b@example.de</URIID></URIUniversalCommunication>
		<SpecifiedTaxRegistration><ID schemeID="FC">241/5</ID></SpecifiedTaxRegistration>
		<SpecifiedTaxRegistration><ID schemeID="VA">DE 295847130</ID></SpecifiedTaxRegistration>
	</` + kind + `>`
}

func ciiWantOf(name string) string {
	return `{"name":"` + name + `","vat_id":"DE295847130","tax_id":"241/5","registration_id":"R-1","email":"a@example.de","phone":"+49 1",
		"address":{"lines":["Mühlgasse 12","Hof 2","3. OG"],"city":"Nürnberg","postcode":"90403","region":"Bayern","country":"DE"}}`
}

// ciiInvoice uses every element that the tables map.
var ciiInvoice = `<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">
<ExchangedDocument>
	<ID>G-17</ID><TypeCode>261</TypeCode>
	<IssueDateTime><DateTimeString format="102">20260302</DateTimeString></IssueDateTime>
	<IncludedNote><Content>First</Content><SubjectCode>AAI</SubjectCode></IncludedNote><IncludedNote><Content>Second</Content></IncludedNote>
</ExchangedDocument>
<SupplyChainTradeTransaction>
	<IncludedSupplyChainTradeLineItem>
		<AssociatedDocumentLineDocument><LineID>1</LineID></AssociatedDocumentLineDocument>
		<SpecifiedTradeProduct><GlobalID schemeID="0160">4012345</GlobalID><SellerAssignedID>S-9</SellerAssignedID><Name>Sessel</Name><Description>gebraucht</Description></SpecifiedTradeProduct>
		<SpecifiedLineTradeAgreement>
			<GrossPriceProductTradePrice><ChargeAmount>12.00</ChargeAmount></GrossPriceProductTradePrice>
			<NetPriceProductTradePrice><ChargeAmount>10.0000</ChargeAmount><BasisQuantity unitCode="C62">2</BasisQuantity></NetPriceProductTradePrice>
		</SpecifiedLineTradeAgreement>
		<SpecifiedLineTradeDelivery><BilledQuantity unitCode="C62">4.0</BilledQuantity></SpecifiedLineTradeDelivery>
		<SpecifiedLineTradeSettlement>
			<ApplicableTradeTax><TypeCode>VAT</TypeCode><CategoryCode>E</CategoryCode><RateApplicablePercent>0.00</RateApplicablePercent></ApplicableTradeTax>
			<BillingSpecifiedPeriod><StartDateTime><DateTimeString format="102">20260201</DateTimeString></StartDateTime></BillingSpecifiedPeriod>
			<SpecifiedTradeAllowanceCharge><ChargeIndicator><Indicator>false</Indicator></ChargeIndicator><ActualAmount>1.00</ActualAmount></SpecifiedTradeAllowanceCharge>
			<SpecifiedTradeAllowanceCharge><ChargeIndicator><Indicator>false</Indicator></ChargeIndicator><ActualAmount>0.50</ActualAmount></SpecifiedTradeAllowanceCharge>
			<SpecifiedTradeSettlementLineMonetarySummation><LineTotalAmount>18.50</LineTotalAmount></SpecifiedTradeSettlementLineMonetarySummation>
		</SpecifiedLineTradeSettlement>
	</IncludedSupplyChainTradeLineItem>
	<ApplicableHeaderTradeAgreement>` +
	ciiPartyOf("SellerTradeParty", "Verkauf GmbH") + ciiPartyOf("BuyerTradeParty", "Kauf AG") + ciiPartyOf("SellerTaxRepresentativeTradeParty", "Fiskal KG") + `
		<BuyerOrderReferencedDocument><IssuerAssignedID>PO-1</IssuerAssignedID></BuyerOrderReferencedDocument>
		<ContractReferencedDocument><IssuerAssignedID>C-1</IssuerAssignedID></ContractReferencedDocument>
	</ApplicableHeaderTradeAgreement>
	<ApplicableHeaderTradeDelivery>` + ciiPartyOf("ShipToTradeParty", "Lager") + `
		<ActualDeliverySupplyChainEvent><OccurrenceDateTime><DateTimeString format="102">20260301</DateTimeString></OccurrenceDateTime></ActualDeliverySupplyChainEvent>
	</ApplicableHeaderTradeDelivery>
	<ApplicableHeaderTradeSettlement>
		<PaymentReference>G-17 / 4</PaymentReference><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>` + ciiPartyOf("PayeeTradeParty", "Factor") + `
		<SpecifiedTradeSettlementPaymentMeans>
			<TypeCode>48</TypeCode><Information>Karte</Information>
			<ApplicableTradeSettlementFinancialCard><ID>****1234</ID></ApplicableTradeSettlementFinancialCard>
		</SpecifiedTradeSettlementPaymentMeans>
		<SpecifiedTradeSettlementPaymentMeans>
			<TypeCode>58</TypeCode>
			<PayeePartyCreditorFinancialAccount><IBANID>DE12 9995 0000 4410 2783 65</IBANID><AccountName>Factor Konto</AccountName></PayeePartyCreditorFinancialAccount>
			<PayeeSpecifiedCreditorFinancialInstitution><BICID>DPEXDEFF</BICID></PayeeSpecifiedCreditorFinancialInstitution>
		</SpecifiedTradeSettlementPaymentMeans>
		<ApplicableTradeTax>
			<CalculatedAmount>0.00</CalculatedAmount><TypeCode>VAT</TypeCode><ExemptionReason>Differenzbesteuerung</ExemptionReason><BasisAmount>20.50</BasisAmount>
			<CategoryCode>E</CategoryCode><ExemptionReasonCode>VATEX-EU-F</ExemptionReasonCode><DueDateTypeCode>72</DueDateTypeCode><RateApplicablePercent>0.00</RateApplicablePercent>
		</ApplicableTradeTax>
		<BillingSpecifiedPeriod><StartDateTime><DateTimeString format="102">20260201</DateTimeString></StartDateTime><EndDateTime><DateTimeString format="102">20260228</DateTimeString></EndDateTime></BillingSpecifiedPeriod>
		<SpecifiedTradeAllowanceCharge>
			<ChargeIndicator><Indicator>false</Indicator></ChargeIndicator><CalculationPercent>10</CalculationPercent><BasisAmount>20.00</BasisAmount><ActualAmount>2.00</ActualAmount>
			<Reason>Rabatt</Reason><CategoryTradeTax><CategoryCode>E</CategoryCode><RateApplicablePercent>0.00</RateApplicablePercent></CategoryTradeTax>
		</SpecifiedTradeAllowanceCharge>
		<SpecifiedTradeAllowanceCharge><ChargeIndicator><Indicator>true</Indicator></ChargeIndicator><ActualAmount>1.00</ActualAmount><Reason>Maut</Reason></SpecifiedTradeAllowanceCharge>
		<SpecifiedLogisticsServiceCharge>
			<Description>Fracht</Description><AppliedAmount>3.00</AppliedAmount>
			<AppliedTradeTax><CategoryCode>E</CategoryCode><RateApplicablePercent>0.00</RateApplicablePercent></AppliedTradeTax>
		</SpecifiedLogisticsServiceCharge>
		<SpecifiedTradePaymentTerms><Description>14 Tage netto</Description><DueDateDateTime><DateTimeString format="102">20260316</DateTimeString></DueDateDateTime></SpecifiedTradePaymentTerms>
		<SpecifiedTradeSettlementHeaderMonetarySummation>
			<LineTotalAmount>18.50</LineTotalAmount><ChargeTotalAmount>4.00</ChargeTotalAmount><AllowanceTotalAmount>2.00</AllowanceTotalAmount>
			<TaxBasisTotalAmount>20.50</TaxBasisTotalAmount><TaxTotalAmount currencyID="CHF">0.90</TaxTotalAmount><TaxTotalAmount currencyID="EUR">0.00</TaxTotalAmount>
			<RoundingAmount>0.01</RoundingAmount><GrandTotalAmount>20.50</GrandTotalAmount><TotalPrepaidAmount>5.00</TotalPrepaidAmount><DuePayableAmount>15.51</DuePayableAmount>
		</SpecifiedTradeSettlementHeaderMonetarySummation>
		<InvoiceReferencedDocument><IssuerAssignedID>G-16</IssuerAssignedID></InvoiceReferencedDocument>
	</ApplicableHeaderTradeSettlement>
</SupplyChainTradeTransaction></CrossIndustryInvoice>`

var ciiWant = `{
	"number":"G-17","issue_date":"2026-03-02","type_code":"261","due_date":"2026-03-16","supply_date":"2026-03-01",
	"period":{"start":"2026-02-01","end":"2026-02-28"},"currency":"EUR","order_ref":"PO-1","contract_ref":"C-1","preceding_invoice":"G-16",
	"seller":` + ciiWantOf("Verkauf GmbH") + `,"buyer":` + ciiWantOf("Kauf AG") + `,"payee":` + ciiWantOf("Factor") + `,
	"ship_to":` + ciiWantOf("Lager") + `,"tax_representative":` + ciiWantOf("Fiskal KG") + `,
	"lines":[{"id":"1","description":"Sessel","item_code":"S-9","quantity":"4.0","unit":"C62","unit_price":"10.0000","base_quantity":"2",
		"discount":"1.50","net":"18.50","vat_rate":"0.00","vat_category":"E","date":"2026-02-01"}],
	"allowances":[{"amount":"2.00","base":"20.00","percent":"10","reason":"Rabatt","vat_category":"E","vat_rate":"0.00"}],
	"charges":[{"amount":"1.00","reason":"Maut"},{"amount":"3.00","reason":"Fracht","vat_category":"E","vat_rate":"0.00"}],
	"vat_lines":[{"category":"E","rate":"0.00","base":"20.50","tax":"0.00","exemption_reason":"Differenzbesteuerung"}],
	"totals":{"lines_net":"18.50","allowances":"2.00","charges":"4.00","net":"20.50","vat":"0.00","gross":"20.50","prepaid":"5.00","rounding":"0.01","due":"15.51"},
	"payment":{"means":"Karte","terms":"14 Tage netto","iban":"DE12999500004410278365","bic":"DPEXDEFF","account_name":"Factor Konto",
		"reference":"G-17 / 4","card_pan":"****1234"},
	"notes":["First","Second"],
	"mentions":{"self_billing":true,"cash_accounting":true,"margin_scheme":true}}`

func TestExtract_CII(t *testing.T) {
	t.Parallel()
	e := extract(t, ciiInvoice)
	if e.DocType != CreditNote || len(e.Reasons) > 0 {
		t.Errorf("doctype %q, reasons %v, want a credit note without", e.DocType, e.Reasons)
	}
	if diff := cmp.Diff(decoded(t, ciiWant), any(e.Data)); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
}

// ZUGFeRD 1.0 says the same under its own names.
func TestExtract_ZUGFeRD_1(t *testing.T) {
	t.Parallel()
	e := extract(t, strings.NewReplacer(
		"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "urn:ferd:CrossIndustryDocument:invoice:1p0",
		"CrossIndustryInvoice", "CrossIndustryDocument", "ExchangedDocument>", "HeaderExchangedDocument>",
		"<SupplyChainTradeTransaction", "<SpecifiedSupplyChainTradeTransaction", "</SupplyChainTradeTransaction", "</SpecifiedSupplyChainTradeTransaction",
		"ApplicableHeaderTrade", "ApplicableSupplyChainTrade", "SpecifiedLineTrade", "SpecifiedSupplyChainTrade",
		"SettlementHeaderMonetary", "SettlementMonetary", "SettlementLineMonetary", "SettlementMonetary",
		"RateApplicablePercent", "ApplicablePercent", "IssuerAssignedID", "ID",
	).Replace(ciiInvoice))
	if diff := cmp.Diff(decoded(t, ciiWant), any(e.Data)); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
}
