package pii

import "regexp"

// Card numbers have 13 to 19 digits (ISO/IEC 7812-1), in one piece or grouped as on cards:
// fours, or 4-6-5 and 4-6-4.
var (
	cardShape   = regexp.MustCompile(`\d{4}[ .–-]?\d{4}[ .–-]?\d{4}[ .–-]?\d{1,7}|\d{4}[ .-]\d{6}[ .-]\d{4,5}|\d{13,19}`)
	cardLabels  = words(`credit card`, `debit card`, `card (?:no|num)`, `card:`, `PAN\b`, `Kartennummer`, `Kreditkarte`, `Karten-?Nr`, `carte (?:bancaire|de crédit)`, `numéro de carte`, `tarjeta`, `carta di credito`, `creditcard`, `numer karty`)
	cvvShape    = regexp.MustCompile(`(?i)\b(?:CVV2?|CVC2?|CSC|CAV2|CID|card verification(?: code| value| number)?|card security code|Kartenprüfnummer|Prüfziffer der Karte|cryptogramme(?: visuel)?|código de seguridad|codice di sicurezza)[^\pL\d\n]{0,12}(\d{3,4})`)
	expiryShape = regexp.MustCompile(`(?i)\b(?:valid thru|good thru|exp(?:iry|ires|iration)?(?: date)?|gültig bis|expire (?:fin|à fin)|caduca|válida hasta|valida fino)[^\pL\d\n]{0,12}((?:0[1-9]|1[0-2]) ?[/.-] ?(?:20)?\d\d)`)
)

// cardRules find what PCI DSS calls cardholder data and, with the verification code, what it
// forbids to keep (PCI DSS 4.0.1, requirements 3.3 and 3.4.1).
func cardRules() []rule {
	return []rule{
		{class: PAN, kind: "pan", shape: cardShape, digits: 13, check: isCard, labels: cardLabels},
		{class: Card, kind: "cvv", shape: cvvShape, digits: 3},
		{class: Card, kind: "expiry", shape: expiryShape, digits: 4},
	}
}

// isCard asks for the check digit and for a range that card issuers have.
func isCard(value string) bool { return is("pan")(digits(value)) }

// digits returns the decimal digits of text.
func digits(text string) string {
	var kept []byte
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			kept = append(kept, text[i])
		}
	}
	return string(kept)
}
