package evidence

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// PlausibleName refuses what is no name: mostly digits, a legal form alone, splinters of a picture,
// or a sentence.
func PlausibleName(text string) bool {
	if CompanyForms[extractors.Fold(text)] || IsStreet(text) || IsPlace(text) || isSplinters(text) {
		return false
	}
	letters, digits := 0, 0
	for _, r := range extractors.Fold(text) {
		if r >= '0' && r <= '9' {
			digits++
		} else {
			letters++
		}
	}
	if digits >= 3 && len(extractors.ScanDates(strings.Fields(text), extractors.OrderUnknown)) > 0 {
		return false // a place and a day: "Nantes, le 31 octobre 2017"
	}
	return letters >= 2 && letters > digits && len(strings.Fields(text)) <= 10 && len(text) <= 90
}

// isSplinters reports whether text is three or more bits of one or two letters, as recognition
// makes them of a logo: "Fe R D". Initials have points, "B & Q" has two bits.
func isSplinters(text string) bool {
	words := strings.Fields(text)
	return len(words) > 2 && !strings.ContainsAny(text, ".&+") &&
		!slices.ContainsFunc(words, func(w string) bool { return len([]rune(w)) > 2 })
}

// streetEnds end the names of streets, streetStarts begin them.
var (
	streetEnds   = []string{"strasse", "str", "weg", "gasse", "platz", "allee", "ufer", "ring", "damm", "straat", "laan", "gatan", "vej", "street", "road", "avenue", "lane"}
	streetStarts = layout.WordSet("rue avenue av boulevard bd quai chemin place allee impasse route via viale piazza corso calle rua avenida ulica ul")
)

// IsStreet reports whether text is a street with its number: no name, though it stands where
// names stand.
func IsStreet(text string) bool {
	words := plan.Folded(text)
	if len(words) < 2 {
		return false
	}
	last, first := words[len(words)-1], words[0]
	if layout.IsNumber(first) && streetStarts[words[1]] || streetStarts[first] && layout.IsNumber(last) {
		return true
	}
	numbered := last[0] >= '0' && last[0] <= '9' && len(last) <= 4
	return numbered && slices.ContainsFunc(streetEnds, func(end string) bool { return strings.HasSuffix(words[len(words)-2], end) })
}

// IsPlace reports whether text is a postcode and its city.
func IsPlace(text string) bool {
	p, ok := extractors.ReadPlace(strings.Fields(text))
	return ok && p.Postcode[0] == 0
}

// isAddress reports whether text is a street with its number, a postcode and a city on one line.
func isAddress(text string) bool {
	words := strings.Fields(text)
	p, ok := extractors.ReadPlace(words)
	return ok && layout.CountDigits(strings.Join(words[p.Street[0]:p.Street[1]], " ")) > 0
}

// forms of companies, folded, in the countries of the shipped labels.
var CompanyForms = func() map[string]bool {
	set := map[string]bool{}
	for form := range strings.FieldsSeq(`gmbh ag kg ohg gbr ug ev eg ltd limited inc llc llp plc corp corporation co sa sas sarl
		eurl sasu snc sl slu sau spa srl srls bv nv vof lda sgps sp zoo spzoo bhd sdn pty pvt pte oy ab as aps kft sro`) {
		set[form] = true
	}
	return set
}()

// HasPostcode reports whether a line holds a number like a postcode beside a name of a place.
func HasPostcode(s *layout.Sheet, line layout.Span) bool {
	letters, code := 0, false
	for i := line.From; i < line.To; i++ {
		text := strings.Trim(s.Tokens[i].Text, ",.;()")
		if _, after, ok := strings.Cut(text, ","); ok {
			text = after // "Tampoi,81200"
		}
		_, after, ok := strings.Cut(text, "-")
		if ok && len(text)-len(after) <= 3 {
			text = after
		}
		switch {
		case layout.IsNumber(text) && len(text) >= 4 && len(text) <= 6:
			code = true
		case s.Tokens[i].Letter:
			letters += len(s.Tokens[i].Fold)
		}
	}
	return code && letters > 2
}
