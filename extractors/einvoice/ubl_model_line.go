package einvoice

// ublLineModel maps a line.
var ublLineModel = []node{
	text("id", "ID"), prose("note", "Note"),
	identifier("object", "DocumentReference[DocumentTypeCode=130]/ID"),
	amount("quantity", "InvoicedQuantity | CreditedQuantity"),
	code("unit", "InvoicedQuantity/@unitCode | CreditedQuantity/@unitCode"),
	amount("net_amount", "LineExtensionAmount"),
	text("order_line", "OrderLineReference/LineID"), text("accounting_reference", "AccountingCost"),
	group("period", "InvoicePeriod", day("start", "StartDate"), day("end", "EndDate")),
	list("allowances", "AllowanceCharge[ChargeIndicator=false]", ublLineAllowanceModel...),
	list("charges", "AllowanceCharge[ChargeIndicator=true]", ublLineAllowanceModel...),
	group("price", "Price",
		amount("net", "PriceAmount"), amount("discount", "AllowanceCharge/Amount"), amount("gross", "AllowanceCharge/BaseAmount"),
		amount("base_quantity", "BaseQuantity"), code("base_unit", "BaseQuantity/@unitCode")),
	group("vat", "Item/ClassifiedTaxCategory", code("category", "ID"), amount("rate", "Percent")),
	group("item", "Item",
		text("name", "Name"), prose("description", "Description"),
		text("seller_id", "SellersItemIdentification/ID"), text("buyer_id", "BuyersItemIdentification/ID"),
		identifier("standard", "StandardItemIdentification/ID"),
		list("classifications", "CommodityClassification/ItemClassificationCode",
			text("id", "."), code("scheme", "@listID"), text("version", "@listVersionID")),
		code("origin_country", "OriginCountry/IdentificationCode"),
		list("attributes", "AdditionalItemProperty", text("name", "Name"), text("value", "Value"))),
}

var ublLineAllowanceModel = []node{
	amount("amount", "Amount"), amount("base", "BaseAmount"), amount("percent", "MultiplierFactorNumeric"),
	text("reason", "AllowanceChargeReason"), code("reason_code", "AllowanceChargeReasonCode"),
}
