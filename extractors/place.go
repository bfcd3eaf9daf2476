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
}

// postal codes by what stands around them.
var (
	codeFirst = regexp.MustCompile(`^(?:[A-Z]{1,3}-)?(?:\d{4,6}|\d{2}-\d{3}|\d{4}-\d{3})$`) // 90403, D-90403, 00-950, 1000-205
	codeState = regexp.MustCompile(`^\d{5}(?:-\d{4})?$|^\d{4}$`)                            // 97701, 97701-1234, 2000
	halfUK    = regexp.MustCompile(`^[A-Z]{1,2}\d[A-Z\d]?$`)                                // SW1A, T12, D02
	restUK    = regexp.MustCompile(`^\d[A-Z]{2}$`)                                          // 1AA
	looseIE   = regexp.MustCompile(`^[AC-FHKNPRTV-Y][\dO][\dO]$`)                           // DO2, as recognition reads D02
	halfIE    = regexp.MustCompile(`^(?:[AC-FHKNPRTV-Y]\d\d|D6W)$`)                         // T12 (eircode)
	restIE    = regexp.MustCompile(`^[AC-FHKNPRTV-Y\d]{4}$`)                                // P8RW
	halfCA    = regexp.MustCompile(`^[A-Z]\d[A-Z]$`)                                        // K1A
	restCA    = regexp.MustCompile(`^\d[A-Z]\d$`)                                           // 0B6
	region    = regexp.MustCompile(`^[A-Z]{2,3}$`)                                          // OR, NSW
	digits3   = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?\d{3}$`)                               // 113 57
	digits2   = regexp.MustCompile(`^\d{2}$`)
	digits4   = regexp.MustCompile(`^\d{4}$`)
	lettersNL = regexp.MustCompile(`^[A-Z]{2}$`)
)

// ReadPlace reads the line of an address that holds its postal code: "90403 Nürnberg",
// "D-90403 Nürnberg", "1012 AB Amsterdam", "113 57 Stockholm", "Bend, OR 97701", "Cork T12 P8RW",
// "London SW1A 1AA", "Ottawa, ON K1A 0B6". It reports false for any other line.
func ReadPlace(words []string) (Place, bool) {
	bare := make([]string, len(words))
	for i, w := range words {
		bare[i] = strings.Trim(w, ",.;()|")
	}
	for i := len(bare) - 1; i >= 0; i-- {
		if n := trailingCode(bare[i:]); n > 0 && i+n == len(bare) && i > 0 {
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

// trailingCode returns how many words a code that follows its city takes: in Britain, Ireland,
// Canada, and behind a region in the United States and Australia.
func trailingCode(w []string) int {
	switch {
	case len(w) > 1 && halfUK.MatchString(w[0]) && restUK.MatchString(w[1]),
		len(w) > 1 && (halfIE.MatchString(w[0]) || looseIE.MatchString(w[0])) && restIE.MatchString(w[1]),
		len(w) > 1 && halfCA.MatchString(w[0]) && restCA.MatchString(w[1]):
		return 2
	case codeState.MatchString(w[0]):
		return 1
	}
	return 0
}

// placeBefore reads city and region before the code of n words at i. Digits alone need a region.
func placeBefore(words, bare []string, i, n int) (Place, bool) {
	p := Place{Postcode: [2]int{i, i + n}}
	if n == 2 && looseIE.MatchString(bare[i]) && !halfIE.MatchString(bare[i]) {
		p.Postcode = [2]int{i, i} // misread: the place is sure, the code is not
	}
	end := i
	if end > 1 && region.MatchString(bare[end-1]) && (n == 1 || strings.HasSuffix(words[end-2], ",")) {
		p.Region, end = [2]int{end - 1, end}, end-1
	} else if n == 1 {
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
	p := Place{Street: [2]int{0, i}, Postcode: [2]int{i, i + n}, City: [2]int{i + n, end}}
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
