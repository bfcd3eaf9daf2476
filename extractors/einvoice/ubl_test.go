package einvoice

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ublInvoice uses every element that the tables map.
var ublInvoice = ublOf(`
	<cbc:ID>HK-2291</cbc:ID>
	<cbc:IssueDate>2026-03-02</cbc:IssueDate>
	<cbc:DueDate>2026-04-01</cbc:DueDate>
	<cbc:InvoiceTypeCode>389</cbc:InvoiceTypeCode>
	<cbc:Note>Delivered by barge.
		Mind the step.</cbc:Note>
	<cbc:Note>Second note</cbc:Note>
	<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>
	<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>
	<cac:InvoicePeriod><cbc:StartDate>2026-02-01</cbc:StartDate><cbc:EndDate>2026-02-28</cbc:EndDate><cbc:DescriptionCode>432</cbc:DescriptionCode></cac:InvoicePeriod>
	<cac:OrderReference><cbc:ID>PO-88</cbc:ID></cac:OrderReference>
	<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>HK-2200</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
	<cac:ContractDocumentReference><cbc:ID>C-5</cbc:ID></cac:ContractDocumentReference>
	<cac:AccountingSupplierParty><cac:Party>
		<cbc:EndpointID schemeID="0088">5790000436057</cbc:EndpointID>
		<cac:PartyName><cbc:Name>Havnens Bod</cbc:Name></cac:PartyName>
		<cac:PostalAddress>
			<cbc:StreetName>Kajgade 4</cbc:StreetName><cbc:AdditionalStreetName>Port 2</cbc:AdditionalStreetName>
			<cbc:CityName>Odense</cbc:CityName><cbc:PostalZone>5000</cbc:PostalZone><cbc:CountrySubentity>Fyn</cbc:CountrySubentity>
			<cac:AddressLine><cbc:Line>Shed B</cbc:Line></cac:AddressLine>
			<cac:Country><cbc:IdentificationCode>DK</cbc:IdentificationCode></cac:Country>
		</cac:PostalAddress>
		<cac:PartyTaxScheme><cbc:CompanyID>DK 16356706</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
		<cac:PartyTaxScheme><cbc:CompanyID>T-77</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
		<cac:PartyLegalEntity><cbc:RegistrationName>Havnens Bod ApS</cbc:RegistrationName><cbc:CompanyID>16356706</cbc:CompanyID></cac:PartyLegalEntity>
		<cac:Contact><cbc:Telephone>+45 1</cbc:Telephone><cbc:ElectronicMail>bod@example.dk</cbc:ElectronicMail></cac:Contact>
	</cac:Party></cac:AccountingSupplierParty>
	<cac:AccountingCustomerParty><cac:Party>
		<cbc:EndpointID schemeID="EM">ap@example.se</cbc:EndpointID>
		<cac:PartyName><cbc:Name>Rederi Nord</cbc:Name></cac:PartyName>
	</cac:Party></cac:AccountingCustomerParty>
	<cac:PayeeParty><cac:PartyName><cbc:Name>Factoring A/S</cbc:Name></cac:PartyName></cac:PayeeParty>
	<cac:TaxRepresentativeParty>
		<cac:PartyName><cbc:Name>Skat Rep</cbc:Name></cac:PartyName>
		<cac:PartyTaxScheme><cbc:CompanyID>DK13585628</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
	</cac:TaxRepresentativeParty>
	<cac:Delivery>
		<cbc:ActualDeliveryDate>2026-02-27</cbc:ActualDeliveryDate>
		<cac:DeliveryLocation><cac:Address><cbc:StreetName>Dock 9</cbc:StreetName><cbc:CityName>Malmö</cbc:CityName></cac:Address></cac:DeliveryLocation>
		<cac:DeliveryParty><cac:PartyName><cbc:Name>Nord Warehouse</cbc:Name></cac:PartyName></cac:DeliveryParty>
	</cac:Delivery>
	<cac:PaymentMeans>
		<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>+71&lt;2291</cbc:PaymentID>
		<cac:PayeeFinancialAccount>
			<cbc:ID>DK50 0040 0440 1162 43</cbc:ID><cbc:Name>Havnens Bod</cbc:Name>
			<cac:FinancialInstitutionBranch><cbc:ID>DABADKKK</cbc:ID></cac:FinancialInstitutionBranch>
		</cac:PayeeFinancialAccount>
	</cac:PaymentMeans>
	<cac:PaymentMeans>
		<cbc:PaymentMeansCode>54</cbc:PaymentMeansCode>
		<cac:CardAccount><cbc:PrimaryAccountNumberID>XXXX3236</cbc:PrimaryAccountNumberID></cac:CardAccount>
		<cac:PayeeFinancialAccount><cbc:ID>SE4550000000058398257466</cbc:ID></cac:PayeeFinancialAccount>
	</cac:PaymentMeans>
	<cac:PaymentTerms><cbc:Note>30 days net</cbc:Note></cac:PaymentTerms>
	<cac:PaymentTerms><cbc:Note>2 % within 8 days</cbc:Note></cac:PaymentTerms>
	<cac:AllowanceCharge>
		<cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Bonus</cbc:AllowanceChargeReason>
		<cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric><cbc:Amount currencyID="DKK">20.00</cbc:Amount><cbc:BaseAmount currencyID="DKK">200.00</cbc:BaseAmount>
		<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory>
	</cac:AllowanceCharge>
	<cac:AllowanceCharge>
		<cbc:ChargeIndicator>1</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode><cbc:Amount currencyID="DKK">5.00</cbc:Amount>
	</cac:AllowanceCharge>
	<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">6.20</cbc:TaxAmount></cac:TaxTotal>
	<cac:TaxTotal>
		<cbc:TaxAmount currencyID="DKK">46.25</cbc:TaxAmount>
		<cac:TaxSubtotal><cbc:TaxableAmount currencyID="DKK">185.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="DKK">46.25</cbc:TaxAmount>
			<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>
		<cac:TaxSubtotal><cbc:TaxableAmount currencyID="DKK">7.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="DKK">0</cbc:TaxAmount>
			<cac:TaxCategory><cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReasonCode>vatex-eu-ae</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>Reverse charge</cbc:TaxExemptionReason></cac:TaxCategory></cac:TaxSubtotal>
	</cac:TaxTotal>
	<cac:LegalMonetaryTotal>
		<cbc:LineExtensionAmount currencyID="DKK">207.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="DKK">192.00</cbc:TaxExclusiveAmount>
		<cbc:TaxInclusiveAmount currencyID="DKK">238.25</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount currencyID="DKK">20.00</cbc:AllowanceTotalAmount>
		<cbc:ChargeTotalAmount currencyID="DKK">5.00</cbc:ChargeTotalAmount><cbc:PrepaidAmount currencyID="DKK">8.00</cbc:PrepaidAmount>
		<cbc:PayableRoundingAmount currencyID="DKK">-0.25</cbc:PayableRoundingAmount><cbc:PayableAmount currencyID="DKK">230.00</cbc:PayableAmount>
	</cac:LegalMonetaryTotal>
	<cac:InvoiceLine>
		<cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="MTR">10.5</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="DKK">200.00</cbc:LineExtensionAmount>
		<cac:InvoicePeriod><cbc:StartDate>2026-02-03</cbc:StartDate></cac:InvoicePeriod>
		<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="DKK">6.00</cbc:Amount></cac:AllowanceCharge>
		<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount currencyID="DKK">1.00</cbc:Amount></cac:AllowanceCharge>
		<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="DKK">5.00</cbc:Amount></cac:AllowanceCharge>
		<cac:Item><cbc:Description>Three strands</cbc:Description><cbc:Name>Rope</cbc:Name>
			<cac:SellersItemIdentification><cbc:ID>R-3</cbc:ID></cac:SellersItemIdentification>
			<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
		<cac:Price><cbc:PriceAmount currencyID="DKK">200.00</cbc:PriceAmount><cbc:BaseQuantity unitCode="MTR">10</cbc:BaseQuantity></cac:Price>
	</cac:InvoiceLine>
	<cac:InvoiceLine><cac:Item/></cac:InvoiceLine>
	<cac:InvoiceLine>
		<cbc:ID>2</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="DKK">7.00</cbc:LineExtensionAmount>
		<cac:Item><cbc:Name>Survey</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
		<cac:Price><cbc:PriceAmount currencyID="DKK">7.00</cbc:PriceAmount></cac:Price>
	</cac:InvoiceLine>`)

const ublWant = `{
	"number":"HK-2291","issue_date":"2026-03-02","type_code":"389","due_date":"2026-04-01","supply_date":"2026-02-27",
	"period":{"start":"2026-02-01","end":"2026-02-28"},"currency":"DKK","order_ref":"PO-88","contract_ref":"C-5","preceding_invoice":"HK-2200",
	"seller":{"name":"Havnens Bod ApS","vat_id":"DK16356706","tax_id":"T-77","registration_id":"16356706",
		"address":{"lines":["Kajgade 4","Port 2","Shed B"],"city":"Odense","postcode":"5000","region":"Fyn","country":"DK"},
		"email":"bod@example.dk","phone":"+45 1"},
	"buyer":{"name":"Rederi Nord","email":"ap@example.se"},
	"payee":{"name":"Factoring A/S"},
	"tax_representative":{"name":"Skat Rep","vat_id":"DK13585628"},
	"ship_to":{"name":"Nord Warehouse","address":{"lines":["Dock 9"],"city":"Malmö"}},
	"lines":[
		{"id":"1","description":"Rope","item_code":"R-3","quantity":"10.5","unit":"MTR","unit_price":"200.00","base_quantity":"10",
			"discount":"11.00","net":"200.00","vat_rate":"25","vat_category":"S","date":"2026-02-03"},
		{"id":"2","description":"Survey","quantity":"1","unit":"C62","unit_price":"7.00","net":"7.00","vat_rate":"0","vat_category":"AE"}],
	"allowances":[{"amount":"20.00","base":"200.00","percent":"10","reason":"Bonus","vat_category":"S","vat_rate":"25"}],
	"charges":[{"amount":"5.00","reason":"FC"}],
	"vat_lines":[{"category":"S","rate":"25","base":"185.00","tax":"46.25"},
		{"category":"AE","rate":"0","base":"7.00","tax":"0","exemption_reason":"Reverse charge"}],
	"totals":{"lines_net":"207.00","allowances":"20.00","charges":"5.00","net":"192.00","vat":"46.25","vat_accounting":"6.20","gross":"238.25","prepaid":"8.00","rounding":"-0.25","due":"230.00"},
	"payment":{"means":"credit transfer","terms":"30 days net\n2 % within 8 days","iban":"DK5000400440116243","bic":"DABADKKK",
		"account_name":"Havnens Bod","reference":"+71<2291","card_pan":"XXXX3236"},
	"notes":["Delivered by barge.\nMind the step.","Second note"],
	"mentions":{"reverse_charge":true,"self_billing":true,"cash_accounting":true}}`

func TestExtract_UBL_invoice(t *testing.T) {
	t.Parallel()
	e := extract(t, ublInvoice)
	if e.DocType != Invoice || len(e.Reasons) > 0 {
		t.Errorf("doctype %q, reasons %v, want an invoice without", e.DocType, e.Reasons)
	}
	if diff := cmp.Diff(decoded(t, ublWant), any(e.Data)); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
}

func TestExtract_UBL_credit_note(t *testing.T) {
	t.Parallel()
	e := extract(t, strings.NewReplacer(
		"Invoice-2", "CreditNote-2", "<Invoice ", "<CreditNote ", "</Invoice>", "</CreditNote>",
		"InvoiceTypeCode>389", "CreditNoteTypeCode>380", "InvoiceTypeCode>", "CreditNoteTypeCode>",
		"InvoiceLine", "CreditNoteLine", "InvoicedQuantity", "CreditedQuantity",
		"<cbc:DueDate>2026-04-01</cbc:DueDate>", "", "<cbc:PaymentID>", "<cbc:PaymentDueDate>2026-04-01</cbc:PaymentDueDate><cbc:PaymentID>",
	).Replace(ublInvoice))
	if e.DocType != CreditNote || len(e.Reasons) > 0 {
		t.Errorf("doctype %q, reasons %v, want a credit note without", e.DocType, e.Reasons)
	}
	want := decoded(t, strings.NewReplacer(`"type_code":"389"`, `"type_code":"380"`, `"self_billing":true,`, ``).Replace(ublWant))
	if diff := cmp.Diff(want, any(e.Data)); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
