package clause

import (
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// A signature is a place at the end of a contract where somebody signs: for whom, who, and as
// what. Lines that are not there have no spans.
type signature struct {
	sheet             int
	party, name, role []layout.Span
}

// Words of signature blocks, folded.
var (
	signedBy  = layout.WordSet("by per durch par por da door przez")
	nameOf    = layout.WordSet("name printname printedname typedname nom nombre nome naam imieinazwisko")
	roleOfHim = layout.WordSet("title its position capacity office funktion position titel titre fonction qualite cargo carica qualifica funzione functie stanowisko")
	otherLine = layout.WordSet("date dated datum data fecha address attn attention phone fax email ort place lieu witness signature signed print")
	notSigned = layout.WordSet(`accepted agreed acknowledged confirmed yours truly sincerely regards witness witnesseth signature signatures signed
		dated date attest exhibit schedule page name title parties whereof above`)
)

// Heights in lines: how far the name of a party stands above its signature, how far apart its
// lines are, and how far the name and the title stand below it; and the width of a block, as a
// part of the page.
const (
	aboveSignature = 5.0
	linesOfParty   = 1.1
	belowSignature = 3.0
	widthOfBlock   = 0.33
	rowsOfBlock    = 7
)

// signatures finds the signature blocks of a document.
func signatures(r *evidence.Reading) []signature {
	var all []signature
	for n, s := range r.Sheets {
		for row := range s.Rows {
			if s.Runs(row) {
				continue
			}
			for i := s.Rows[row].From; i < s.Rows[row].To; i++ {
				if by, ok := signs(s, i); ok {
					if sig := signatureAt(s, i, by); sig.party != nil || sig.name != nil {
						sig.sheet = n
						all = append(all, sig)
					}
				}
			}
		}
	}
	return all
}

// signs reports whether a signature stands at a token: "By:" at the edge of a column, with a
// signature, a line or nothing behind it, or "/s/" without one. by tells which.
func signs(s *layout.Sheet, i int) (by, ok bool) {
	t, seg := &s.Tokens[i], s.Segs[s.SegOf[i]]
	if strings.HasPrefix(t.Text, "/s/") {
		before := i - 1
		return false, before < s.Rows[s.RowOf[i]].From || !signedBy[s.Tokens[before].Fold]
	}
	if i != seg.From || !signedBy[t.Fold] || !layout.HasCapital(t.Text) {
		return false, false
	}
	bare := i+1 == seg.To || strings.HasPrefix(s.Tokens[i+1].Text, "/s/") || s.Tokens[i+1].Fold == ""
	return true, layout.Ends(t.Text, ':') || bare
}

// signatureAt reads the block around a signature.
func signatureAt(s *layout.Sheet, i int, by bool) signature {
	left := s.Tokens[i].X0
	right := left + widthOfBlock*s.Width
	for j := i + 1; j < s.Rows[s.RowOf[i]].To; j++ {
		if _, ok := signs(s, j); ok {
			right = min(right, s.Tokens[j].X0-s.Line)
		}
	}
	var sig signature
	sig.party = partyAbove(s, i, left, by)
	if signed, ok := signedName(s, i, right); ok {
		sig.name = []layout.Span{signed}
	}
	readBelow(s, &sig, i, left, right)
	return sig
}

// signedName returns what stands behind "By:" or "/s/" when it is a name.
func signedName(s *layout.Sheet, i int, right float64) (layout.Span, bool) {
	sp := layout.Span{From: i, To: i}
	if signedBy[s.Tokens[i].Fold] {
		sp = layout.Span{From: i + 1, To: i + 1}
	}
	for sp.To < s.Rows[s.RowOf[i]].To && s.Tokens[sp.To].X0 < right && !labelsLine(s, sp.To) {
		sp.To++
	}
	for sp.From < sp.To && (s.Tokens[sp.From].Fold == "" || s.Tokens[sp.From].Fold == "s" && strings.HasPrefix(s.Tokens[sp.From].Text, "/")) {
		sp.From++
	}
	return sp, isPerson(s, sp)
}

// labelsLine reports whether a token is a label of signature blocks.
func labelsLine(s *layout.Sheet, i int) bool {
	t := &s.Tokens[i]
	return layout.Ends(t.Text, ':') && (otherLine[t.Fold] || nameOf[t.Fold] || roleOfHim[t.Fold])
}

// mostOfName is how many words the name of a person has at most.
const mostOfName = 6

// isPerson accepts what may be the name of somebody who signs.
func isPerson(s *layout.Sheet, sp layout.Span) bool {
	if sp.To-sp.From < 2 || sp.To-sp.From > mostOfName || s.HasDigit(sp) {
		return false
	}
	for i := sp.From; i < sp.To; i++ {
		t := &s.Tokens[i]
		if !layout.HasCapital(t.Text) && !nameLinks[t.Fold] || notSigned[t.Fold] || evidence.CompanyForms[t.Fold] || layout.Ends(t.Text, ':') || strings.ContainsAny(t.Text, "()_") {
			return false
		}
	}
	return true
}

// readBelow reads the lines under a signature: labelled ones, else the printed name and under it
// the title.
func readBelow(s *layout.Sheet, sig *signature, i int, left, right float64) {
	_, _, _, bottom := s.Bounds(layout.Span{From: i, To: i + 1})
	printed := false
	last := min(len(s.Rows), s.RowOf[i]+rowsOfBlock)
	for row := s.RowOf[i] + 1; row < last; row++ {
		line, ok := lineIn(s, row, left-s.Line, right)
		if !ok {
			continue
		}
		_, y0, _, y1 := s.Bounds(line)
		if _, again := signs(s, line.From); again || y0-bottom > belowSignature*s.Line {
			return
		}
		bottom = y1
		label, value := labelOf(s, line)
		switch {
		case nameOf[label] && value.From < value.To:
			sig.name, printed = []layout.Span{value}, true
		case roleOfHim[label] && value.From < value.To && sig.role == nil:
			sig.role = []layout.Span{value}
		case label != "":
		case !printed && isPerson(s, line):
			sig.name, printed = []layout.Span{line}, true
		case printed && sig.role == nil && isRole(s, line):
			sig.role = []layout.Span{line}
		}
	}
}

// labelOf cuts a line behind its label; a line without one has the label "".
func labelOf(s *layout.Sheet, line layout.Span) (label string, value layout.Span) {
	for i := line.From; i < min(line.To, line.From+3); i++ {
		label += s.Tokens[i].Fold
		known := nameOf[label] || roleOfHim[label] || otherLine[label]
		if layout.Ends(s.Tokens[i].Text, ':') || known && (i+1 == line.To || s.SegOf[i] != s.SegOf[i+1]) || known && label != "name" && i == line.From {
			value = layout.Span{From: i + 1, To: line.To}
			for value.From < value.To && s.Tokens[value.From].Fold == "" {
				value.From++
			}
			return label, value
		}
	}
	return "", line
}

// isRole accepts what may be the office of somebody who signs.
func isRole(s *layout.Sheet, line layout.Span) bool {
	text := s.Text(line)
	return layout.HasCapital(text[:1]) && !s.HasDigit(line) && line.To-line.From <= 9 && !strings.ContainsAny(text, ":_[]") && !s.EndsSentence(line.To-1)
}

// lineIn returns the tokens of a row between two edges.
func lineIn(s *layout.Sheet, row int, left, right float64) (layout.Span, bool) {
	line := s.Rows[row]
	for line.From < line.To && s.Tokens[line.From].X0 < left {
		line.From++
	}
	end := line.From
	for end < line.To && s.Tokens[end].X0 < right {
		end++
	}
	whole := line.From == s.Rows[row].From || line.From < end && s.Segs[s.SegOf[line.From]].From == line.From
	return layout.Span{From: line.From, To: end}, line.From < end && whole
}
