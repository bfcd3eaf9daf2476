package plan

import (
	"strings"

	"docpipe/extractors"
)

// A DatePart is what happens on a day: sentences tell it by a verb, and not by the name of the field.
type DatePart int

// The parts of days.
const (
	NoPart    DatePart = iota
	Beginning          // something begins on it
	Ending             // something ends on it
	Signing            // a paper was signed on it
)

// partNames begin words in names of dates, folded, by what happens on the day; German and Dutch compounds
// end with them.
var partNames = map[DatePart][]string{
	Beginning: strings.Fields("start begin effective effet commenc incept ingang aanvang anfang beginn debut inicio inizio decorren rozpocz effekt from van von du desde od dal"),
	Ending:    strings.Fields("end ende eind einde expir terminat fin fine scadenza zakoncz until to tot bis au hasta do al ablauf koniec"),
	Signing:   strings.Fields("sign signed signature unterzeich unterschr ondertek firma sottoscri assina podpis execut"),
}

// Part tells what happens on the day of a field, by its name, and the words of the name that say of
// what: "term" for next_term_start.
func (f *Field) Part() (part DatePart, of []string) {
	if f.Kind != Date {
		return NoPart, nil
	}
	for _, word := range NameWords(f.Node) {
		fold, said := extractors.Fold(word), NoPart
		for p := Beginning; p <= Signing; p++ {
			for _, name := range partNames[p] {
				if fold == name || len(name) > 3 && strings.HasPrefix(fold, name) || len(name) > 4 && strings.HasSuffix(fold, name) {
					said = p
				}
			}
		}
		switch {
		case said != NoPart:
			part = said
		case len(fold) > 3 && generic[fold] == nil && !headWords[fold]:
			of = append(of, fold)
		}
	}
	return part, of
}

// headWords are how languages call a date in names.
var headWords = map[string]bool{"date": true, "dates": true, "datum": true, "fecha": true, "data": true, "next": true}

// partVerbs stand before a date in sentences, folded, by what happens on the day.
var partVerbs = func() map[string]DatePart {
	all := map[string]DatePart{}
	for part, words := range map[DatePart]string{
		Beginning: `from starting starts start commencing commences begins beginning effective effect ab beginnt beginnend wirkung anfangend
			effet compter debute commence partir inicia comienza efectos desde decorre decorrenza dal ingaande ingaand ingang ingaat vanaf
			begint aanvangt inicio comeca od rozpoczyna`,
		Ending: `until ending ends expires expiring terminates terminating through bis endet endend ablauf termine fin jusquau expire hasta
			finaliza termina vence fino scade al tot eindigend eindigt einde ate do konczy`,
		Signing: `signed done executed dated fait geschehen unterzeichnet unterschrieben getekend ondertekend gedaan opgemaakt firmado hecho
			fatto sottoscritto firmato assinado feito sporzadzono podpisano zawarta zawarto`,
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] = part
		}
	}
	return all
}()

// PartOf is what a word before a date in a sentence says of it.
func PartOf(fold string) DatePart { return partVerbs[fold] }
