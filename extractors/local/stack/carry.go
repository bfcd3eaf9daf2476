package stack

import (
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// What pages print of a sum that goes over a page break, or of text that does, folded and joined.
var (
	carriedOver = []string{"ubertrag", "carriedforward", "broughtforward", "carriedover", "areporter", "reporte", "sumaysigue", "riporto",
		"ariportare", "transporteren", "przeniesienia", "doprzeniesienia", "zwischensummeubertrag"}
	goesOn = []string{"continuedonnextpage", "continuedonpage", "continuedoverleaf", "fortsetzungfolgt", "fortsetzungaufseite", "fortsetzungnachsteseite",
		"suitepagesuivante", "continuaenlapagina", "segueapagina", "vervolgoppagina", "pleaseturnover", "bittewenden", "seenextpage"}
	takenUp = []string{"continued", "continuedfrompage", "fortsetzung", "fortsetzungvonseite", "suite", "suitedelapage", "continuacion", "seguedapagina", "vervolg"}
	parting = []string{"separator", "separatorsheet", "separatorpage", "documentseparator", "patcht", "patch2", "patch3", "patchii", "patchcode", "trennblatt",
		"trennseite", "trennblattdokument", "dokumententrennblatt", "feuilleseparatrice", "pageseparatrice", "separador", "hojaseparadora", "foglioseparatore", "scheidingsblad"}
)

// annexes head what belongs to the document before.
var annexes = []string{"annex", "appendix", "exhibit", "anlage", "anhang", "beilage", "annexe", "piecejointe",
	"anexo", "apendice", "allegato", "appendice", "bijlage", "zalacznik", "termsandconditions", "allgemeinegeschaftsbedingungen",
	"conditionsgenerales", "condicionesgenerales", "condizionigenerali", "algemenevoorwaarden"}

// annexBy is the part of a page, from its top, in which its heading stands.
const annexBy = 0.3

// isAnnex reports whether a short line near the top begins with such a word.
func isAnnex(s *layout.Sheet) bool {
	return slices.ContainsFunc(s.Segs, func(seg layout.Span) bool {
		return s.Tokens[seg.From].Middle() < annexBy*s.Height && seg.To-seg.From <= plan.MaxLabelWords && begin(s, seg, annexes)
	})
}

// Parts of a page, from its top, where a sum is brought forward and where it is carried over.
const (
	broughtBy = 0.5
	carriedBy = 0.5
)

// carries reports whether a page goes on with something, and whether something goes on behind it.
func carries(s *layout.Sheet) (begins, goes bool) {
	for _, seg := range s.Segs {
		y, text := s.Tokens[seg.From].Middle()/s.Height, s.Fold(seg)
		sum := begin(s, seg, carriedOver)
		begins = begins || y < broughtBy && (sum || slices.Contains(takenUp, text))
		goes = goes || y > carriedBy && sum || begin(s, seg, goesOn)
	}
	return begins, goes
}

// wordsOfSeparator is how much a sheet that parts documents prints at most.
const wordsOfSeparator = 25

func separates(s *layout.Sheet) bool {
	if len(s.Tokens) > wordsOfSeparator {
		return false
	}
	for _, seg := range s.Segs {
		if slices.Contains(parting, s.Fold(seg)) {
			return true
		}
	}
	return false
}

// begin reports whether the first words of a segment are one of the phrases.
func begin(s *layout.Sheet, seg layout.Span, phrases []string) bool {
	text := ""
	for i := seg.From; i < min(seg.To, seg.From+plan.MaxLabelWords); i++ {
		text += s.Tokens[i].Fold
		if slices.Contains(phrases, text) {
			return true
		}
	}
	return false
}
