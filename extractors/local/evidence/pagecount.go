package evidence

import (
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Words of "page 3 of 12", folded.
var (
	pageWords = layout.WordSet("page pages seite seiten blatt sheet pagina pag pg sida side strona str feuille hoja folha blad")
	ofWords   = layout.WordSet("of von sur de di van z out auf")
)

// withoutPageCounts leaves the numbers of pages out, "page 3 of 12": a long document prints them on
// each of its pages, and near whatever stands in its head. A page that is not counted may be a number
// of the document, as the sheet of a statement is.
func withoutPageCounts(s *layout.Sheet, all []Candidate) []Candidate {
	return slices.DeleteFunc(all, func(c Candidate) bool { return inPageCount(s, c.Span.From) })
}

func inPageCount(s *layout.Sheet, i int) bool {
	counts := func(at int) bool { // the words of a count begin at a token
		return at >= 0 && at+3 < len(s.Tokens) && s.RowOf[at] == s.RowOf[at+3] && pageWords[s.Tokens[at].Fold] &&
			layout.IsNumber(s.Tokens[at+1].Text) && (ofWords[s.Tokens[at+2].Fold] || s.Tokens[at+2].Text == "/") && layout.IsNumber(s.Tokens[at+3].Fold)
	}
	return counts(i-1) || counts(i-3)
}

// countsPages reports whether a field is about the pages themselves.
func countsPages(f *plan.Field) bool {
	return slices.ContainsFunc(plan.NameWords(f.Node), func(w string) bool { return pageWords[w] })
}
