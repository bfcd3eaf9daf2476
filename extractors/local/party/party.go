// Package party reads persons and companies: who wrote a document, to whom, and their addresses.
//
// A party prints as a block of lines. [Read] finds one block for each group of the schema: under its
// heading ("Bill to"), else by where letters and slips place sender and addressee (letterhead.go). The
// name is the first line that can be one (company.go); the address is read off the lines below it
// (address.go). Values that labels point at are kept where they lie in the party's block.
//
// Who gave a slip stands in its head, which is told apart line by line: an address by its form
// (postal.go), numbers of registers and telephones by theirs (headkind.go), and the name by what is
// left (slipname.go).
package party

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A header is the heading of a party's block on a sheet; group is -1 for other blocks.
type header struct {
	group int
	span  layout.Span
	row   int
	x0    float64
}

// headersOf finds the headings on a sheet. They begin a segment and explain it.
func headersOf(r *evidence.Reading, n int) []header {
	s := r.Sheets[n]
	seen := map[int]bool{}
	var all []header
	take := func(hits []plan.Hit) {
		for _, h := range hits {
			first, weight := s.LabelStart(s.Segs[s.SegOf[h.Span.From]]), h.Weight
			if head := plan.HeadStart(s, s.Segs[s.SegOf[h.Span.From]]); s.Cells() && head > first && head == h.Span.From && plan.HeadEnd(s, s.Segs[s.SegOf[head]]) == h.Span.To {
				first, weight = head, h.Said // "Details of the customer"
			}
			if weight >= 0.7 && h.Span.From == first && !seen[first] && stands(s, h.Span) && !r.Skip[n][s.RowOf[first]] {
				seen[first] = true
				all = append(all, header{h.Field, h.Span, s.RowOf[first], s.Tokens[first].X0})
			}
		}
	}
	for _, g := range r.Plan.Groups {
		take(g.Headers.FindHits(s, r.Languages))
	}
	take(plan.OtherHeaders.FindHits(s, r.Languages))
	return all
}

// stands reports whether a heading is one: it ends its segment or a colon ends it, or a name with
// a capital follows.
func stands(s *layout.Sheet, sp layout.Span) bool {
	if sp.To == s.Segs[s.SegOf[sp.To-1]].To || layout.Ends(s.Tokens[sp.To-1].Text, ':') {
		return true
	}
	next := s.Tokens[sp.To].Text
	return next[0] == ':' || next != strings.ToLower(next) || remarks(s, sp.To)
}

// ownerRows is how far below its heading a block may reach, in rows.
const ownerRows = 12

// owner returns the group in whose block a token lies: that of the nearest heading above it or
// to its left in the same column. It reports false when no heading is near.
func owner(s *layout.Sheet, headers []header, i int) (group int, ok bool) {
	best := header{row: -1}
	for _, h := range headers {
		down := s.RowOf[i] - h.row
		if down < 0 || down > ownerRows || h.x0 > s.Tokens[i].X0+2*s.Line || besides(s, h, i) {
			continue
		}
		if h.row > best.row || h.row == best.row && h.x0 > best.x0 {
			best = h
		}
	}
	return best.group, best.row >= 0
}

// columnWidth is the width, in parts of the page, that a block takes at most.
const columnWidth = 0.35

// besides reports whether a token stands in another column than a heading: far to the right of
// it, in a row that has no label below the heading.
func besides(s *layout.Sheet, h header, i int) bool {
	if s.RowOf[i] == h.row || s.Tokens[s.Segs[s.SegOf[i]].From].X0-h.x0 < columnWidth*s.Width {
		return false
	}
	seg, below := s.SegmentAt(s.RowOf[i], h.x0)
	return !below || !layout.Ends(s.Tokens[seg.To-1].Text, ':') && !plan.LabelLike(s, seg)
}

// Read claims the fields of persons and companies, and the parts of their addresses.
func Read(r *evidence.Reading) (claims map[int]extractors.Claim, addresses []extractors.Claim) {
	claims = map[int]extractors.Claim{}
	if len(r.Plan.Groups) == 0 {
		return claims, nil
	}
	headers := make([][]header, len(r.Sheets))
	for n := range r.Sheets {
		headers[n] = headersOf(r, n)
	}
	blocks := blocks(r, headers)
	addresses = readAddresses(r, blocks, headers)
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		for g, group := range r.Plan.Groups {
			if f.Party != group.Node.Pointer {
				continue
			}
			r.Options[i] = owned(r, i, headers, blocks, g)
			if c, ok := fromBlock(r, blocks[g], i); ok {
				claims[i] = c
			}
		}
	}
	return claims, addresses
}

// readAddresses reads the address of each party whose schema has its parts. A name above an
// address is surer than one alone.
func readAddresses(r *evidence.Reading, blocks map[int]*block, headers [][]header) []extractors.Claim {
	var claims []extractors.Claim
	for g, group := range r.Plan.Groups {
		n := group.Node.Property("address")
		if blocks[g] == nil {
			continue
		}
		a, ok := addressOf(r, blocks[g], group, blocks, headers[0])
		if !ok {
			continue
		}
		if certain(r, blocks[g], group, blocks) {
			blocks[g].strength = max(blocks[g].strength, 0.92)
		}
		if n != nil && len(n.Properties) > 0 {
			claims = append(claims, addressClaims(r, n, a)...)
		}
	}
	return claims
}

// certain reports whether the name of a block that holds an address is beyond doubt: it stands
// below a heading, in or under the line of the sender, or has a legal form and comes again.
func certain(r *evidence.Reading, b *block, g *plan.Group, blocks map[int]*block) bool {
	switch {
	case b.headed || b.sender:
		return true
	case g.Issuer:
		s := r.Sheets[b.sheet]
		return hasCompanyForm(s, b.lines[0]) && repeated(s, s.Text(b.lines[0]), b.lines[0])
	}
	for i, other := range r.Plan.Groups {
		if other.Issuer && blocks[i] != nil && blocks[i].sender {
			return true
		}
	}
	return false
}

// fromBlock claims field i from its party's block, unless a label says it better.
func fromBlock(r *evidence.Reading, b *block, i int) (extractors.Claim, bool) {
	if b == nil {
		return extractors.Claim{}, false
	}
	f := &r.Plan.Fields[i]
	o, ok := b.option(r, f)
	if ok && saysLabels(r, o) {
		return extractors.Claim{}, false
	}
	if !ok || len(r.Options[i]) > 0 && r.Options[i][0].Value != o.Value && r.Options[i][0].Strength > 0.75*o.Strength {
		return extractors.Claim{}, false
	}
	if len(r.Options[i]) > 0 && r.Options[i][0].Value == o.Value {
		o.Strength = max(o.Strength, r.Options[i][0].Strength)
	}
	return r.ClaimOf(plan.FirstRow(f.Node.Pointer), o, nil), true
}

// saysLabels reports whether the lines of a block are labels or headings of a form, and no name.
func saysLabels(r *evidence.Reading, o evidence.Option) bool {
	s := r.Sheets[o.Sheet]
	return s.Captions != nil && slices.ContainsFunc(append([]layout.Span{o.Span}, o.More...), func(line layout.Span) bool {
		return s.Captions[s.SegOf[line.From]] != layout.NoCaption || s.IsHeadline(s.RowOf[line.From])
	})
}

// clearly is the strength from which on a label tells by itself whose a value is.
const clearly = 0.85

// owned keeps the options of field i that lie in the group's block, or in nobody's when the group
// is the one who wrote the document. What only one party has needs no block.
func owned(r *evidence.Reading, i int, headers [][]header, blocks map[int]*block, g int) []evidence.Option {
	var kept []evidence.Option
	for _, o := range r.Options[i] {
		who, ok := owner(r.Sheets[o.Sheet], headers[o.Sheet], o.Span.From)
		if in, inside := blockAt(r, blocks, o); inside && (!ok || who < 0) {
			who, ok = in, true
		}
		switch {
		case ok && who == g, r.Plan.Fields[i].Alone(r.Languages):
			kept = append(kept, o)
		case r.Plan.Groups[g].Plain && (!ok || who < 0 || !r.Plan.Groups[g].Issuer && !r.Plan.Groups[g].Recipient):
			kept = append(kept, o)
		case (!ok || who < 0) && r.Plan.Groups[g].Issuer:
			if o.Strength < clearly {
				o.Strength *= 0.9
			}
			kept = append(kept, o)
		}
	}
	evidence.SortOptions(kept)
	return kept
}
