package extractors

import "strings"

// monthNames holds, per month, names and abbreviations in the eight languages of the shipped
// labels, folded.
var monthNames = months([12]string{
	"january jan januar jänner janvier janv enero ene gennaio gen januari janeiro styczen stycznia sty",
	"february feb februar fevrier fevr fev febrero febbraio febbr februari fevereiro luty lutego lut",
	"march mar marz mär mrz mars marzo maart mrt marco marzec marca",
	"april apr avril avr abril abr aprile kwiecien kwietnia kwi",
	"may mai mayo maggio mag mei maio maj maja",
	"june jun juni juin junio giugno giu junho czerwiec czerwca cze",
	"july jul juli juillet juil julio luglio lug julho lipiec lipca lip",
	"august aug aout agosto ago augustus sierpien sierpnia sie",
	"september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz",
	"october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz",
	"november nov novembre noviembre novembro listopad listopada lis",
	"december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia gru",
})

func months(names [12]string) map[string]int {
	all := map[string]int{}
	for i, list := range names {
		for name := range strings.FieldsSeq(list) {
			all[Fold(name)] = i + 1
		}
	}
	return all
}

// monthOf returns 1 to 12 for a month's name or abbreviation, else 0.
func monthOf(word string) int {
	if len(word) < 3 || len(word) > 14 || isDigit(word[0]) {
		return 0
	}
	return monthNames[Fold(word)]
}
