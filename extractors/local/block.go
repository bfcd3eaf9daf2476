package local

import (
	"math"
	"slices"
	"strings"
)

// A block is the lines that name and place a person or company.
type block struct {
	sheet    int
	lines    []span
	apart    []span // its address, where that stands apart from the name
	strength float64
	proven   string
	goesOn   bool   // the second line belongs to the name
	headed   bool   // below its heading
	sender   bool   // the line of the sender above the window of an envelope
	slip     bool   // the head of a slip: the lines below the name are its address
	contacts []span // of a slip: telephone, e-mail, web
}

// blocks finds one block for each party: under its heading, else by where letters and receipts
// place sender and addressee.
func (r *reading) blocks(headers [][]header) map[int]*block {
	all := map[int]*block{}
	for g, group := range r.plan.groups {
		if b := r.slipGiver(group); b != nil {
			all[g] = b
		}
	}
	for n := range r.sheets {
		for _, h := range headers[n] {
			if h.group < 0 || all[h.group] != nil {
				continue
			}
			if b := r.blockUnder(n, h, headers[n]); b != nil {
				all[h.group] = b
			}
		}
	}
	r.placed(all, headers[0])
	return all
}

// placed completes blocks without a heading: the writer first, so that the addressee is
// somebody else.
func (r *reading) placed(all map[int]*block, headers []header) {
	for g, group := range r.plan.groups {
		if all[g] == nil && group.issuer {
			if b := r.letterhead(group, headers, all); b != nil {
				all[g] = b
				b.apart = r.below(b)
			}
		}
	}
	for g, group := range r.plan.groups {
		if all[g] == nil && group.recipient {
			if b := r.addressee(headers, all); b != nil {
				all[g] = b
			}
		}
	}
}

// blockLines is the longest block.
const blockLines = 7

// firstGap is how far below its heading a block may begin, in lines.
const firstGap = 3

// blockUnder reads the lines below a heading, beginning with what follows it on its own row.
func (r *reading) blockUnder(n int, h header, headers []header) *block {
	s := r.sheets[n]
	b := &block{sheet: n, strength: 0.85, headed: true}
	left := h.x0
	if seg := s.segs[s.segOf[h.span.to-1]]; h.span.to < seg.to {
		b.lines = append(b.lines, span{h.span.to, seg.to})
	}
	bottom := s.tokens[h.span.from].y1
	for row := h.row + 1; row < len(s.rows) && len(b.lines) < blockLines; row++ {
		seg, ok := s.segmentAt(row, left)
		if !ok {
			continue
		}
		first := &s.tokens[seg.from]
		gap := 1.8
		if len(b.lines) == 0 {
			gap = firstGap
		}
		if first.y0-bottom > gap*s.line || isHeading(headers, seg) {
			break
		}
		bottom = first.y1
		b.lines = append(b.lines, seg)
	}
	return r.trimmed(b)
}

// segmentAt returns the segment of a row that begins at about x.
func (s *sheet) segmentAt(row int, x float64) (span, bool) {
	for i := s.rows[row].from; i < s.rows[row].to; {
		seg := s.segs[s.segOf[i]]
		if math.Abs(s.tokens[seg.from].x0-x) < 2.5*s.line {
			return seg, true
		}
		i = seg.to
	}
	return span{}, false
}

func isHeading(headers []header, seg span) bool {
	for _, h := range headers {
		if h.span.from == seg.from {
			return true
		}
	}
	return false
}

// trimmed drops leading lines that cannot be a name; nil when nothing is left.
func (r *reading) trimmed(b *block) *block {
	s := r.sheets[b.sheet]
	for len(b.lines) > 0 {
		text, next := s.text(b.lines[0]), b.lines[0].to
		labelled := next < len(s.tokens) && strings.HasPrefix(s.tokens[next].text, ":") && s.rowOf[next] == s.rowOf[b.lines[0].from]
		if plausibleName(text) && !strings.Contains(text, ":") && !labelled && !isLabelLine(s, b.lines[0]) && !onlyTitles(s, b.lines[0]) {
			return b
		}
		if isStreet(text) || isPlace(text) {
			return nil // an address without a name
		}
		b.lines = b.lines[1:]
	}
	return nil
}

// titles stand above or before the name of a person or company in an address.
var titles = wordSet(`herr herrn frau fraulein familie eheleute firma fa an die den der the to mr mrs ms miss messrs sir madam mme madame m
	monsieur mlle mademoiselle messieurs societe senor senora sr sra don dona signor signora sig sigra spett spettle ditta egregio gentile
	dhr heer mevr mevrouw de aan exmo exma senhor senhora pan pani panstwo szanowny szanowna sz`)

// onlyTitles reports whether a line of an address says how somebody is addressed, and not who.
func onlyTitles(s *sheet, line span) bool {
	for i := line.from; i < line.to; i++ {
		if fold := s.tokens[i].fold; fold != "" && !titles[fold] {
			return false
		}
	}
	return true
}

// option reads a field of the party off its block.
func (b *block) option(r *reading, f *field) (option, bool) {
	s := r.sheets[b.sheet]
	o := option{sheet: b.sheet, strength: b.strength, proven: b.proven, places: 1}
	switch f.kind {
	case kindName:
		o.span = r.withoutSmudges(b.sheet, b.lines[0])
		text := s.text(o.span)
		if b.goesOn && len(b.lines) > 1 {
			o.more = b.lines[1:2]
			text += " " + s.text(b.lines[1])
		}
		if o.value = cleanName(text); b.slip {
			o.value, o.misread = mendForm(o.value)
		}
		return o, o.value != ""
	case kindAddress:
		return b.address(s, o)
	case kindVATID:
		for _, c := range r.found[b.sheet][kindVATID] {
			if f.party != "" && !r.byIssuer(f) && f.node.Name == "vat_id" && slices.ContainsFunc(b.lines, func(l span) bool { return l.from <= c.span.from && c.span.to <= l.to }) {
				o.value, o.span, o.strength = c.value, c.span, 0.9
				return o, true
			}
		}
	case kindPhone, kindEmail:
		for _, c := range r.found[b.sheet][f.kind] {
			if slices.Contains(b.lines, c.span) || slices.Contains(b.contacts, c.span) {
				o.value, o.span, o.exact = c.value, c.span, c.exact
				return o, true
			}
		}
	}
	return o, false
}

// withoutSmudges takes off what recognition made of a logo beside a name: one or two letters at
// either end that are hardly legible, or that stand before the name as its e-mail address has it.
func (r *reading) withoutSmudges(n int, sp span) span {
	s := r.sheets[n]
	if at, ok := s.domainAt(sp); ok && s.tokens[sp.from].ocr && len(s.fold(span{sp.from, at})) <= 2 {
		sp.from = at
	}
	smudge := func(i int) bool {
		t := &s.tokens[i]
		return t.ocr && len(t.fold) <= 2 && t.confidence < 0.6
	}
	for sp.to-sp.from > 2 && smudge(sp.from) {
		sp.from++
	}
	for sp.to-sp.from > 2 && smudge(sp.to-1) {
		sp.to--
	}
	return sp
}

// postalLines returns the lines of an address down to the one with the postcode, and on where a
// comma says that it goes on. Numbers of registers stand before it.
func postalLines(s *sheet, lines []span) []span {
	var kept []span
	placed := false
	for _, line := range lines {
		ok, code := isAddressLine(s, line), hasPostcode(s, line)
		switch goesOn := placed && ends(s.tokens[kept[len(kept)-1].to-1].text, ','); {
		case placed && !(ok && code) && !(ok && goesOn && !s.hasDigit(line) && !labelLike(s, line)):
			return kept
		case !ok, len(kept) == 0 && line.to-line.from == 1 && s.hasDigit(line):
			continue
		}
		kept, placed = append(kept, line), placed || code
	}
	if !placed {
		return nil
	}
	return kept
}

// address joins the lines under the name that are postal.
func (b *block) address(s *sheet, o option) (option, bool) {
	from := 1
	if b.goesOn {
		from = 2
	}
	lines := b.lines[min(from, len(b.lines)):]
	if !b.slip {
		lines = postalLines(s, lines)
	}
	if len(lines) == 0 {
		return o, false
	}
	var parts []string
	for _, line := range lines {
		parts = append(parts, strings.Trim(s.text(line), " ,.|"))
	}
	o.span, o.more = lines[0], lines[1:]
	o.value = strings.Join(parts, ", ")
	o.strength *= 0.9
	return o, true
}
