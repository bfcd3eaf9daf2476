package einvoice

var ciiTables = []table{
	{"/lines", at(ciiLine), ciiLineFields},
	{"/allowances", at(ciiSettlement + "/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=false]"), ciiAllowance},
	{"/charges", at(ciiSettlement + "/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=true]"), ciiAllowance},
	{"/charges", at(ciiSettlement + "/SpecifiedLogisticsServiceCharge"), ciiLogistics},
	{"/vat_lines", at(ciiSettlement + "/ApplicableTradeTax"), ciiTax},
}

var ciiLineFields = []field{
	{pointer: "/id", path: at("AssociatedDocumentLineDocument/LineID"), read: asText},
	{pointer: "/description", path: at("SpecifiedTradeProduct/Name | SpecifiedTradeProduct/Description"), read: asText},
	{pointer: "/item_code", path: at("SpecifiedTradeProduct/SellerAssignedID"), read: asText},
	{pointer: "/quantity", path: at("SpecifiedLineTradeDelivery/BilledQuantity"), read: asDecimal},
	{pointer: "/unit", path: at("SpecifiedLineTradeDelivery/BilledQuantity/@unitCode"), read: asText},
	{pointer: "/unit_price", path: at("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"), read: asDecimal},
	{pointer: "/base_quantity", path: at("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity"), read: asDecimal},
	{pointer: "/discount", path: at("SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=false]/ActualAmount"), read: asDecimal, fold: sum},
	{pointer: "/net", path: at("SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"), read: asDecimal},
	{pointer: "/vat_rate", path: at("SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent"), read: asDecimal},
	{pointer: "/vat_category", path: at("SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode"), read: asCode},
	{pointer: "/date", path: at("SpecifiedLineTradeSettlement/BillingSpecifiedPeriod/StartDateTime/*"), read: asDate},
}

var ciiAllowance = []field{
	{pointer: "/amount", path: at("ActualAmount"), read: asDecimal},
	{pointer: "/base", path: at("BasisAmount"), read: asDecimal},
	{pointer: "/percent", path: at("CalculationPercent"), read: asDecimal},
	{pointer: "/reason", path: at("Reason | ReasonCode"), read: asText},
	{pointer: "/vat_category", path: at("CategoryTradeTax/CategoryCode"), read: asCode},
	{pointer: "/vat_rate", path: at("CategoryTradeTax/RateApplicablePercent"), read: asDecimal},
}

// ciiLogistics maps freight, which the EXTENDED profile and ZUGFeRD 1 keep apart from charges.
var ciiLogistics = []field{
	{pointer: "/amount", path: at("AppliedAmount"), read: asDecimal},
	{pointer: "/reason", path: at("Description"), read: asText},
	{pointer: "/vat_category", path: at("AppliedTradeTax/CategoryCode"), read: asCode},
	{pointer: "/vat_rate", path: at("AppliedTradeTax/RateApplicablePercent"), read: asDecimal},
}

var ciiTax = []field{
	{pointer: "/category", path: at("CategoryCode"), read: asCode},
	{pointer: "/rate", path: at("RateApplicablePercent"), read: asDecimal},
	{pointer: "/base", path: at("BasisAmount"), read: asDecimal},
	{pointer: "/tax", path: at("CalculatedAmount"), read: asDecimal},
	{pointer: "/exemption_reason", path: at("ExemptionReason | ExemptionReasonCode"), read: asText},
}

var ciiMentions = []mention{
	{"/mentions/reverse_charge", at(ciiSettlement + "/ApplicableTradeTax/CategoryCode | " + ciiSettlement + "/ApplicableTradeTax/ExemptionReasonCode"), reverseCharge},
	{"/mentions/margin_scheme", at(ciiSettlement + "/ApplicableTradeTax/ExemptionReasonCode"), marginScheme},
	{"/mentions/cash_accounting", at(ciiSettlement + "/ApplicableTradeTax/DueDateTypeCode"), []string{"72"}}, // UNTDID 2475: paid to date
	{"/mentions/self_billing", at("ExchangedDocument/TypeCode"), selfBilling},
}
