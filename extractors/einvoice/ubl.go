package einvoice

// ubl is OASIS UBL 2.1, Invoice and CreditNote, as Peppol BIS Billing and XRechnung use it.
var ubl = syntax{
	id:    "ubl",
	title: "UBL document",
	roots: map[string]string{
		"Invoice":    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
		"CreditNote": "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
	},
	header:   ublHeader,
	tables:   ublTables,
	mentions: ublMentions,

	vatCurrency: at("TaxCurrencyCode"),
	model:       ublModel,
}

var ublHeader = join(
	[]field{
		{pointer: "/number", path: at("ID"), read: asText},
		{pointer: "/issue_date", path: at("IssueDate"), read: asDate},
		{pointer: "/type_code", path: at("InvoiceTypeCode | CreditNoteTypeCode"), read: asCode},
		{pointer: "/due_date", path: at("DueDate | PaymentMeans/PaymentDueDate"), read: asDate},
		{pointer: "/supply_date", path: at("Delivery/ActualDeliveryDate"), read: asDate},
		{pointer: "/period/start", path: at("InvoicePeriod/StartDate"), read: asDate},
		{pointer: "/period/end", path: at("InvoicePeriod/EndDate"), read: asDate},
		{pointer: "/currency", path: at("DocumentCurrencyCode"), read: asCode},
		{pointer: "/order_ref", path: at("OrderReference/ID"), read: asText},
		{pointer: "/contract_ref", path: at("ContractDocumentReference/ID"), read: asText},
		{pointer: "/preceding_invoice", path: at("BillingReference/InvoiceDocumentReference/ID | BillingReference/CreditNoteDocumentReference/ID"), read: asText},
		{pointer: "/notes/*", path: at("Note"), read: asLines},
	},
	under("/seller", "AccountingSupplierParty/Party", ublParty),
	under("/buyer", "AccountingCustomerParty/Party", ublParty),
	under("/payee", "PayeeParty", ublParty),
	under("/tax_representative", "TaxRepresentativeParty", ublParty),
	under("/ship_to", "Delivery/DeliveryParty", []field{
		{pointer: "/name", path: at("PartyName/Name | PartyLegalEntity/RegistrationName"), read: asText},
	}),
	under("/ship_to/address", "Delivery/DeliveryLocation/Address", ublAddress),
	under("/payment", "PaymentMeans[1]", []field{
		{pointer: "/means", path: at("PaymentMeansCode/@name | PaymentMeansCode"), read: asMeans},
	}),
	under("/payment", "PaymentMeans[PayeeFinancialAccount/ID][1]", []field{
		{pointer: "/iban", path: at("PayeeFinancialAccount/ID"), read: asIBAN},
		{pointer: "/bic", path: at("PayeeFinancialAccount/FinancialInstitutionBranch/ID"), read: asBIC},
		{pointer: "/account_name", path: at("PayeeFinancialAccount/Name"), read: asText},
	}),
	under("/payment", "PaymentMeans", []field{
		{pointer: "/reference", path: at("PaymentID"), read: asText},
		{pointer: "/card_pan", path: at("CardAccount/PrimaryAccountNumberID"), read: asText},
	}),
	[]field{
		{pointer: "/payment/terms", path: at("PaymentTerms/Note"), read: asLines, fold: lines},
		{pointer: "/totals/vat", path: at("TaxTotal/TaxAmount[@currencyID=$currency] | TaxTotal/TaxAmount[!@currencyID]"), read: asDecimal},
		{pointer: "/totals/vat_accounting", path: at("TaxTotal/TaxAmount[@currencyID=$vat_currency]"), read: asDecimal},
	},
	under("/totals", "LegalMonetaryTotal", []field{
		{pointer: "/lines_net", path: at("LineExtensionAmount"), read: asDecimal},
		{pointer: "/allowances", path: at("AllowanceTotalAmount"), read: asDecimal},
		{pointer: "/charges", path: at("ChargeTotalAmount"), read: asDecimal},
		{pointer: "/net", path: at("TaxExclusiveAmount"), read: asDecimal},
		{pointer: "/gross", path: at("TaxInclusiveAmount"), read: asDecimal},
		{pointer: "/prepaid", path: at("PrepaidAmount"), read: asDecimal},
		{pointer: "/rounding", path: at("PayableRoundingAmount"), read: asDecimal},
		{pointer: "/due", path: at("PayableAmount"), read: asDecimal},
	}),
)

// ublParty maps the parts of a Party.
var ublParty = join(
	[]field{
		{pointer: "/name", path: at("PartyLegalEntity/RegistrationName | PartyName/Name"), read: asText},
		{pointer: "/vat_id", path: at("PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID"), read: asCode},
		{pointer: "/tax_id", path: at("PartyTaxScheme[TaxScheme/ID!=VAT]/CompanyID"), read: asText},
		{pointer: "/registration_id", path: at("PartyLegalEntity/CompanyID"), read: asText},
		{pointer: "/email", path: at("Contact/ElectronicMail | EndpointID[@schemeID=EM]"), read: asText},
		{pointer: "/phone", path: at("Contact/Telephone"), read: asText},
	},
	under("/address", "PostalAddress", ublAddress),
)

var ublAddress = []field{
	{pointer: "/lines/*", path: at("StreetName | AdditionalStreetName | AddressLine/Line"), read: asText},
	{pointer: "/city", path: at("CityName"), read: asText},
	{pointer: "/postcode", path: at("PostalZone"), read: asText},
	{pointer: "/region", path: at("CountrySubentity"), read: asText},
	{pointer: "/country", path: at("Country/IdentificationCode"), read: asCode},
}
