package einvoice

// cii is the UN/CEFACT Cross Industry Invoice (D16B and later) as Factur-X, ZUGFeRD 2 and
// XRechnung use it.
var cii = syntax{
	id:       "cii",
	title:    "Cross Industry Invoice",
	roots:    map[string]string{"CrossIndustryInvoice": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:"},
	header:   ciiHeader,
	tables:   ciiTables,
	mentions: ciiMentions,

	vatCurrency: at(ciiSettlement + "/TaxCurrencyCode"),
	model:       ciiModel,
}

// Where the parts of the transaction stand.
const (
	ciiAgreement  = "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement"
	ciiDelivery   = "SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery"
	ciiSettlement = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement"
	ciiLine       = "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem"
)

var ciiHeader = join(
	under("", "ExchangedDocument", []field{
		{pointer: "/number", path: at("ID"), read: asText},
		{pointer: "/issue_date", path: at("IssueDateTime/*"), read: asDate},
		{pointer: "/type_code", path: at("TypeCode"), read: asCode},
		{pointer: "/notes/*", path: at("IncludedNote/Content"), read: asLines},
	}),
	under("", ciiAgreement, []field{
		{pointer: "/order_ref", path: at("BuyerOrderReferencedDocument/IssuerAssignedID"), read: asText},
		{pointer: "/contract_ref", path: at("ContractReferencedDocument/IssuerAssignedID"), read: asText},
	}),
	under("/seller", ciiAgreement+"/SellerTradeParty", ciiParty),
	under("/buyer", ciiAgreement+"/BuyerTradeParty", ciiParty),
	under("/tax_representative", ciiAgreement+"/SellerTaxRepresentativeTradeParty", ciiParty),
	under("/ship_to", ciiDelivery+"/ShipToTradeParty", ciiParty),
	under("/payee", ciiSettlement+"/PayeeTradeParty", ciiParty),
	under("", ciiDelivery, []field{
		{pointer: "/supply_date", path: at("ActualDeliverySupplyChainEvent/OccurrenceDateTime/*"), read: asDate},
	}),
	under("", ciiSettlement, []field{
		{pointer: "/currency", path: at("InvoiceCurrencyCode"), read: asCode},
		{pointer: "/due_date", path: at("SpecifiedTradePaymentTerms/DueDateDateTime/*"), read: asDate},
		{pointer: "/period/start", path: at("BillingSpecifiedPeriod/StartDateTime/*"), read: asDate},
		{pointer: "/period/end", path: at("BillingSpecifiedPeriod/EndDateTime/*"), read: asDate},
		{pointer: "/preceding_invoice", path: at("InvoiceReferencedDocument/IssuerAssignedID"), read: asText},
		{pointer: "/payment/terms", path: at("SpecifiedTradePaymentTerms/Description"), read: asLines, fold: lines},
		{pointer: "/payment/reference", path: at("PaymentReference"), read: asText},
	}),
	under("/payment", ciiSettlement+"/SpecifiedTradeSettlementPaymentMeans[1]", []field{
		{pointer: "/means", path: at("Information | TypeCode"), read: asMeans},
	}),
	under("/payment", ciiSettlement+"/SpecifiedTradeSettlementPaymentMeans[PayeePartyCreditorFinancialAccount/IBANID][1]", []field{
		{pointer: "/iban", path: at("PayeePartyCreditorFinancialAccount/IBANID"), read: asIBAN},
		{pointer: "/bic", path: at("PayeeSpecifiedCreditorFinancialInstitution/BICID"), read: asBIC},
		{pointer: "/account_name", path: at("PayeePartyCreditorFinancialAccount/AccountName"), read: asText},
	}),
	under("/payment", ciiSettlement+"/SpecifiedTradeSettlementPaymentMeans", []field{
		{pointer: "/card_pan", path: at("ApplicableTradeSettlementFinancialCard/ID"), read: asText},
	}),
	under("/totals", ciiSettlement+"/SpecifiedTradeSettlementHeaderMonetarySummation", []field{
		{pointer: "/lines_net", path: at("LineTotalAmount"), read: asDecimal},
		{pointer: "/allowances", path: at("AllowanceTotalAmount"), read: asDecimal},
		{pointer: "/charges", path: at("ChargeTotalAmount"), read: asDecimal},
		{pointer: "/net", path: at("TaxBasisTotalAmount"), read: asDecimal},
		{pointer: "/vat", path: at("TaxTotalAmount[@currencyID=$currency] | TaxTotalAmount[!@currencyID]"), read: asDecimal},
		{pointer: "/vat_accounting", path: at("TaxTotalAmount[@currencyID=$vat_currency]"), read: asDecimal},
		{pointer: "/gross", path: at("GrandTotalAmount"), read: asDecimal},
		{pointer: "/prepaid", path: at("TotalPrepaidAmount"), read: asDecimal},
		{pointer: "/rounding", path: at("RoundingAmount"), read: asDecimal},
		{pointer: "/due", path: at("DuePayableAmount"), read: asDecimal},
	}),
)

// ciiParty maps the parts of a TradeParty.
var ciiParty = []field{
	{pointer: "/name", path: at("Name"), read: asText},
	{pointer: "/vat_id", path: at("SpecifiedTaxRegistration/ID[@schemeID=VA]"), read: asCode},
	{pointer: "/tax_id", path: at("SpecifiedTaxRegistration/ID[@schemeID=FC]"), read: asText},
	{pointer: "/registration_id", path: at("SpecifiedLegalOrganization/ID"), read: asText},
	{pointer: "/address/lines/*", path: at("PostalTradeAddress/LineOne | PostalTradeAddress/LineTwo | PostalTradeAddress/LineThree"), read: asText},
	{pointer: "/address/city", path: at("PostalTradeAddress/CityName"), read: asText},
	{pointer: "/address/postcode", path: at("PostalTradeAddress/PostcodeCode"), read: asText},
	{pointer: "/address/region", path: at("PostalTradeAddress/CountrySubDivisionName"), read: asText},
	{pointer: "/address/country", path: at("PostalTradeAddress/CountryID"), read: asCode},
	{pointer: "/email", path: at("DefinedTradeContact/EmailURIUniversalCommunication/URIID | URIUniversalCommunication/URIID[@schemeID=EM]"), read: asText},
	{pointer: "/phone", path: at("DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber"), read: asText},
}
