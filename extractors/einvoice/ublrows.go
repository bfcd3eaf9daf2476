package einvoice

var ublTables = []table{
	{"/lines", at("InvoiceLine | CreditNoteLine"), ublLine},
	{"/allowances", at("AllowanceCharge[ChargeIndicator=false]"), ublAllowance},
	{"/charges", at("AllowanceCharge[ChargeIndicator=true]"), ublAllowance},
	{"/vat_lines", at("TaxTotal/TaxSubtotal[TaxableAmount/@currencyID=$currency] | TaxTotal/TaxSubtotal[!TaxableAmount/@currencyID]"), ublTax},
}

var ublLine = []field{
	{pointer: "/id", path: at("ID"), read: asText},
	{pointer: "/description", path: at("Item/Name | Item/Description"), read: asText},
	{pointer: "/item_code", path: at("Item/SellersItemIdentification/ID"), read: asText},
	{pointer: "/quantity", path: at("InvoicedQuantity | CreditedQuantity"), read: asDecimal},
	{pointer: "/unit", path: at("InvoicedQuantity/@unitCode | CreditedQuantity/@unitCode"), read: asText},
	{pointer: "/unit_price", path: at("Price/PriceAmount"), read: asDecimal},
	{pointer: "/base_quantity", path: at("Price/BaseQuantity"), read: asDecimal},
	{pointer: "/discount", path: at("AllowanceCharge[ChargeIndicator=false]/Amount"), read: asDecimal, fold: sum},
	{pointer: "/net", path: at("LineExtensionAmount"), read: asDecimal},
	{pointer: "/vat_rate", path: at("Item/ClassifiedTaxCategory/Percent"), read: asDecimal},
	{pointer: "/vat_category", path: at("Item/ClassifiedTaxCategory/ID"), read: asCode},
	{pointer: "/date", path: at("InvoicePeriod/StartDate"), read: asDate},
}

var ublAllowance = []field{
	{pointer: "/amount", path: at("Amount"), read: asDecimal},
	{pointer: "/base", path: at("BaseAmount"), read: asDecimal},
	{pointer: "/percent", path: at("MultiplierFactorNumeric"), read: asDecimal},
	{pointer: "/reason", path: at("AllowanceChargeReason | AllowanceChargeReasonCode"), read: asText},
	{pointer: "/vat_category", path: at("TaxCategory/ID"), read: asCode},
	{pointer: "/vat_rate", path: at("TaxCategory/Percent"), read: asDecimal},
}

var ublTax = []field{
	{pointer: "/category", path: at("TaxCategory/ID"), read: asCode},
	{pointer: "/rate", path: at("TaxCategory/Percent"), read: asDecimal},
	{pointer: "/base", path: at("TaxableAmount"), read: asDecimal},
	{pointer: "/tax", path: at("TaxAmount"), read: asDecimal},
	{pointer: "/exemption_reason", path: at("TaxCategory/TaxExemptionReason | TaxCategory/TaxExemptionReasonCode"), read: asText},
}

var ublMentions = []mention{
	{"/mentions/reverse_charge", at("TaxTotal/TaxSubtotal/TaxCategory/ID | TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode"), reverseCharge},
	{"/mentions/margin_scheme", at("TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode"), marginScheme},
	{"/mentions/cash_accounting", at("InvoicePeriod/DescriptionCode"), []string{"432"}}, // UNTDID 2005: paid to date
	{"/mentions/self_billing", at("InvoiceTypeCode | CreditNoteTypeCode"), selfBilling},
}
