package plan

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
)

// papers are what the own date of a paper may be called after, folded, in the languages of the lexicon.
var papers = strings.Fields(`letter document contract agreement notice report certificate form deed offer
	brief schreiben dokument vertrag bescheid bericht urkunde angebot lettre courrier contrat avis rapport certificat attestation
	carta contrato informe aviso certificado lettera contratto certificato attestato brief overeenkomst offerte umowa pismo`)

// findOwnDates makes dates primary that the schema calls the date of the paper itself: "Date of the letter"
// or, in a schema of board minutes, "minutes date". One that has a date of issue leaves the date of another
// paper alone: on a certificate, the invoice's.
func (p *Plan) findOwnDates() {
	if slices.ContainsFunc(p.Fields, func(f Field) bool { return len(f.Node.Labels) > 0 }) {
		return
	}
	title := headOfTitle(Folded(p.Schema.Root.Title))
	own, issued := false, slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Primary && !f.ofPaper("invoice") })
	for i := range p.Fields {
		f := &p.Fields[i]
		if issued && f.Primary && f.ofPaper("invoice") && !slices.Contains(title, "invoice") {
			f.Primary = false
		}
		own = own || f.Primary
	}
	for i := range p.Fields {
		f := &p.Fields[i]
		if own || f.Kind != Date || f.Group != "" || f.List {
			continue
		}
		if f.datesPaper(NameWords(f.Node), title) || f.datesPaper(Folded(f.Node.Title), title) {
			f.Primary, own = true, true
		}
	}
}

// headOfTitle is what a title calls the paper itself: a notice of hearing is a notice.
func headOfTitle(title []string) []string {
	if i := slices.IndexFunc(title, func(word string) bool { return joining[word] }); i > 0 {
		return title[:i]
	}
	return title
}

// joining are words behind which a title says what its paper is about.
var joining = layout.WordSet("of for on about von der des zu fur uber de du des d pour sur del della di per sobre para van voor over")

// ofPaper reports whether the name of a date says the kind of paper.
func (f *Field) ofPaper(kind string) bool {
	return strings.Contains(strings.Join(words().inEnglish(NameWords(f.Node)), ""), kind)
}

// datesPaper reports whether a name says that a date is that of a paper, as the schema's title or any
// language calls one, and nothing else.
func (f *Field) datesPaper(name, title []string) bool {
	dated, paper := false, false
	for _, word := range name {
		fold := extractors.Fold(word)
		switch {
		case linking[fold] || len(fold) < 4 && fold != "le" || headWords[fold]:
			dated = dated || headWords[fold]
		case slices.Contains(papers, fold) || slices.Contains(title, fold):
			paper = true
		case strings.HasSuffix(fold, "datum") && named(strings.TrimSuffix(strings.TrimSuffix(fold, "datum"), "s"), title):
			dated, paper = true, true
		default:
			return false
		}
	}
	return dated && paper
}

// named reports whether a word is that of a paper, or ends a word of the title: "Vertrag" is a
// "Mietvertrag".
func named(word string, title []string) bool {
	return slices.Contains(papers, word) || len(word) > 4 && slices.ContainsFunc(title, func(t string) bool { return strings.HasSuffix(t, word) })
}
