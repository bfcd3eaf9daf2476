package party

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/schemas"
)

// An address is the parts of a postal address where they stand on a sheet. Spans without
// tokens were not printed.
type address struct {
	sheet                            int
	lines                            []layout.Span
	city, region, postcode, location layout.Span // location is the country
	code                             string      // the postal code, where print says it with a misread letter
	strength                         float64
}

// addressIn reads the address in the lines of a block: what follows the name, down to the
// postcode and the country behind it.
func addressIn(s *layout.Sheet, n int, lines []layout.Span) (address, bool) {
	a := address{sheet: n}
	parts := splitParts(s, lines)
	for i, part := range parts {
		place, ok := extractors.ReadPlace(s.Words(part))
		if code, alone := extractors.ReadPostcode(s.Words(part)); alone && len(a.lines) > 1 {
			a.endsWith(part, code, s.Text(part))
			a.locate(s, parts[i+1:], layout.Span{})
			return a, true
		}
		if !ok {
			if isAddressLine(s, part) && len(a.lines) < 4 {
				a.lines = append(a.lines, part)
			}
			continue
		}
		at := func(p [2]int) layout.Span { return layout.Span{From: part.From + p[0], To: part.From + p[1]} }
		a.city, a.region, a.postcode, a.code = at(place.City), at(place.Region), at(place.Postcode), place.Code
		if street := at(place.Street); street.From < street.To {
			a.lines = append(a.lines, street)
		}
		a.locate(s, parts[i+1:], at(place.Country))
		return a, len(a.lines) > 0
	}
	return address{}, false
}

// endsWith takes a postal code on a line of its own; its city is the line above.
func (a *address) endsWith(line layout.Span, code, printed string) {
	a.city, a.lines = a.lines[len(a.lines)-1], a.lines[:len(a.lines)-1]
	a.postcode = line
	if code != printed {
		a.code = code
	}
}

// locate takes the country, which stands behind the place or on the line below it.
func (a *address) locate(s *layout.Sheet, below []layout.Span, behind layout.Span) {
	switch {
	case behind.From < behind.To:
		a.location = behind
	case len(below) > 0 && extractors.Country(s.Text(below[0])) != "":
		a.location = below[0]
	}
}

// splitParts cuts lines at the marks that print uses instead of a new line.
func splitParts(s *layout.Sheet, lines []layout.Span) []layout.Span {
	var parts []layout.Span
	for _, line := range lines {
		from := line.From
		for i := line.From; i <= line.To; i++ {
			if i < line.To && !layout.IsSeparator(s.Tokens[i].Text) {
				continue
			}
			if from < i {
				parts = append(parts, layout.Span{From: from, To: i})
			}
			from = i + 1
		}
	}
	return parts
}

// addressOf reads a party's address off its block; the writer's may also stand apart from the
// name, in the head or the foot of the page.
func addressOf(r *evidence.Reading, b *block, g *plan.Group, blocks map[int]*block, headers []header) (address, bool) {
	s := r.Sheets[b.sheet]
	if len(b.lines) > 1 {
		if a, ok := addressIn(s, b.sheet, b.lines[1:]); ok {
			a.strength = 0.95
			if g.Issuer && !b.headed && !b.sender {
				a.startAtNumber(s)
				a.strength = min(0.93, b.strength+0.2)
			}
			return a, len(a.lines) > 0
		}
	}
	if !g.Issuer {
		return address{}, false
	}
	a, ok := addressIn(s, b.sheet, b.apart)
	if !ok {
		a, ok = looseAddress(r, blocks, headers)
	}
	a.startAtNumber(r.Sheets[a.sheet])
	a.strength = min(0.91, b.strength+0.2)
	return a, ok
}

// farBelow is how far below a name its address may stand, in lines.
const farBelow = 5

// below returns the lines of an address that begins at the left edge of a name, a little below
// it: where the name of the writer stands in large print. One in the block of somebody else is not his.
func below(r *evidence.Reading, b *block, g int, headers []header, taken map[int]*block) []layout.Span {
	s := r.Sheets[b.sheet]
	if _, ok := addressIn(s, b.sheet, b.lines[1:]); ok || b.sheet != 0 {
		return nil
	}
	x0, _, _, y1 := s.Bounds(b.lines[0])
	for row := s.RowOf[b.lines[0].From] + 1; row < len(s.Rows) && s.Tokens[s.Rows[row].From].Y0-y1 < farBelow*s.Line; row++ {
		seg, ok := s.SegmentAt(row, x0)
		if !ok {
			continue
		}
		if who, ok := owner(s, headers, seg.From); ok && who >= 0 && who != g || inBlocks(r, taken, seg) {
			return nil
		}
		if _, ok := extractors.ReadPlace(s.Words(seg)); ok {
			return stackAround(r, seg, map[int]*block{0: {lines: b.lines[:1]}})
		}
	}
	return nil
}

// startAtNumber drops the lines before the first with a number: mottos stand below names.
func (a *address) startAtNumber(s *layout.Sheet) {
	for len(a.lines) > 1 && !s.HasDigit(a.lines[0]) {
		a.lines = a.lines[1:]
	}
}

// head and foot of the first page, in parts of its height, where writers put their address.
const (
	headOfPage = 0.3
	footOfPage = 0.82
)

// looseAddress finds an address in the head or foot of the first page that is nobody else's.
func looseAddress(r *evidence.Reading, blocks map[int]*block, headers []header) (address, bool) {
	s := r.Sheets[0]
	for _, seg := range s.Segs {
		y := s.Tokens[seg.From].Y0 / s.Height
		if y > headOfPage && y < footOfPage || inBlocks(r, blocks, seg) {
			continue
		}
		if _, ok := extractors.ReadPlace(s.Words(seg)); !ok {
			continue
		}
		if _, owned := owner(s, headers, seg.From); owned && y <= headOfPage {
			continue
		}
		lines := stackAround(r, seg, blocks)
		if a, ok := addressIn(s, 0, lines); ok {
			return a, true
		}
	}
	return address{}, false
}

// stackAround returns the lines right above a segment and the one below, of one left edge, one
// right edge or one middle.
func stackAround(r *evidence.Reading, seg layout.Span, blocks map[int]*block) []layout.Span {
	s := r.Sheets[0]
	lines, row := []layout.Span{seg}, s.RowOf[seg.From]
	edge := seg
	for up := row - 1; up >= 0 && len(lines) < 4; up-- {
		next, ok := stacked(s, edge, up)
		if !ok {
			if s.Tokens[edge.From].Y0-s.Tokens[s.Rows[up].From].Y1 > 1.2*s.Line {
				break
			}
			continue
		}
		if inBlocks(r, blocks, next) || plan.LabelLike(s, next) {
			break
		}
		lines, edge = append([]layout.Span{next}, lines...), next
	}
	for down := row + 1; down < min(row+3, len(s.Rows)); down++ {
		if next, ok := stacked(s, seg, down); ok {
			return append(lines, next)
		}
	}
	return lines
}

// stacked returns the segment of a row that stands close to another and in line with it.
func stacked(s *layout.Sheet, seg layout.Span, row int) (layout.Span, bool) {
	x0, y0, x1, y1 := s.Bounds(seg)
	for i := s.Rows[row].From; i < s.Rows[row].To; {
		next := s.Segs[s.SegOf[i]]
		a0, b0, a1, b1 := s.Bounds(next)
		gap := math.Max(y0-b1, b0-y1)
		inLine := math.Abs(a0-x0) < s.Line || math.Abs(a1-x1) < s.Line || math.Abs(a0+a1-x0-x1) < s.Line
		if gap < 1.2*s.Line && inLine {
			return next, true
		}
		i = next.To
	}
	return layout.Span{}, false
}

// addressClaims states the parts that the schema asks for.
func addressClaims(r *evidence.Reading, n *schemas.Node, a address) []extractors.Claim {
	var claims []extractors.Claim
	s := r.Sheets[a.sheet]
	misread := ""
	state := func(name, value string, sp layout.Span) {
		o := evidence.Option{Value: strings.Trim(value, " ,;|"), Sheet: a.sheet, Span: sp, Strength: a.strength, Places: 1, Misread: misread}
		if sp.From >= sp.To || o.Value == "" {
			return
		}
		c := r.ClaimOf(plan.FirstRow(n.Pointer)+"/"+name, o, nil)
		if misread == "" {
			c.Reason = "in the address of its party"
		}
		claims = append(claims, c)
	}
	for _, p := range n.Properties {
		switch {
		case p.Name == "lines" && p.IsList():
			for i, line := range a.lines {
				state("lines/"+strconv.Itoa(i), s.Text(line), line)
			}
		case p.Name == "city" || p.Name == "town":
			state(p.Name, s.Text(a.city), a.city)
		case p.Name == "postcode" || p.Name == "zip" || p.Name == "postal_code":
			if a.code != "" {
				misread = "its letters and digits stand so in codes of its country"
			}
			state(p.Name, cmp.Or(a.code, s.Text(a.postcode)), a.postcode)
			misread = ""
		case p.Name == "region" || p.Name == "state":
			state(p.Name, strings.Trim(s.Text(a.region), "(),"), a.region)
		case p.Name == "country":
			state(p.Name, extractors.Country(s.Text(a.location)), a.location)
		case p.Name == "street" && len(a.lines) > 0:
			state(p.Name, s.Text(a.lines[0]), a.lines[0])
		}
	}
	return claims
}
