package barcode

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// A meaning is what a fact is about.
type meaning string

const (
	iban       meaning = "iban"
	bic        meaning = "bic"
	amount     meaning = "amount" // to be paid
	currency   meaning = "currency"
	creditor   meaning = "creditor" // the holder of the account
	reference  meaning = "reference"
	billNumber meaning = "bill number"
	billDate   meaning = "bill date"
	sscc       meaning = "sscc"
	gtin       meaning = "gtin"
	batch      meaning = "batch"
	expiry     meaning = "expiry"
	serial     meaning = "serial"
	anyCode    meaning = "code" // the text of a code, whatever it is
)

// names are what schemas call fields of a meaning, folded, with the name of the group in front or
// without; the closest first.
var names = map[meaning][]string{
	iban:       {"iban", "creditoriban", "payeeiban", "selleriban", "supplieriban", "beneficiaryiban", "ibannumber"},
	bic:        {"bic", "swift", "swiftbic", "bicswift", "biccode", "swiftcode", "creditorbic", "payeebic"},
	amount:     {"amountdue", "dueamount", "amountpayable", "payableamount", "balancedue", "totaldue", "amounttopay", "paymentamount", "totalsdue"},
	currency:   {"currency", "currencycode", "paymentcurrency"},
	creditor:   {"accountname", "accountholder", "creditor", "creditorname", "payeename", "beneficiary", "beneficiaryname"},
	reference:  {"paymentreference", "creditorreference", "remittancereference", "qrreference", "remittanceinformation"},
	billNumber: {"invoicenumber", "billnumber", "invoiceno"},
	billDate:   {"invoicedate", "billdate"},
	sscc:       {"sscc", "ssccs", "nve", "ssccnumber", "serialshippingcontainercode"},
	gtin:       {"gtin", "gtins", "ean", "eans", "upc", "eancode", "gtinnumber", "eannumber"},
	batch:      {"batch", "batchnumber", "batchno", "lot", "lotnumber", "lotno"},
	expiry:     {"expirydate", "expirationdate", "bestbefore", "bestbeforedate", "useby", "usebydate"},
	serial:     {"serialnumber", "serialno"},
	anyCode:    {"barcode", "barcodes", "qrcode", "qrcodes", "barcodetext", "barcodevalue", "barcodenumber", "qrcodetext"},
}

// invoices are what the fields of a bill are called where the schema is one: its number and date
// are those of the bill only there.
var invoices = map[string]meaning{"/number": billNumber, "/issue_date": billDate}

// A target is a field that takes facts of one meaning.
type target struct {
	meaning meaning
	pointer string
	list    bool // it takes all of them
	rank    int  // among the names of its meaning
}

// targetsOf finds the fields of a schema that codes can fill, outside of rows: codes do not say
// which row they belong to. Of several fields the one with the closest name counts; when two are as
// close, none.
func targetsOf(root *schemas.Node) []target {
	found := map[meaning][]target{}
	var walk func(n *schemas.Node)
	walk = func(n *schemas.Node) {
		for _, c := range n.Properties {
			list := c.IsList()
			switch {
			case list && (c.Items == nil || !c.Items.Leaf()):
			case list || c.Leaf():
				if m, rank := meaningOf(n, c); m != "" {
					found[m] = append(found[m], target{m, c.Pointer, list, rank})
				}
			default:
				walk(c)
			}
		}
	}
	walk(root)
	var all []target
	for pointer, m := range invoices {
		if n := root.Property(pointer[1:]); len(found[iban]) > 0 && n != nil && n.Leaf() && len(found[m]) == 0 {
			all = append(all, target{m, pointer, false, 0})
		}
	}
	for _, same := range found {
		slices.SortStableFunc(same, func(a, b target) int { return a.rank - b.rank })
		if len(same) == 1 || same[0].rank < same[1].rank {
			all = append(all, same[0])
		}
	}
	slices.SortFunc(all, func(a, b target) int { return strings.Compare(a.pointer, b.pointer) })
	return all
}

// meaningOf says what a field is about, by its format or name, and how close the name is: 0 is
// closest. The name with its group says more than the name alone, and both more than the title.
func meaningOf(group, n *schemas.Node) (meaning, int) {
	switch n.Format {
	case "iban":
		return iban, 0
	case "bic":
		return bic, 0
	case "currency":
		return currency, 0
	}
	own := extractors.Fold(n.Name)
	for _, called := range []string{extractors.Fold(group.Name) + own, own, extractors.Fold(n.Title)} {
		for m, known := range names { // no name has two meanings
			if rank := slices.Index(known, called); rank >= 0 {
				return m, rank
			}
		}
	}
	return "", 0
}
