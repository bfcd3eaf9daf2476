package barcode

import (
	"regexp"
	"strings"
	"time"

	"docpipe/pipeline"
)

var swissAmount = regexp.MustCompile(`^\d{1,9}\.\d{2}$`)

// Lines of a Swiss QR-bill (Swiss Payment Standards, Implementation Guidelines QR-bill, 4.2.2).
const (
	swissIBAN      = 3
	swissCreditor  = 4  // seven lines: type, name, street, number, postcode, town, country
	swissAmountAt  = 18 // after seven lines for future use
	swissCurrency  = 19
	swissDebtor    = 20
	swissRefType   = 27
	swissReference = 28
	swissMessage   = 29
	swissTrailer   = 30
	swissBill      = 31
)

// swiss parses a Swiss QR-bill.
func swiss(c pipeline.Code) ([]fact, bool) {
	lines := payload(c.Text)
	if len(lines) <= swissTrailer || len(lines) > swissBill+3 || lines[0] != "SPC" || !strings.HasPrefix(lines[1], "02") || lines[2] != "1" || lines[swissTrailer] != "EPD" {
		return nil, false
	}
	account := strings.ReplaceAll(lines[swissIBAN], " ", "")
	sum, money := lines[swissAmountAt], lines[swissCurrency]
	ok := validIBAN(account) && (account[:2] == "CH" || account[:2] == "LI") && len(account) == 21 &&
		(lines[swissCreditor] == "S" || lines[swissCreditor] == "K") && lines[swissCreditor+1] != "" &&
		(sum == "" || swissAmount.MatchString(sum)) && (money == "CHF" || money == "EUR") &&
		validSwissReference(lines[swissRefType], lines[swissReference], account)
	if !ok {
		return nil, false
	}
	f := stater("Swiss QR-bill")
	f.add(iban, account, lines[swissIBAN])
	f.add(creditor, lines[swissCreditor+1], lines[swissCreditor+1])
	f.add(amount, sum, sum)
	f.add(currency, money, money)
	f.add(reference, lines[swissReference], lines[swissReference])
	if lines[swissReference] == "" {
		f.addSure(reference, lines[swissMessage], lines[swissMessage], derived)
	}
	if len(lines) > swissBill {
		f.bill(lines[swissBill])
	}
	return f.facts, true
}

// validSwissReference checks a reference of its type: QRR goes with a QR-IBAN, whose institution
// has a number from 30000 to 31999, and only with it.
func validSwissReference(kind, text, account string) bool {
	qr := account[4:9] >= "30000" && account[4:9] <= "31999"
	switch kind {
	case "QRR":
		return qr && len(text) == 27 && digitsForm.MatchString(text) && recursive10(text)
	case "SCOR":
		return !qr && validRF(text)
	case "NON":
		return !qr && text == ""
	}
	return false
}

// bill reads the billing information of Swico: "//S1", then tags and values between slashes, of
// which 10 is the number of the bill and 11 its date as YYMMDD. A slash in a value is escaped.
func (s *statement) bill(line string) {
	rest, ok := strings.CutPrefix(line, "//S1/")
	if !ok {
		return
	}
	parts := strings.Split(strings.ReplaceAll(rest, `\/`, "\x00"), "/")
	for i := 0; i+1 < len(parts); i += 2 {
		value := strings.ReplaceAll(strings.ReplaceAll(parts[i+1], "\x00", "/"), `\\`, `\`)
		switch parts[i] {
		case "10":
			s.add(billNumber, value, line)
		case "11":
			if day, err := time.Parse("060102", value); err == nil {
				s.add(billDate, day.Format(time.DateOnly), line)
			}
		}
	}
}
