package extractors

import "strings"

// A Side is the side of an account that an amount is booked on, as statements print it behind the
// amount instead of a sign.
type Side int

// The sides, as the holder of the account sees them.
const (
	NoSide     Side = iota // nothing is printed
	DebitSide              // it leaves the account, or is owed to the bank
	CreditSide             // it comes in, or is there
)

// sides are how they print: German Soll and Haben, English debit, credit and overdrawn, the first
// letters of their names in the Romance languages, Dutch af and bij, Polish winien and ma.
var sides = map[string]Side{
	"S": DebitSide, "Soll": DebitSide, "SOLL": DebitSide, "D": DebitSide, "DR": DebitSide, "Dr": DebitSide, "Dr.": DebitSide, "DB": DebitSide,
	"OD": DebitSide, "O/D": DebitSide, "Af": DebitSide, "AF": DebitSide, "Wn": DebitSide, "WN": DebitSide,
	"-": DebitSide, "−": DebitSide, "–": DebitSide,
	"H": CreditSide, "Haben": CreditSide, "HABEN": CreditSide, "C": CreditSide, "CR": CreditSide, "Cr": CreditSide, "Cr.": CreditSide,
	"Bij": CreditSide, "BIJ": CreditSide, "Ma": CreditSide, "MA": CreditSide, "+": CreditSide,
}

// ReadSide is the side that a word behind an amount says, NoSide for any other word. On documents
// that are no statements the same letters say other things, such as the rate of a tax.
func ReadSide(word string) Side { return sides[word] }

// CutSide takes a side off that is glued to the decimals of an amount: "20,00S", "1,250.00CR".
func CutSide(text string) (string, Side) {
	end := strings.LastIndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' }) + 1
	if end < len("0,00") || end == len(text) || text[end-3] != ',' && text[end-3] != '.' {
		return text, NoSide
	}
	if side := sides[text[end:]]; side != NoSide {
		return text[:end], side
	}
	return text, NoSide
}
