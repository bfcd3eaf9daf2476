package pii

import "regexp"

// dates of all the usual forms: 12.08.1983, 1983-08-12, 12 AUG 1983, August 12, 1983.
const dates = `\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}(?:\.|st|nd|rd|th)? (?:de )?\pL{3,12}\.?(?: de)?(?:/\pL{3,9})? \d{4}|\pL{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`

var (
	birthDate  = regexp.MustCompile(dates)
	birthWords = words(
		`date of birth`, `birth ?date`, `DOB\b`, `D\.O\.B`, `born`, `geboren`, `geb\.`, `Geburts(?:datum|tag)`,
		`date de naissance`, `née? le`, `naissance`, `fecha de nacimiento`, `nacid[oa]`, `data di nascita`, `nat[oa] il`, `data de nascimento`,
		`geboortedatum`, `geboren op`, `data urodzenia`, `ur\.`, `födelsedatum`, `fødselsdato`, `syntymäaika`, `datum narození`, `születési`,
	)
)

// birthRules find dates of birth: dates have no check digit, the words beside them decide.
func birthRules() []rule {
	return []rule{{class: Person, kind: "birth_date", shape: birthDate, words: birthWords}}
}
