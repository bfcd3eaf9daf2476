package einvoice

// zugferd1 is ZUGFeRD 1.0: the same tree as CII under older names, which are renamed while the
// file is parsed.
var zugferd1 = syntax{
	id:       "zugferd1",
	title:    "ZUGFeRD 1.0 invoice",
	roots:    map[string]string{"CrossIndustryDocument": "urn:ferd:CrossIndustryDocument:"},
	older:    zugferd1Names,
	header:   ciiHeader,
	tables:   ciiTables,
	mentions: ciiMentions,

	vatCurrency: at(ciiSettlement + "/TaxCurrencyCode"),
	model:       ciiModel,
}

var zugferd1Names = map[string]string{
	"HeaderExchangedDocument":              "ExchangedDocument",
	"SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
	"ApplicableSupplyChainTradeAgreement":  "ApplicableHeaderTradeAgreement",
	"ApplicableSupplyChainTradeDelivery":   "ApplicableHeaderTradeDelivery",
	"ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
	"SpecifiedSupplyChainTradeAgreement":   "SpecifiedLineTradeAgreement",
	"SpecifiedSupplyChainTradeDelivery":    "SpecifiedLineTradeDelivery",
	"SpecifiedSupplyChainTradeSettlement":  "SpecifiedLineTradeSettlement",
	"ApplicablePercent":                    "RateApplicablePercent",

	"ApplicableSupplyChainTradeSettlement/SpecifiedTradeSettlementMonetarySummation": "SpecifiedTradeSettlementHeaderMonetarySummation",
	"SpecifiedSupplyChainTradeSettlement/SpecifiedTradeSettlementMonetarySummation":  "SpecifiedTradeSettlementLineMonetarySummation",

	"BuyerOrderReferencedDocument/ID": "IssuerAssignedID",
	"ContractReferencedDocument/ID":   "IssuerAssignedID",
	"InvoiceReferencedDocument/ID":    "IssuerAssignedID",
}
