package mrz

import (
	"strings"

	"docpipe/pipeline"
)

// A zone is rows of a page that fit a layout.
type zone struct {
	page   *pipeline.Page
	layout *layout
	rows   []row
	lines  []string // each of the layout's length
	others []string // other readings of them, each as long; "" for none
	moved  bool     // a run of fillers was lengthened or shortened

	// What was put right without the proof of a check digit, and with it.
	guessedNames   bool
	repairedNumber bool
	numbers        []string // equally good readings of a number whose check digit fails
}

// Evidence that rows are a zone: check digits that hold and a known issuer count one each.
const enough = 3

// zonesOn finds the zones of a page.
func zonesOn(p *pipeline.Page) []*zone {
	var zones []*zone
	rows := rowsOf(p)
	for i := 0; i < len(rows); {
		z := bestZone(p, rows[i:])
		if z == nil {
			i++
			continue
		}
		zones = append(zones, z)
		i += len(z.rows)
	}
	return zones
}

// bestZone reads the zone that begins with the first row in the layout that has most evidence,
// nil when none has enough.
func bestZone(p *pipeline.Page, rows []row) *zone {
	var best *zone
	for _, l := range layouts {
		z := newZone(p, l, rows)
		if z != nil && z.evidence() >= enough && (best == nil || z.evidence()-z.failing() > best.evidence()-best.failing()) {
			best = z
		}
	}
	return best
}

// newZone puts rows into a layout; nil when they do not fit.
func newZone(p *pipeline.Page, l *layout, rows []row) *zone {
	if len(rows) < l.lines {
		return nil
	}
	z := &zone{page: p, layout: l, rows: rows[:l.lines]}
	for i, r := range z.rows {
		if i > 0 && !below(z.rows[i-1], r) {
			return nil
		}
		text := r.text
		if i == l.names.line && l.names.to == l.length {
			text = z.endNames(text, l.names.from)
		}
		text, ok := stretched(text, l.length)
		if !ok {
			return nil
		}
		z.moved = z.moved || len(text) != len(r.text)
		z.lines = append(z.lines, text)
		z.others = append(z.others, "")
		if len(r.second) == l.length && len(r.text) == l.length {
			z.others[i] = r.second
		}
	}
	z.repair()
	if code := z.at(l.code); !strings.ContainsRune(l.letters, rune(code[0])) || (l == french) != (code == "ID" && z.at(l.issuer) == "FRA") {
		return nil
	}
	return z
}

// at returns the characters of a span.
func (z *zone) at(s span) string { return z.lines[s.line][s.from:s.to] }

// put replaces the characters of a span.
func (z *zone) put(s span, text string) { z.lines[s.line] = patched(z.lines[s.line], s, text) }

func patched(line string, s span, text string) string { return line[:s.from] + text + line[s.to:] }

// doubted returns the places of a span where the two readings of its line differ.
func (z *zone) doubted(s span) []span {
	var places []span
	if other := z.others[s.line]; other != "" {
		for i := s.from; i < s.to; i++ {
			if other[i] != z.lines[s.line][i] {
				places = append(places, span{s.line, i, i + 1})
			}
		}
	}
	return places
}

// longest number of fillers that OCR loses or adds in one line.
const mostLost = 6

// stretched brings a line to its length by its longest run of fillers: their number is the one
// thing in a line that OCR miscounts and that its length proves.
func stretched(text string, length int) (string, bool) {
	lost := length - len(text)
	if lost == 0 {
		return text, true
	}
	from, to := longestRun(text)
	if to-from < 3 || lost > mostLost || -lost > min(mostLost, to-from-2) {
		return "", false
	}
	if lost > 0 {
		return text[:from] + strings.Repeat("<", lost) + text[from:], true
	}
	return text[:from] + text[from-lost:], true
}

func longestRun(text string) (from, to int) {
	for i := 0; i < len(text); i++ {
		start := i
		for i < len(text) && text[i] == filler {
			i++
		}
		if i-start > to-from {
			from, to = start, i
		}
	}
	return from, to
}

// evidence counts what speaks for a zone.
func (z *zone) evidence() int {
	n := 0
	for _, c := range z.checks() {
		if c.holds && !c.trivial {
			n++
		}
	}
	if n > 0 && knownState(z.at(z.layout.issuer)) {
		n++
	}
	if n > 0 && strings.Contains(strings.TrimRight(z.at(z.layout.names), "<"), "<<") {
		n++
	}
	return n
}

// failing counts the check digits that do not hold.
func (z *zone) failing() int {
	n := 0
	for _, c := range z.checks() {
		if !c.holds {
			n++
		}
	}
	return n
}

// A check is one check digit of a zone.
type check struct {
	holds   bool
	trivial bool // there is nothing to check
}

// checks returns all check digits that the layout has.
func (z *zone) checks() []check {
	l := z.layout
	number, digit := z.number()
	all := []check{{holds: holds(number, digit), trivial: empty(number)}}
	for _, pair := range [][2]span{{l.birth, l.birthCheck}, {l.expiry, l.expiryCheck}, {l.personal, l.personalCheck}} {
		if !pair[1].empty() {
			text := z.at(pair[0])
			all = append(all, check{holds: holds(text, z.at(pair[1])[0]), trivial: empty(text)})
		}
	}
	if !l.compositeCheck.empty() {
		all = append(all, check{holds: z.compositeHolds()})
	}
	return all
}

// compositeHolds reports whether the check digit over several fields holds; without one it does.
func (z *zone) compositeHolds() bool {
	if z.layout.compositeCheck.empty() {
		return true
	}
	var all strings.Builder
	for _, s := range z.layout.composite {
		all.WriteString(z.at(s))
	}
	return checkDigit(all.String()) == z.at(z.layout.compositeCheck)[0]
}

// number returns the document number with its fillers, and its check digit. A number longer
// than nine has a filler in the place of the check digit and goes on in the optional data,
// which its own check digit ends (parts 5 and 6, note j).
func (z *zone) number() (text string, digit byte) {
	l := z.layout
	text, digit = z.at(l.number), z.at(l.numberCheck)[0]
	if digit != filler || l.name != "TD1" && l.name != "TD2" {
		return text, digit
	}
	more, _, _ := strings.Cut(z.at(l.optional[0]), "<")
	if len(more) < 2 {
		return text, digit
	}
	return text + more[:len(more)-1], more[len(more)-1]
}
