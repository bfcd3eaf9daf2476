package party

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// Weights of a line, see postal.
const (
	surelyPostal   = 2   // part of an address whatever stands around it
	maybePostal    = 1   // part of one beside other lines
	leastOfAddress = 1.6 // of all lines of an address
)

// placeWords are in lines of addresses: kinds of roads, quarters, buildings and floors, folded, and
// how they are cut short.
var placeWords = layout.WordSet(`street st road rd avenue ave lane drive highway boulevard blvd parkway plaza mall floor ground level block building
	tower centre center suite unit lot basement complex arcade wing
	jalan jln lorong lrg persiaran taman tmn lebuh lebuhraya kampung kg bandar bdr seksyen sek kawasan perindustrian bangunan menara wisma
	tingkat aras daerah mukim desa medan pusat
	rue avenue chemin place allee quai cours impasse route zone calle avenida plaza paseo carretera via viale piazza corso largo rua praca
	travessa estrada ulica ul aleja plac platz allee strasse`)

// postal weighs how much a line looks like part of an address: 0 for not at all, [surelyPostal]
// and more where it can hardly be anything else.
func postal(s *layout.Sheet, row layout.Span) float64 {
	first := s.FirstWord(row)
	text := s.Text(layout.Span{From: first, To: row.To})
	labelled := strings.Contains(text, ":") && !unitWords[s.Tokens[first].Fold]
	if layout.CountLetters(text) < 2 || labelled || strings.Contains(text, "@") {
		return 0
	}
	weight, words := 0.0, 0
	for i := first; i < row.To; i++ {
		t := &s.Tokens[i]
		for part := range strings.FieldsFuncSeq(t.Text, func(r rune) bool { return strings.ContainsRune(",./-&", r) }) {
			if placeWords[extractors.Fold(part)] {
				words++
			}
		}
	}
	if words == 0 && (evidence.IsStreet(text) || endsInStreet(s, row)) {
		words++
	}
	weight += min(float64(words), 1.5)
	if evidence.HasPostcode(s, row) {
		weight += 1.2
	}
	if begins := &s.Tokens[first]; (begins.Digit && len(begins.Fold) <= 5 || unitWords[begins.Fold] || unitWords[leadingWord(begins.Text)]) && s.HasDigit(row) {
		weight += 0.8
	}
	if strings.Contains(strings.Trim(text, ", "), ",") {
		weight += 0.5
	}
	if strings.HasSuffix(strings.TrimRight(text, " |"), ",") {
		weight += 0.6
	}
	if extractors.Country(strings.Trim(text, " .,|")) != "" {
		weight++
	}
	return weight
}

// endsInStreet reports whether a word of a line ends like the name of a street: "Weirstrasse 4".
func endsInStreet(s *layout.Sheet, row layout.Span) bool {
	for i := row.From; i < row.To; i++ {
		if t := &s.Tokens[i]; len(t.Fold) > 7 && !t.Digit {
			for _, end := range []string{"strasse", "gasse", "platz", "allee", "straat", "laan", "gatan"} {
				if strings.HasSuffix(t.Fold, end) {
					return true
				}
			}
		}
	}
	return false
}

// leadingWord returns the letters before the first mark of "No.12", folded.
func leadingWord(text string) string {
	word, _, _ := strings.Cut(text, ".")
	return extractors.Fold(word)
}
