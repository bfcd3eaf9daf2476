package local

import (
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// asList makes a field of a list of plain values: its values are printed behind one label, with
// commas between them or below each other.
func asList(n *schemas.Node, parents []*schemas.Node) field {
	item := *n
	item.Types, item.Format, item.Pattern, item.Enum, item.Items = n.Items.Types, n.Items.Format, n.Items.Pattern, n.Items.Enum, nil
	f := newField(&item, parents)
	f.list = true
	return f
}

// addLists reads the lists of plain values.
func (r *reading) addLists() {
	for i := range r.plan.fields {
		f := &r.plan.fields[i]
		if !f.list {
			continue
		}
		best := []option(nil)
		for n := range r.sheets {
			for _, h := range r.hits[n] {
				if h.field != i || r.skip[n][r.sheets[n].rowOf[h.span.from]] {
					continue
				}
				if items := r.itemsAt(n, h, f); len(items) > 0 && (best == nil || items[0].strength > best[0].strength) {
					best = items
				}
			}
		}
		r.options[i] = best
	}
}

// leastListLabel is the weight from which a label may head a list: words of a description do not.
const leastListLabel = 0.62

// itemsAt reads the values that a label of a list points at: what is ticked, what stands behind it,
// else the lines below it.
func (r *reading) itemsAt(n int, h hit, f *field) []option {
	s := r.sheets[n]
	if h.weight < leastListLabel || !s.heads(h) {
		return nil
	}
	var boxes, ticked int
	var items []option
	for _, t := range s.boxes {
		if !s.standsBy(h, t) {
			continue
		}
		boxes++
		if t.ticked {
			ticked++
			items = r.appendItem(items, n, t.text, f, h.weight)
		}
	}
	if boxes > 1 {
		return items
	}
	if line, ok := s.behindLabel(h); ok {
		items = r.appendItems(items, n, line, f, h.weight)
		for row := s.rowOf[line.from] + 1; row < len(s.rows) && ends(s.tokens[line.to-1].text, ','); row++ {
			next, ok := s.segmentAt(row, s.tokens[line.from].x0)
			if !ok {
				break
			}
			items, line = r.appendItems(items, n, next, f, h.weight), next
		}
		return items
	}
	return r.itemsBelow(n, h, f)
}

// heads reports whether a label stands where forms set one, and not in running text: it begins its
// segment, and a colon, leaders or nothing is behind it.
func (s *sheet) heads(h hit) bool {
	seg, last := s.segs[s.segOf[h.span.from]], s.tokens[h.zone.to-1].text
	return h.zone.from == seg.from && h.span.from-seg.from < maxLabelWords &&
		(ends(last, ':') || isLeader(last) || s.onlyNotes(span{h.span.to, seg.to}))
}

// behindLabel returns the text behind a label on its row.
func (s *sheet) behindLabel(h hit) (span, bool) {
	seg := s.segs[s.segOf[h.zone.to-1]]
	if h.zone.to < seg.to {
		return span{h.zone.to, seg.to}, glued(s, h)
	}
	if next := s.segOf[h.zone.to-1] + 1; next < len(s.segs) && s.rowOf[s.segs[next].from] == s.rowOf[h.span.from] {
		return s.segs[next], !labelLike(s, s.segs[next]) && !s.isCaption(h, s.segs[next])
	}
	return span{}, false
}

// mostItems is the longest list below a label, in lines.
const mostItems = 12

// itemsBelow reads the lines under a label, each one value or several, while they stand close
// together.
func (r *reading) itemsBelow(n int, h hit, f *field) []option {
	s := r.sheets[n]
	var items []option
	above := h.zone
	for row := s.rowOf[h.span.from] + 1; row < len(s.rows) && row <= s.rowOf[h.span.from]+mostItems; row++ {
		line, ok := s.segmentAt(row, s.tokens[s.segs[s.segOf[h.span.from]].from].x0)
		if !ok {
			break
		}
		_, _, _, y1 := s.bounds(above)
		if _, y0, _, _ := s.bounds(line); y0-y1 > 0.9*s.line || s.isCaption(h, line) {
			break
		}
		items, above = r.appendItems(items, n, line, f, 0.9*h.weight), line
	}
	return items
}

// bullets stand before the values of a list.
const bullets = "•·-–*▪◦‣●○"

// appendItems cuts a line at its commas.
func (r *reading) appendItems(items []option, n int, line span, f *field, weight float64) []option {
	s := r.sheets[n]
	from := line.from
	for i := line.from; i < line.to; i++ {
		switch text := s.tokens[i].text; {
		case strings.Trim(text, bullets+",;|/") == "":
			items = r.appendItem(items, n, span{from, i}, f, weight)
			from = i + 1
		case ends(text, ',') || ends(text, ';'):
			items = r.appendItem(items, n, span{from, i + 1}, f, weight)
			from = i + 1
		}
	}
	return r.appendItem(items, n, span{from, line.to}, f, weight)
}

// longestItem is how many words a value of a list has at most.
const longestItem = 8

func (r *reading) appendItem(items []option, n int, sp span, f *field, weight float64) []option {
	if sp.from >= sp.to || sp.to-sp.from > longestItem {
		return items
	}
	s := r.sheets[n]
	text := strings.Trim(s.text(sp), " ,;.|"+bullets)
	value, ok := textValue(f, text)
	if f.kind == kindIdent || f.kind == kindEmail || f.kind == kindPhone {
		value, ok = text, extractors.Fold(text) != ""
	}
	if !ok || nothing[extractors.Fold(text)] {
		return items
	}
	return append(items, option{value: value, sheet: n, span: sp, strength: min(weight, 0.95) * 0.95, places: 1})
}

// nothing is what people write where there is nothing to say.
var nothing = wordSet("none na nil no keine kein nein aucun aucune neant non ninguno ninguna nessuno nessuna no geen nee nenhum nenhuma nao brak nie")

// listClaims states the values of a list, each as an item of its own.
func (r *reading) listClaims(i int) []extractors.Claim {
	var claims []extractors.Claim
	pointer := firstRow(r.plan.fields[i].node.Pointer)
	for k, o := range r.options[i] {
		if o.strength < weakest {
			continue
		}
		c := r.claimOf(pointer+"/"+strconv.Itoa(k), o, nil)
		c.Reason = "in the list behind its label"
		claims = append(claims, c)
	}
	return claims
}
