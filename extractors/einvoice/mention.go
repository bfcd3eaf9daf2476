package einvoice

// Codes that make a statement, wherever a syntax keeps them.
var (
	// UNTDID 5305 and the VATEX list of EN 16931.
	reverseCharge = []string{"AE", "VATEX-EU-AE"}

	// VATEX: travel agents, second-hand goods, works of art, collectors' items and antiques.
	marginScheme = []string{"VATEX-EU-D", "VATEX-EU-F", "VATEX-EU-I", "VATEX-EU-J"}

	// UNTDID 1001: self-billed credit note, invoice, debit note.
	selfBilling = []string{"261", "389", "527"}
)
