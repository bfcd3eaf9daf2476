package party

import (
	"slices"
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A block is the lines that name and place a person or company.
type block struct {
	sheet    int
	lines    []layout.Span
	apart    []layout.Span // its address, where that stands apart from the name
	strength float64
	proven   string
	told     string        // what tells whose it is where no heading does
	guess    bool          // it may be anybody's
	goesOn   bool          // the second line belongs to the name
	headed   bool          // below its heading
	sender   bool          // the line of the sender above the window of an envelope
	slip     bool          // the head of a slip: the lines below the name are its address
	contacts []layout.Span // of a slip: telephone, e-mail, web
}

// blocks finds one block for each party: under its heading, else by where letters and receipts
// place sender and addressee.
func blocks(r *evidence.Reading, headers [][]header) map[int]*block {
	all := map[int]*block{}
	for g, group := range r.Plan.Groups {
		if b := slipGiver(r, group); b != nil {
			all[g] = b
		}
	}
	for n := range r.Sheets {
		for _, h := range headers[n] {
			if h.group < 0 || all[h.group] != nil {
				continue
			}
			if b := blockUnder(r, n, h, headers[n]); b != nil {
				all[h.group] = b
			}
		}
	}
	complete(r, all, headers[0])
	return all
}

// complete adds blocks without a heading: the writer first, so that the addressee is
// somebody else.
func complete(r *evidence.Reading, all map[int]*block, headers []header) {
	for g, group := range r.Plan.Groups {
		if all[g] == nil && group.Issuer {
			if b := letterhead(r, group, headers, all); b != nil {
				b.lines = ownLines(r, b, headers, all)
				b.apart = below(r, b, g, headers, all)
				all[g] = b
			}
		}
	}
	for g, group := range r.Plan.Groups {
		if all[g] == nil && (group.Recipient || onlyOther(r, g)) {
			if b := addressee(r, headers, all); b != nil {
				b.guess = !group.Recipient
				all[g] = b
			}
		}
	}
}

// ownLines are the lines of the writer's block down to where that of another party begins.
func ownLines(r *evidence.Reading, b *block, headers []header, taken map[int]*block) []layout.Span {
	if b.sheet != 0 || b.slip {
		return b.lines
	}
	for i, line := range b.lines {
		if i > 0 && (isHeading(headers, line) || inBlocks(r, taken, line)) {
			return b.lines[:i]
		}
	}
	return b.lines
}

// onlyOther reports whether a group is the only one of its schema, and not who writes: a letter to one
// person is about that person, whatever the schema calls him.
func onlyOther(r *evidence.Reading, g int) bool {
	return len(r.Plan.Groups) == 1 && r.Plan.Groups[g].Plain && !r.Plan.Groups[g].Issuer
}

// blockLines is the longest block.
const blockLines = 7

// firstGap is how far below its heading a block may begin, in lines.
const firstGap = 3

// blockUnder reads the lines below a heading, beginning with what follows it on its own row.
func blockUnder(r *evidence.Reading, n int, h header, headers []header) *block {
	s := r.Sheets[n]
	b := &block{sheet: n, strength: 0.85, headed: true}
	left := h.x0
	if seg := s.Segs[s.SegOf[h.span.To-1]]; h.span.To < seg.To && !remarks(s, h.span.To) {
		b.lines = append(b.lines, layout.Span{From: h.span.To, To: seg.To})
	}
	bottom := s.Tokens[h.span.From].Y1
	for row := h.row + 1; row < len(s.Rows) && len(b.lines) < blockLines; row++ {
		seg, ok := s.SegmentAt(row, left)
		if !ok {
			continue
		}
		first := &s.Tokens[seg.From]
		gap := 1.8
		if len(b.lines) == 0 {
			gap = firstGap
		}
		if first.Y0-bottom > gap*s.Line || isHeading(headers, seg) {
			break
		}
		bottom = first.Y1
		b.lines = append(b.lines, seg)
	}
	return trimmed(r, b)
}

// remarks reports whether what follows a heading of a form is part of it: "Shipper / Exporter",
// "Consignee (name, address)".
func remarks(s *layout.Sheet, i int) bool {
	return s.Cells() && (s.Tokens[i].Text == "/" || strings.HasPrefix(s.Tokens[i].Text, "("))
}

func isHeading(headers []header, seg layout.Span) bool {
	for _, h := range headers {
		if h.span.From == seg.From {
			return true
		}
	}
	return false
}

// trimmed drops leading lines that cannot be a name; nil when nothing is left.
func trimmed(r *evidence.Reading, b *block) *block {
	s := r.Sheets[b.sheet]
	for len(b.lines) > 0 {
		text, next := s.Text(b.lines[0]), b.lines[0].To
		labelled := next < len(s.Tokens) && strings.HasPrefix(s.Tokens[next].Text, ":") && s.RowOf[next] == s.RowOf[b.lines[0].From]
		if evidence.PlausibleName(text) && !strings.Contains(text, ":") && !labelled && !isLabelLine(s, b.lines[0]) && !onlyTitles(s, b.lines[0]) {
			return b
		}
		if evidence.IsStreet(text) || evidence.IsPlace(text) {
			return nil // an address without a name
		}
		b.lines = b.lines[1:]
	}
	return nil
}

// titles stand above or before the name of a person or company in an address.
var titles = layout.WordSet(`herr herrn frau fraulein familie eheleute firma fa an die den der the to mr mrs ms miss messrs sir madam mme madame m
	monsieur mlle mademoiselle messieurs societe senor senora sr sra don dona signor signora sig sigra spett spettle ditta egregio gentile
	dhr heer mevr mevrouw de aan exmo exma senhor senhora pan pani panstwo szanowny szanowna sz`)

// onlyTitles reports whether a line of an address says how somebody is addressed, and not who.
func onlyTitles(s *layout.Sheet, line layout.Span) bool {
	for i := line.From; i < line.To; i++ {
		if fold := s.Tokens[i].Fold; fold != "" && !titles[fold] {
			return false
		}
	}
	return true
}

// option reads a field of the party off its block.
func (b *block) option(r *evidence.Reading, f *plan.Field) (evidence.Option, bool) {
	s := r.Sheets[b.sheet]
	o := evidence.Option{Sheet: b.sheet, Strength: b.strength, Proven: b.proven, Places: 1, Told: b.told, Guess: b.guess}
	switch f.Kind {
	case plan.Name:
		o.Span = withoutSmudges(r, b.sheet, b.lines[0])
		text := s.Text(o.Span)
		if b.goesOn && len(b.lines) > 1 {
			o.More = b.lines[1:2]
			text += " " + s.Text(b.lines[1])
		}
		if o.Value = cleanName(text); b.slip {
			o.Value, o.Misread = mendForm(o.Value)
		}
		return o, o.Value != ""
	case plan.Address:
		return b.address(s, o)
	case plan.Text, plan.Ident:
		return b.part(r, f, o)
	case plan.VATID:
		for _, c := range r.Found[b.sheet][plan.VATID] {
			if f.Party != "" && !r.ByIssuer(f) && f.Node.Name == "vat_id" && slices.ContainsFunc(b.lines, func(l layout.Span) bool { return l.From <= c.Span.From && c.Span.To <= l.To }) {
				o.Value, o.Span, o.Strength = c.Value, c.Span, 0.9
				return o, true
			}
		}
	case plan.Phone, plan.Email:
		for _, c := range r.Found[b.sheet][f.Kind] {
			if slices.Contains(b.lines, c.Span) || slices.Contains(b.contacts, c.Span) {
				o.Value, o.Span, o.Exact = c.Value, c.Span, c.Exact
				return o, true
			}
		}
	}
	return o, false
}

// withoutSmudges takes off what recognition made of a logo beside a name: one or two letters at
// either end that are hardly legible, or that stand before the name as its e-mail address has it.
func withoutSmudges(r *evidence.Reading, n int, sp layout.Span) layout.Span {
	s := r.Sheets[n]
	if at, ok := s.DomainAt(sp); ok && s.Tokens[sp.From].OCR && len(s.Fold(layout.Span{From: sp.From, To: at})) <= 2 {
		sp.From = at
	}
	smudge := func(i int) bool {
		t := &s.Tokens[i]
		return t.OCR && len(t.Fold) <= 2 && t.Confidence < 0.6
	}
	for sp.To-sp.From > 2 && smudge(sp.From) {
		sp.From++
	}
	for sp.To-sp.From > 2 && smudge(sp.To-1) {
		sp.To--
	}
	return sp
}

// postalLines returns the lines of an address down to the one with the postcode, and on where a
// comma says that it goes on. Numbers of registers stand before it.
func postalLines(s *layout.Sheet, lines []layout.Span) []layout.Span {
	var kept []layout.Span
	done := false
	for _, line := range lines {
		ok, code := isAddressLine(s, line), placed(s, line)
		switch goesOn := done && layout.Ends(s.Tokens[kept[len(kept)-1].To-1].Text, ','); {
		case done && !(ok && code) && !(ok && goesOn && !s.HasDigit(line) && !plan.LabelLike(s, line)):
			return kept
		case !ok, len(kept) == 0 && line.To-line.From == 1 && s.HasDigit(line):
			continue
		}
		kept, done = append(kept, line), done || code
	}
	if !done {
		return nil
	}
	return kept
}

// address joins the lines under the name that are postal.
func (b *block) address(s *layout.Sheet, o evidence.Option) (evidence.Option, bool) {
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
		parts = append(parts, strings.Trim(s.Text(line), " ,.|"))
	}
	o.Span, o.More = lines[0], lines[1:]
	o.Value = strings.Join(parts, ", ")
	o.Strength *= 0.9
	return o, true
}
