package einvoice

// ciiPartyModel maps a party. The first four are all that the model knows of a payee.
var ciiPartyModel = []node{
	text("name", "Name"),
	list("identifiers", "ID", text("id", ".")),
	list("identifiers", "GlobalID", text("id", "."), code("scheme", "@schemeID")),
	identifier("registration", "SpecifiedLegalOrganization/ID"),
	text("trade_name", "SpecifiedLegalOrganization/TradingBusinessName"),
	code("vat_id", "SpecifiedTaxRegistration/ID[@schemeID=VA]"),
	identifier("electronic_address", "URIUniversalCommunication/URIID"),
	group("address", "PostalTradeAddress", ciiAddressModel...),
	group("contact", "DefinedTradeContact",
		text("name", "PersonName | DepartmentName"),
		text("telephone", "TelephoneUniversalCommunication/CompleteNumber"),
		text("email", "EmailURIUniversalCommunication/URIID")),
}

// ciiSellerModel maps what is said of a seller alone.
var ciiSellerModel = []node{
	text("tax_id", "SpecifiedTaxRegistration/ID[@schemeID=FC]"),
	text("legal_information", "Description"),
}

var ciiAddressModel = []node{
	text("line1", "LineOne"), text("line2", "LineTwo"), text("line3", "LineThree"),
	text("city", "CityName"), text("postcode", "PostcodeCode"), text("subdivision", "CountrySubDivisionName"),
	code("country", "CountryID"),
}

var ciiAllowanceModel = []node{
	amount("amount", "ActualAmount"), amount("base", "BasisAmount"), amount("percent", "CalculationPercent"),
	code("vat_category", "CategoryTradeTax/CategoryCode"), amount("vat_rate", "CategoryTradeTax/RateApplicablePercent"),
	text("reason", "Reason"), code("reason_code", "ReasonCode"),
}

// ciiLineModel maps a line.
var ciiLineModel = []node{
	text("id", "AssociatedDocumentLineDocument/LineID"), prose("note", "AssociatedDocumentLineDocument/IncludedNote/Content"),
	ciiObject("SpecifiedLineTradeSettlement"),
	amount("quantity", "SpecifiedLineTradeDelivery/BilledQuantity"), code("unit", "SpecifiedLineTradeDelivery/BilledQuantity/@unitCode"),
	amount("net_amount", "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
	text("order_line", "SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID"),
	text("accounting_reference", "SpecifiedLineTradeSettlement/ReceivableSpecifiedTradeAccountingAccount/ID"),
	group("period", "SpecifiedLineTradeSettlement/BillingSpecifiedPeriod", day("start", "StartDateTime/*"), day("end", "EndDateTime/*")),
	list("allowances", "SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=false]", ciiLineAllowanceModel...),
	list("charges", "SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=true]", ciiLineAllowanceModel...),
	group("price", "SpecifiedLineTradeAgreement/NetPriceProductTradePrice",
		amount("net", "ChargeAmount"), amount("base_quantity", "BasisQuantity"), code("base_unit", "BasisQuantity/@unitCode")),
	gathered("price",
		amount("gross", "SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/ChargeAmount"),
		amount("discount", "SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount")),
	group("vat", "SpecifiedLineTradeSettlement/ApplicableTradeTax", code("category", "CategoryCode"), amount("rate", "RateApplicablePercent")),
	group("item", "SpecifiedTradeProduct",
		text("name", "Name"), prose("description", "Description"),
		text("seller_id", "SellerAssignedID"), text("buyer_id", "BuyerAssignedID"), identifier("standard", "GlobalID"),
		list("classifications", "DesignatedProductClassification/ClassCode",
			text("id", "."), code("scheme", "@listID"), text("version", "@listVersionID")),
		code("origin_country", "OriginTradeCountry/ID"),
		list("attributes", "ApplicableProductCharacteristic", text("name", "Description"), text("value", "Value"))),
}

var ciiLineAllowanceModel = []node{
	amount("amount", "ActualAmount"), amount("base", "BasisAmount"), amount("percent", "CalculationPercent"),
	text("reason", "Reason"), code("reason_code", "ReasonCode"),
}
