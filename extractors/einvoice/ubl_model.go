package einvoice

// ublModel maps the whole semantic model to UBL.
var ublModel = []node{
	text("number", "ID"), day("issue_date", "IssueDate"), code("type_code", "InvoiceTypeCode | CreditNoteTypeCode"),
	code("currency", "DocumentCurrencyCode"), code("vat_currency", "TaxCurrencyCode"),
	day("tax_point_date", "TaxPointDate"), code("tax_point_code", "InvoicePeriod/DescriptionCode"),
	day("due_date", "DueDate | PaymentMeans/PaymentDueDate"),
	text("buyer_reference", "BuyerReference"),
	text("project_reference", "ProjectReference/ID | AdditionalDocumentReference[DocumentTypeCode=50]/ID"),
	text("contract_reference", "ContractDocumentReference/ID"),
	text("order_reference", "OrderReference/ID"), text("sales_order_reference", "OrderReference/SalesOrderID"),
	text("receiving_reference", "ReceiptDocumentReference/ID"), text("despatch_reference", "DespatchDocumentReference/ID"),
	text("tender_reference", "OriginatorDocumentReference/ID"),
	identifier("object", "AdditionalDocumentReference[DocumentTypeCode=130]/ID"),
	text("accounting_reference", "AccountingCost"), prose("payment_terms", "PaymentTerms/Note"),
	list("notes", "Note", node{name: "subject_code", path: at("."), read: asSubject}, prose("text", ".")),
	gathered("process", text("type", "ProfileID"), text("specification", "CustomizationID")),
	list("preceding_invoices", "BillingReference",
		text("number", "InvoiceDocumentReference/ID | CreditNoteDocumentReference/ID"),
		day("issue_date", "InvoiceDocumentReference/IssueDate | CreditNoteDocumentReference/IssueDate")),
	group("seller", "AccountingSupplierParty", join(ublPartyModel, ublSellerModel)...),
	group("buyer", "AccountingCustomerParty", ublPartyModel...),
	group("payee", "PayeeParty",
		text("name", "PartyName/Name"), ublIdentifiers("PartyIdentification"), identifier("registration", "PartyLegalEntity/CompanyID")),
	group("tax_representative", "TaxRepresentativeParty",
		text("name", "PartyName/Name"), code("vat_id", "PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID"),
		group("address", "PostalAddress", ublAddressModel...)),
	group("delivery", "Delivery",
		text("name", "DeliveryParty/PartyName/Name"), identifier("location", "DeliveryLocation/ID"),
		day("date", "ActualDeliveryDate"), group("address", "DeliveryLocation/Address", ublAddressModel...)),
	ublPeriod,
	list("payment_instructions", "PaymentMeans",
		code("means_code", "PaymentMeansCode"), text("means_text", "PaymentMeansCode/@name"),
		group("account", "PayeeFinancialAccount",
			text("id", "ID"), text("name", "Name"), text("bic", "FinancialInstitutionBranch/ID")),
		group("card", "CardAccount", text("number", "PrimaryAccountNumberID"), text("holder", "HolderName"))),
	list("remittances", "PaymentMeans/PaymentID", text("reference", ".")),
	gathered("direct_debit",
		text("mandate_reference", "PaymentMeans/PaymentMandate/ID"),
		text("creditor_id", "AccountingSupplierParty/Party/PartyIdentification/ID[@schemeID=SEPA] | PayeeParty/PartyIdentification/ID[@schemeID=SEPA]"),
		text("debited_account", "PaymentMeans/PaymentMandate/PayerFinancialAccount/ID")),
	list("allowances", "AllowanceCharge[ChargeIndicator=false]", ublAllowanceModel...),
	list("charges", "AllowanceCharge[ChargeIndicator=true]", ublAllowanceModel...),
	gathered("totals",
		amount("vat", "TaxTotal/TaxAmount[@currencyID=$currency] | TaxTotal/TaxAmount[!@currencyID]"),
		amount("vat_accounting", "TaxTotal/TaxAmount[@currencyID=$vat_currency]")),
	group("totals", "LegalMonetaryTotal",
		amount("lines", "LineExtensionAmount"), amount("allowances", "AllowanceTotalAmount"), amount("charges", "ChargeTotalAmount"),
		amount("without_vat", "TaxExclusiveAmount"), amount("with_vat", "TaxInclusiveAmount"),
		amount("paid", "PrepaidAmount"), amount("rounding", "PayableRoundingAmount"), amount("due", "PayableAmount")),
	list("vat_breakdown", "TaxTotal/TaxSubtotal",
		amount("taxable_amount", "TaxableAmount"), amount("tax_amount", "TaxAmount"),
		code("category", "TaxCategory/ID"), amount("rate", "TaxCategory/Percent"),
		text("exemption_reason", "TaxCategory/TaxExemptionReason"), code("exemption_code", "TaxCategory/TaxExemptionReasonCode")),
	list("supporting_documents", "AdditionalDocumentReference[DocumentTypeCode!=130][DocumentTypeCode!=50]",
		text("reference", "ID"), text("description", "DocumentDescription"),
		text("location", "Attachment/ExternalReference/URI"),
		group("attachment", "Attachment/EmbeddedDocumentBinaryObject", code("mime_code", "@mimeCode"), text("filename", "@filename"))),
	list("lines", "InvoiceLine | CreditNoteLine", ublLineModel...),
}

// ublPeriod: an InvoicePeriod that holds a code alone gives the tax point, and no period.
var ublPeriod = group("period", "InvoicePeriod[StartDate] | InvoicePeriod[EndDate] | InvoicePeriod[!DescriptionCode]",
	day("start", "StartDate"), day("end", "EndDate"))

// ublPartyModel maps what is said of a seller and of a buyer.
var ublPartyModel = []node{
	text("name", "Party/PartyLegalEntity/RegistrationName"), text("trade_name", "Party/PartyName/Name"),
	ublIdentifiers("Party/PartyIdentification"), identifier("registration", "Party/PartyLegalEntity/CompanyID"),
	code("vat_id", "Party/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID"),
	identifier("electronic_address", "Party/EndpointID"),
	group("address", "Party/PostalAddress", ublAddressModel...),
	group("contact", "Party/Contact", text("name", "Name"), text("telephone", "Telephone"), text("email", "ElectronicMail")),
}

// ublSellerModel maps what is said of a seller alone.
var ublSellerModel = []node{
	text("tax_id", "Party/PartyTaxScheme[TaxScheme/ID!=VAT]/CompanyID"),
	text("legal_information", "Party/PartyLegalEntity/CompanyLegalForm"),
}

// ublIdentifiers leaves out the identifier of the creditor, which stands among those of the
// party under the scheme SEPA.
func ublIdentifiers(path string) node {
	return list("identifiers", path+"[ID/@schemeID!=SEPA]", text("id", "ID"), code("scheme", "ID/@schemeID"))
}

var ublAddressModel = []node{
	text("line1", "StreetName"), text("line2", "AdditionalStreetName"), text("line3", "AddressLine/Line"),
	text("city", "CityName"), text("postcode", "PostalZone"), text("subdivision", "CountrySubentity"),
	code("country", "Country/IdentificationCode"),
}

var ublAllowanceModel = []node{
	amount("amount", "Amount"), amount("base", "BaseAmount"), amount("percent", "MultiplierFactorNumeric"),
	code("vat_category", "TaxCategory/ID"), amount("vat_rate", "TaxCategory/Percent"),
	text("reason", "AllowanceChargeReason"), code("reason_code", "AllowanceChargeReasonCode"),
}
