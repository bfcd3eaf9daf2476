package extractors

import (
	"regexp"
	"strings"
)

// A Place is where the parts of the last line of an address stand: words From to To-1 of it,
// none where From equals To.
type Place struct {
	Street   [2]int // what stands before the place on the same line
	City     [2]int
	Region   [2]int
	Postcode [2]int
	Country  [2]int // behind the place on the same line

	// Code is the postal code where recognition took a digit of the printed one for a letter:
	// "D02 XK47" where "DO2 XK47" is read. Empty where the code is as printed.
	Code string
}

// postal codes by what stands around them.
var (
	codeFirst = regexp.MustCompile(`^(?:[A-Z]{1,3}-)?(?:\d{4,6}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4}[A-Z]{2})$`) // 90403, D-90403, 00-950, 1000-205, 1012AB
	codeState = regexp.MustCompile(`^\d{5}(?:-\d{3,4})?$|^\d{4}$`)                                        // 97701, 97701-1234, 2000, 01310-100
	codeCity  = regexp.MustCompile(`^\d{6}$`)                                                             // 068914
	halfUK    = regexp.MustCompile(`^[A-Z]{1,2}\d[A-Z\d]?$`)                                              // SW1A, T12, D02
	restUK    = regexp.MustCompile(`^\d[A-Z]{2}$`)                                                        // 1AA
	halfIE    = regexp.MustCompile(`^(?:[AC-FHKNPRTV-Y]\d\d|D6W)$`)                                       // T12 (eircode)
	looseIE   = regexp.MustCompile(`^[AC-FHKNPRTV-Y][\dOIlSBZ]{2}$`)                                      // DO2, as recognition reads D02
	restIE    = regexp.MustCompile(`^[AC-FHKNPRTV-Y\d]{4}$`)                                              // P8RW
	halfCA    = regexp.MustCompile(`^[A-Z]\d[A-Z]$`)                                                      // K1A
	restCA    = regexp.MustCompile(`^\d[A-Z]\d$`)                                                         // 0B6
	region    = regexp.MustCompile(`^[A-Z]{2,3}$`)                                                        // OR, NSW
	province  = regexp.MustCompile(`^\([A-Z]{2}\),?$`)                                                    // (MI), behind the city
	digits3   = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?\d{3}$`)                                             // 113 57
	digits2   = regexp.MustCompile(`^\d{2}$`)
	digits4   = regexp.MustCompile(`^\d{4}$`)
	lettersNL = regexp.MustCompile(`^[A-Z]{2}$`)
)

// digitOf is the digit that recognition takes for a letter.
var digitOf = strings.NewReplacer("O", "0", "I", "1", "l", "1", "S", "5", "B", "8", "Z", "2")

// ReadPlace reads the line of an address that holds its postal code: "90403 Nürnberg",
// "D-90403 Nürnberg", "1012 AB Amsterdam", "113 57 Stockholm", "Bend, OR 97701", "Cork T12 P8RW",
// "London SW1A 1AA", "Ottawa, ON K1A 0B6", "20121 Milano (MI)", "Dublin D02 XK47, Ireland". It
// reports false for any other line.
func ReadPlace(words []string) (Place, bool) {
	end := len(words)
	if n := trailingCountry(words); n > 0 {
		end -= n
	}
	p, ok := readPlace(words[:end])
	p.Country = [2]int{end, len(words)}
	return p, ok
}

// trailingCountry returns how many words behind a line name a country, at least two before them.
func trailingCountry(words []string) int {
	for n := min(3, len(words)-2); n > 0; n-- {
		if Country(strings.Join(words[len(words)-n:], " ")) != "" {
			return n
		}
	}
	return 0
}

func readPlace(words []string) (Place, bool) {
	bare := make([]string, len(words))
	for i, w := range words {
		bare[i] = strings.Trim(w, ",.;()|")
	}
	for i := len(bare) - 1; i > 0; i-- {
		if n := trailingCode(bare[i:]); n > 0 && i+n == len(bare) {
			if p, ok := placeBefore(words, bare, i, n); ok {
				return p, true
			}
		}
	}
	for i := range bare {
		if n := leadingCode(bare[i:]); n > 0 && i+n < len(bare) {
			if p, ok := placeAfter(words, i, n); ok {
				return p, true
			}
		}
	}
	return Place{}, false
}

// ReadPostcode reports whether a line holds nothing but a postal code of two words, which
// prints below its city in Britain and Ireland, and how it is to be read.
func ReadPostcode(words []string) (code string, ok bool) {
	if len(words) != 2 || trailingCode(words) != 2 || halfCA.MatchString(words[0]) {
		return "", false
	}
	if !isIrish(words) {
		return strings.Join(words, " "), true
	}
	return eircode(words), true
}

// trailingCode returns how many words a code that follows its city takes: in Britain, Ireland,
// Canada, and behind a region in the United States and Australia.
func trailingCode(w []string) int {
	switch {
	case len(w) > 1 && halfUK.MatchString(w[0]) && restUK.MatchString(w[1]),
		len(w) > 1 && isIrish(w),
		len(w) > 1 && halfCA.MatchString(w[0]) && restCA.MatchString(w[1]):
		return 2
	case codeState.MatchString(w[0]), codeCity.MatchString(w[0]):
		return 1
	}
	return 0
}

// isIrish reports whether two words are an Irish code, with letters for digits where
// recognition confuses them.
func isIrish(w []string) bool {
	return (halfIE.MatchString(w[0]) || looseIE.MatchString(w[0])) && restIE.MatchString(w[1])
}

// eircode is how an Irish code is to be read: its routing key is a letter and two digits.
func eircode(w []string) string {
	if halfIE.MatchString(w[0]) {
		return w[0] + " " + w[1]
	}
	return w[0][:1] + digitOf.Replace(w[0][1:]) + " " + w[1]
}

// placeBefore reads city and region before the code of n words at i. Digits alone need a region,
// or a city that is a country.
func placeBefore(words, bare []string, i, n int) (Place, bool) {
	p := Place{Postcode: [2]int{i, i + n}}
	if n == 2 && isIrish(bare[i:]) && !halfIE.MatchString(bare[i]) {
		p.Code = eircode(bare[i:])
	}
	end := i
	cityState := codeCity.MatchString(bare[i]) && Country(bare[i-1]) != ""
	if end > 1 && region.MatchString(bare[end-1]) && (n == 1 || strings.HasSuffix(words[end-2], ",")) {
		p.Region, end = [2]int{end - 1, end}, end-1
	} else if n == 1 && !cityState {
		return Place{}, false
	}
	start := end - 1
	for start > 0 && !strings.HasSuffix(words[start-1], ",") {
		start--
	}
	p.City, p.Street = [2]int{start, end}, [2]int{0, start}
	return p, hasLetters(words[start:end])
}

// leadingCode returns how many words a code that precedes its city takes.
func leadingCode(w []string) int {
	switch {
	case len(w) > 2 && digits4.MatchString(w[0]) && lettersNL.MatchString(w[1]),
		len(w) > 2 && digits3.MatchString(w[0]) && digits2.MatchString(w[1]):
		return 2
	case codeFirst.MatchString(w[0]):
		return 1
	}
	return 0
}

// placeAfter reads the city behind the code of n words at i, up to a comma or mark.
func placeAfter(words []string, i, n int) (Place, bool) {
	end := i + n
	for end < len(words) && Fold(words[end]) != "" {
		end++
		if strings.HasSuffix(words[end-1], ",") {
			break
		}
	}
	p := Place{Street: [2]int{0, i}, Postcode: [2]int{i, i + n}}
	if end > i+n+1 && province.MatchString(words[end-1]) {
		p.Region, end = [2]int{end - 1, end}, end-1
	}
	p.City = [2]int{i + n, end}
	city := words[i+n : end]
	return p, len(city) > 0 && len(city) <= 5 && hasLetters(city[:1]) && startsUpper(city[0])
}

func hasLetters(words []string) bool {
	for _, w := range words {
		if f := Fold(w); f != "" && strings.ContainsFunc(f, func(r rune) bool { return r < '0' || r > '9' }) {
			return true
		}
	}
	return false
}

func startsUpper(word string) bool {
	return strings.ToLower(word[:1]) != word[:1] || word[0] >= 0x80 || word[0] == '\''
}
