package local

import (
	"math"
	"strings"

	"docpipe/extractors"
)

// A block is the lines that name and place a person or company.
type block struct {
	sheet    int
	lines    []span
	strength float64
	proven   string
	goesOn   bool // the second line belongs to the name
}

// blocks finds one block for each party: under its heading, else by where letters and receipts
// place sender and addressee.
func (r *reading) blocks(headers [][]header) map[int]*block {
	all := map[int]*block{}
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
			if b := r.letterhead(headers, all); b != nil {
				all[g] = b
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

// blockUnder reads the lines below a heading, beginning with what follows it on its own row.
func (r *reading) blockUnder(n int, h header, headers []header) *block {
	s := r.sheets[n]
	b := &block{sheet: n, strength: 0.85}
	left := h.x0
	if seg := s.segs[s.segOf[h.span.to-1]]; h.span.to < seg.to {
		b.lines = append(b.lines, span{h.span.to, seg.to})
	}
	bottom := s.tokens[h.span.from].y1
	for row := h.row + 1; row < len(s.rows) && len(b.lines) < blockLines; row++ {
		seg, ok := segmentAt(s, row, left)
		if !ok {
			continue
		}
		first := &s.tokens[seg.from]
		if first.y0-bottom > 1.8*s.line || isHeading(headers, seg) {
			break
		}
		bottom = first.y1
		b.lines = append(b.lines, seg)
	}
	return r.trimmed(b)
}

// segmentAt returns the segment of a row that begins at about x.
func segmentAt(s *sheet, row int, x float64) (span, bool) {
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
		if plausibleName(text) && !strings.Contains(text, ":") && !labelled && !labelLike(s, b.lines[0]) {
			return b
		}
		b.lines = b.lines[1:]
	}
	return nil
}

// option reads a field of the party off its block.
func (b *block) option(r *reading, f *field) (option, bool) {
	s := r.sheets[b.sheet]
	o := option{sheet: b.sheet, strength: b.strength, proven: b.proven, places: 1}
	switch f.kind {
	case kindName:
		o.span = b.lines[0]
		text := s.text(o.span)
		if b.goesOn && len(b.lines) > 1 {
			o.more = b.lines[1:2]
			text += " " + s.text(b.lines[1])
		}
		o.value = cleanName(text)
		return o, o.value != ""
	case kindAddress:
		return b.address(s, o)
	}
	return o, false
}

// address joins the lines under the name down to the one with the postcode.
func (b *block) address(s *sheet, o option) (option, bool) {
	var lines []span
	last := 0
	for _, line := range b.lines[1:] {
		if isAddressLine(s, line) {
			lines = append(lines, line)
		}
		if hasPostcode(s, line) {
			last = len(lines)
		}
	}
	if last == 0 {
		return o, false
	}
	var parts []string
	for _, line := range lines[:last] {
		parts = append(parts, strings.Trim(s.text(line), " ,.|"))
	}
	o.span, o.more = lines[0], lines[1:last]
	o.value = strings.Join(parts, ", ")
	o.strength *= 0.9
	return o, true
}

// isAddressLine refuses what stands among the lines of an address without being part of it:
// register numbers, telephone numbers, labelled values.
func isAddressLine(s *sheet, line span) bool {
	text := s.text(line)
	if strings.ContainsAny(text, ":@") || strings.HasPrefix(text, "(") || len(text) < 4 {
		return false
	}
	first := s.tokens[line.from].fold
	return !notAddress[first]
}

var notAddress = wordSet("tel telephone phone fax gst vat reg co roc email mail www ust ustid tva siret iban company registration attn")

// hasPostcode reports whether a line holds a number like a postcode beside a name of a place.
func hasPostcode(s *sheet, line span) bool {
	letters, code := 0, false
	for i := line.from; i < line.to; i++ {
		text := strings.Trim(s.tokens[i].text, ",.;()")
		_, after, ok := strings.Cut(text, "-")
		if ok && len(text)-len(after) <= 3 {
			text = after
		}
		switch {
		case isNumber(text) && len(text) >= 4 && len(text) <= 6:
			code = true
		case s.tokens[i].letter:
			letters += len(s.tokens[i].fold)
		}
	}
	return code && letters > 2
}

// cleanName takes the marks off a printed name.
func cleanName(text string) string {
	if name, rest, ok := strings.Cut(text, " ("); ok && strings.ContainsAny(rest, "0123456789") {
		text = name // a register number
	}
	text = strings.Trim(text, " :;,|•●-–*\"'")
	if plausibleName(text) {
		return text
	}
	return ""
}

// forms of companies, folded, in the countries of the shipped labels.
var companyForms = func() map[string]bool {
	set := map[string]bool{}
	for form := range strings.FieldsSeq(`gmbh ag kg ohg gbr ug ev eg ltd limited inc llc llp plc corp corporation co sa sas sarl
		eurl sasu snc sl slu sau spa srl srls bv nv vof lda sgps sp zoo spzoo bhd sdn pty pvt pte oy ab as aps kft sro`) {
		set[form] = true
	}
	return set
}()

// hasCompanyForm reports whether a line names a company by its legal form.
func hasCompanyForm(s *sheet, line span) bool {
	for i := line.from + 1; i < line.to; i++ {
		t := &s.tokens[i]
		if companyForms[t.fold] && t.text != strings.ToLower(t.text) && !t.digit && t.confidence > 0.5 {
			return !onlyForm(s, line)
		}
	}
	return false
}

// same text as another line of the document proves that a name is more than chance.
func repeated(s *sheet, name string, except span) bool {
	want := extractors.Fold(name)
	for _, seg := range s.segs {
		if seg != except && seg.from != except.from && strings.Contains(foldOf(s, seg), want) {
			return true
		}
	}
	return false
}

func foldOf(s *sheet, sp span) string {
	var b strings.Builder
	for i := sp.from; i < sp.to; i++ {
		b.WriteString(s.tokens[i].fold)
	}
	return b.String()
}
