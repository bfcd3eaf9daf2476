package mrz

import (
	"strings"
)

// What OCR writes for one another, in fields of digits and in fields of letters.
var (
	toDigits  = strings.NewReplacer("O", "0", "D", "0", "Q", "0", "U", "0", "I", "1", "L", "1", "Z", "2", "A", "4", "S", "5", "G", "6", "T", "7", "B", "8")
	toLetters = strings.NewReplacer("0", "O", "1", "I", "2", "Z", "4", "A", "5", "S", "6", "G", "7", "T", "8", "B")
)

// repair puts right what the place of a character proves, then what a check digit decides.
func (z *zone) repair() {
	l := z.layout
	for _, s := range l.digits() {
		z.spell(s, toDigits)
	}
	z.spell(span{0, 0, 1}, toLetters)
	for _, s := range []span{l.issuer, l.nationality} {
		z.repairState(s)
	}
	for _, s := range []span{l.names, l.given} {
		before := z.lines[s.line]
		z.spell(s, toLetters)
		z.guessedNames = z.guessedNames || before != z.lines[s.line]
	}
	z.repairCode()
	z.choose()
	z.repairNumber()
}

// spell brings both readings of a span to the alphabet of its place.
func (z *zone) spell(s span, alphabet *strings.Replacer) {
	if s.empty() {
		return
	}
	z.put(s, alphabet.Replace(z.at(s)))
	if other := z.others[s.line]; other != "" {
		z.others[s.line] = patched(other, s, alphabet.Replace(other[s.from:s.to]))
	}
}

// repairState takes the reading of a state's code that is one: as it was read, with letters for
// digits, or as it was read otherwise.
func (z *zone) repairState(s span) {
	if s.empty() {
		return
	}
	readings := []string{z.at(s), toLetters.Replace(z.at(s))}
	if other := z.others[s.line]; other != "" {
		readings = append(readings, other[s.from:s.to], toLetters.Replace(other[s.from:s.to]))
	}
	for _, code := range readings {
		if knownState(code) {
			z.put(s, code)
			return
		}
	}
}

// repairCode reads the second character of the document code, a letter or a filler but for
// codes that issuers made up.
func (z *zone) repairCode() {
	if code := z.at(z.layout.code); strings.ContainsRune("015", rune(code[1])) && code != "C1" {
		z.put(z.layout.code, code[:1]+toLetters.Replace(code[1:]))
	}
}

// confusions are the pairs that OCR takes for one another where both a letter and a digit may
// stand. G and 6 are not among them: no check digit tells them apart.
var confusions = map[byte]string{
	'0': "OD", 'O': "0", 'D': "0", 'Q': "0", '1': "I", 'I': "1", 'L': "1", '2': "Z", 'Z': "2",
	'5': "S", 'S': "5", '8': "B", 'B': "8", '7': "T", 'T': "7", '4': "A", 'A': "4",
}

// repairNumber looks for the readings of the number with the fewest characters changed, at
// most two, that make its check digit hold, and the check digit over all fields where there is
// one. A single one is taken; several are offered.
func (z *zone) repairNumber() {
	if text, digit := z.number(); holds(text, digit) || len(text) != z.layout.number.to-z.layout.number.from {
		return
	}
	read := z.at(z.layout.number)
	for changes := 1; changes <= 2; changes++ {
		var good []string
		for _, text := range variants(read, changes) {
			z.put(z.layout.number, text)
			if n, digit := z.number(); holds(n, digit) && z.compositeHolds() {
				good = append(good, text)
			}
		}
		z.put(z.layout.number, read)
		if len(good) == 1 {
			z.put(z.layout.number, good[0])
			z.repairedNumber = true
		}
		if len(good) > 0 {
			z.numbers = good
			return
		}
	}
}

// variants returns text with so many of its characters read as what they are confused with.
func variants(text string, changes int) []string {
	if changes == 0 {
		return []string{text}
	}
	var all []string
	for i := range len(text) {
		for _, c := range confusions[text[i]] {
			for _, rest := range variants(text[i+1:], changes-1) {
				all = append(all, text[:i]+string(c)+rest)
			}
		}
	}
	return all
}

// endNames fills up behind the given names: after the second pair of fillers nothing can
// follow, whatever OCR makes of a long run of them. A run in which single letters stand
// between fillers is one too, but that is a guess.
func (z *zone) endNames(text string, from int) string {
	if len(text) < from {
		return text
	}
	head, names := text[:from], text[from:]
	parts := strings.SplitN(names, "<<", 2)
	if len(parts) < 2 {
		return text
	}
	given := strings.TrimLeft(parts[1], "<")
	begin := len(names) - len(given)
	if end := strings.Index(given, "<<"); end >= 0 {
		given = given[:end]
	}
	if cut := strayTail(given); cut < len(given) {
		given, z.guessedNames = given[:cut], true
	}
	kept := head + names[:begin] + given
	return kept + strings.Repeat("<", len(text)-len(kept))
}

// strayTail returns where the tail of given names begins that is a run of fillers read as
// single letters: two at least, of those that look like fillers.
func strayTail(given string) int {
	cut, letters := len(given), 0
	for i := len(given) - 1; i >= 0; i-- {
		switch {
		case given[i] == filler:
			if letters >= 2 {
				cut = i
			}
		case strings.IndexByte("KCLX", given[i]) >= 0 && (i == 0 || given[i-1] == filler || strings.IndexByte("KC", given[i-1]) >= 0):
			letters++
		default:
			return cut
		}
	}
	return cut
}
