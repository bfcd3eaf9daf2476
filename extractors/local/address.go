package local

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// An address is the parts of a postal address where they stand on a sheet. Spans without
// tokens were not printed.
type address struct {
	sheet                            int
	lines                            []span
	city, region, postcode, location span   // location is the country
	code                             string // the postal code, where print says it with a misread letter
	strength                         float64
}

// addressIn reads the address in the lines of a block: what follows the name, down to the
// postcode and the country behind it.
func addressIn(s *sheet, n int, lines []span) (address, bool) {
	a := address{sheet: n}
	parts := splitParts(s, lines)
	for i, part := range parts {
		place, ok := extractors.ReadPlace(s.words(part))
		if code, alone := extractors.ReadPostcode(s.words(part)); alone && len(a.lines) > 1 {
			a.endsWith(part, code, s.text(part))
			a.locate(s, parts[i+1:], span{})
			return a, true
		}
		if !ok {
			if isAddressLine(s, part) && len(a.lines) < 4 {
				a.lines = append(a.lines, part)
			}
			continue
		}
		at := func(p [2]int) span { return span{part.from + p[0], part.from + p[1]} }
		a.city, a.region, a.postcode, a.code = at(place.City), at(place.Region), at(place.Postcode), place.Code
		if street := at(place.Street); street.from < street.to {
			a.lines = append(a.lines, street)
		}
		a.locate(s, parts[i+1:], at(place.Country))
		return a, len(a.lines) > 0
	}
	return address{}, false
}

// endsWith takes a postal code on a line of its own; its city is the line above.
func (a *address) endsWith(line span, code, printed string) {
	a.city, a.lines = a.lines[len(a.lines)-1], a.lines[:len(a.lines)-1]
	a.postcode = line
	if code != printed {
		a.code = code
	}
}

// locate takes the country, which stands behind the place or on the line below it.
func (a *address) locate(s *sheet, below []span, behind span) {
	switch {
	case behind.from < behind.to:
		a.location = behind
	case len(below) > 0 && extractors.Country(s.text(below[0])) != "":
		a.location = below[0]
	}
}

// splitParts cuts lines at the marks that print uses instead of a new line.
func splitParts(s *sheet, lines []span) []span {
	var parts []span
	for _, line := range lines {
		from := line.from
		for i := line.from; i <= line.to; i++ {
			if i < line.to && !isSeparator(s.tokens[i].text) {
				continue
			}
			if from < i {
				parts = append(parts, span{from, i})
			}
			from = i + 1
		}
	}
	return parts
}

// words are the printed words of a span.
func (s *sheet) words(sp span) []string {
	words := make([]string, 0, sp.to-sp.from)
	for i := sp.from; i < sp.to; i++ {
		words = append(words, s.tokens[i].text)
	}
	return words
}

// addressOf reads a party's address off its block; the writer's may also stand apart from the
// name, in the head or the foot of the page.
func (r *reading) addressOf(b *block, g *group, blocks map[int]*block, headers []header) (address, bool) {
	s := r.sheets[b.sheet]
	if len(b.lines) > 1 {
		if a, ok := addressIn(s, b.sheet, b.lines[1:]); ok {
			a.strength = 0.95
			if g.issuer && !b.headed && !b.sender {
				a.startAtNumber(s)
				a.strength = min(0.93, b.strength+0.2)
			}
			return a, len(a.lines) > 0
		}
	}
	if !g.issuer {
		return address{}, false
	}
	a, ok := addressIn(s, b.sheet, b.apart)
	if !ok {
		a, ok = r.looseAddress(blocks, headers)
	}
	a.startAtNumber(r.sheets[a.sheet])
	a.strength = min(0.91, b.strength+0.2)
	return a, ok
}

// farBelow is how far below a name its address may stand, in lines.
const farBelow = 5

// below returns the lines of an address that begins at the left edge of a name, a little below
// it: where the name of the writer stands in large print.
func (r *reading) below(b *block) []span {
	s := r.sheets[b.sheet]
	if _, ok := addressIn(s, b.sheet, b.lines[1:]); ok || b.sheet != 0 {
		return nil
	}
	x0, _, _, y1 := s.bounds(b.lines[0])
	for row := s.rowOf[b.lines[0].from] + 1; row < len(s.rows) && s.tokens[s.rows[row].from].y0-y1 < farBelow*s.line; row++ {
		seg, ok := s.segmentAt(row, x0)
		if !ok {
			continue
		}
		if _, ok := extractors.ReadPlace(s.words(seg)); ok {
			return r.stackAround(seg, map[int]*block{0: {lines: b.lines[:1]}})
		}
	}
	return nil
}

// startAtNumber drops the lines before the first with a number: mottos stand below names.
func (a *address) startAtNumber(s *sheet) {
	for len(a.lines) > 1 && !s.hasDigit(a.lines[0]) {
		a.lines = a.lines[1:]
	}
}

// hasDigit reports whether a word of a span holds a digit.
func (s *sheet) hasDigit(sp span) bool {
	for i := sp.from; i < sp.to; i++ {
		if s.tokens[i].digit {
			return true
		}
	}
	return false
}

// head and foot of the first page, in parts of its height, where writers put their address.
const (
	headOfPage = 0.3
	footOfPage = 0.82
)

// looseAddress finds an address in the head or foot of the first page that is nobody else's.
func (r *reading) looseAddress(blocks map[int]*block, headers []header) (address, bool) {
	s := r.sheets[0]
	for _, seg := range s.segs {
		y := s.tokens[seg.from].y0 / s.height
		if y > headOfPage && y < footOfPage || r.inBlocks(blocks, seg) {
			continue
		}
		if _, ok := extractors.ReadPlace(s.words(seg)); !ok {
			continue
		}
		if _, owned := owner(s, headers, seg.from); owned && y <= headOfPage {
			continue
		}
		lines := r.stackAround(seg, blocks)
		if a, ok := addressIn(s, 0, lines); ok {
			return a, true
		}
	}
	return address{}, false
}

// stackAround returns the lines right above a segment and the one below, of one left edge, one
// right edge or one middle.
func (r *reading) stackAround(seg span, blocks map[int]*block) []span {
	s := r.sheets[0]
	lines, row := []span{seg}, s.rowOf[seg.from]
	edge := seg
	for up := row - 1; up >= 0 && len(lines) < 4; up-- {
		next, ok := stacked(s, edge, up)
		if !ok {
			if s.tokens[edge.from].y0-s.tokens[s.rows[up].from].y1 > 1.2*s.line {
				break
			}
			continue
		}
		if r.inBlocks(blocks, next) || labelLike(s, next) {
			break
		}
		lines, edge = append([]span{next}, lines...), next
	}
	for down := row + 1; down < min(row+3, len(s.rows)); down++ {
		if next, ok := stacked(s, seg, down); ok {
			return append(lines, next)
		}
	}
	return lines
}

// stacked returns the segment of a row that stands close to another and in line with it.
func stacked(s *sheet, seg span, row int) (span, bool) {
	x0, y0, x1, y1 := s.bounds(seg)
	for i := s.rows[row].from; i < s.rows[row].to; {
		next := s.segs[s.segOf[i]]
		a0, b0, a1, b1 := s.bounds(next)
		gap := math.Max(y0-b1, b0-y1)
		inLine := math.Abs(a0-x0) < s.line || math.Abs(a1-x1) < s.line || math.Abs(a0+a1-x0-x1) < s.line
		if gap < 1.2*s.line && inLine {
			return next, true
		}
		i = next.to
	}
	return span{}, false
}

// addressClaims states the parts that the schema asks for.
func (r *reading) addressClaims(n *schemas.Node, a address) []extractors.Claim {
	var claims []extractors.Claim
	s := r.sheets[a.sheet]
	misread := ""
	state := func(name, value string, sp span) {
		o := option{value: strings.Trim(value, " ,;|"), sheet: a.sheet, span: sp, strength: a.strength, places: 1, misread: misread}
		if sp.from >= sp.to || o.value == "" {
			return
		}
		c := r.claimOf(firstRow(n.Pointer)+"/"+name, o, nil)
		if misread == "" {
			c.Reason = "in the address of its party"
		}
		claims = append(claims, c)
	}
	for _, p := range n.Properties {
		switch {
		case p.Name == "lines" && p.IsList():
			for i, line := range a.lines {
				state("lines/"+strconv.Itoa(i), s.text(line), line)
			}
		case p.Name == "city" || p.Name == "town":
			state(p.Name, s.text(a.city), a.city)
		case p.Name == "postcode" || p.Name == "zip" || p.Name == "postal_code":
			if a.code != "" {
				misread = "its letters and digits stand so in codes of its country"
			}
			state(p.Name, cmp.Or(a.code, s.text(a.postcode)), a.postcode)
			misread = ""
		case p.Name == "region" || p.Name == "state":
			state(p.Name, strings.Trim(s.text(a.region), "(),"), a.region)
		case p.Name == "country":
			state(p.Name, extractors.Country(s.text(a.location)), a.location)
		case p.Name == "street" && len(a.lines) > 0:
			state(p.Name, s.text(a.lines[0]), a.lines[0])
		}
	}
	return claims
}
