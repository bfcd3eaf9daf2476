package party

import (
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// bankLine finds a line near the top or the foot of the first page that names a bank.
func bankLine(r *evidence.Reading, g *plan.Group) *block {
	s := r.Sheets[0]
	others := func(h plan.Hit) bool { return r.Plan.Fields[h.Field].Party != g.Node.Pointer } // "Sparkasse" labels a bank, and begins its name
	for _, seg := range s.Segs {
		if y := s.Tokens[seg.From].Y0 / s.Height; y > headOfPage && y < footOfPage || seg.To-seg.From > 7 {
			continue
		}
		if namesBank(s, seg) && evidence.PlausibleName(s.Text(seg)) && freeOf(r, seg, others) && !plan.LabelLike(s, seg) {
			return &block{lines: linesFrom(r, seg), strength: 0.85}
		}
	}
	return nil
}

// bankWords are in the names of banks.
var bankWords = layout.WordSet("bank banque banca banco banken sparkasse kreissparkasse stadtsparkasse raiffeisenkasse caisse cassa caixa caja bankers bancaire")

// namesBank demands a second word beside that for a bank: alone it is a label.
func namesBank(s *layout.Sheet, seg layout.Span) bool {
	for i := seg.From; i < seg.To; i++ {
		fold := s.Tokens[i].Fold
		if layout.Ends(s.Tokens[i].Text, ':') {
			return false
		}
		if bankWords[fold] && seg.To-seg.From > 1 || len(fold) > 6 && strings.HasSuffix(fold, "bank") {
			return true
		}
	}
	return false
}
