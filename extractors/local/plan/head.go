package plan

import "docpipe/extractors/local/layout"

// headWordsOf are words of headings that say that somebody is described, and not who: "Details of the
// customer", "Datos del cliente".
var headWordsOf = layout.WordSet(`data details detail information informations particulars about your the of part
	datos del de la los el dati dell della dello angaben zum zur zu des der die daten personliche coordonnees renseignements sur le les
	l du identification gegevens van het dados do da dos dane`)

// HeadStart is where the words of a heading begin that say whom it is about.
func HeadStart(s *layout.Sheet, seg layout.Span) int {
	from := s.LabelStart(seg)
	for from+1 < seg.To && headWordsOf[s.Tokens[from].Fold] {
		from++
	}
	return from
}

// HeadEnd is where they end.
func HeadEnd(s *layout.Sheet, seg layout.Span) int {
	to := seg.To
	for to-1 > seg.From && headWordsOf[s.Tokens[to-1].Fold] {
		to--
	}
	return to
}
