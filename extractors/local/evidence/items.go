package evidence

import (
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// AddLists reads the lists of plain values.
func (r *Reading) AddLists() {
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if !f.List {
			continue
		}
		best := []Option(nil)
		for n := range r.Sheets {
			for _, h := range r.Hits[n] {
				if h.Field != i || r.Skip[n][r.Sheets[n].RowOf[h.Span.From]] {
					continue
				}
				if items := r.itemsAt(n, h, f); len(items) > 0 && (best == nil || items[0].Strength > best[0].Strength) {
					best = items
				}
			}
		}
		r.Options[i] = best
	}
}

// leastListLabel is the weight from which a label may head a list: words of a description do not.
const leastListLabel = 0.62

// itemsAt reads the values that a label of a list points at: what is ticked, what stands behind it,
// else the lines below it.
func (r *Reading) itemsAt(n int, h plan.Hit, f *plan.Field) []Option {
	s := r.Sheets[n]
	if h.Weight < leastListLabel || !heads(s, h) {
		return nil
	}
	var boxes, ticked int
	var items []Option
	for _, t := range s.Boxes {
		if !standsBy(s, h, t) {
			continue
		}
		boxes++
		if t.Ticked {
			ticked++
			items = r.appendItem(items, n, t.Text, f, h.Weight)
		}
	}
	if boxes > 1 {
		return items
	}
	if line, ok := behindLabel(s, h); ok {
		items = r.appendItems(items, n, line, f, h.Weight)
		for row := s.RowOf[line.From] + 1; row < len(s.Rows) && layout.Ends(s.Tokens[line.To-1].Text, ','); row++ {
			next, ok := s.SegmentAt(row, s.Tokens[line.From].X0)
			if !ok {
				break
			}
			items, line = r.appendItems(items, n, next, f, h.Weight), next
		}
		return items
	}
	return r.itemsBelow(n, h, f)
}

// heads reports whether a label stands where forms set one, and not in running text: it begins its
// segment, and a colon, leaders or nothing is behind it.
func heads(s *layout.Sheet, h plan.Hit) bool {
	seg, last := s.Segs[s.SegOf[h.Span.From]], s.Tokens[h.Zone.To-1].Text
	return h.Zone.From == seg.From && h.Span.From-seg.From < plan.MaxLabelWords &&
		(layout.Ends(last, ':') || layout.IsLeader(last) || onlyNotes(s, layout.Span{From: h.Span.To, To: seg.To}))
}

// behindLabel returns the text behind a label on its row.
func behindLabel(s *layout.Sheet, h plan.Hit) (layout.Span, bool) {
	seg := s.Segs[s.SegOf[h.Zone.To-1]]
	if h.Zone.To < seg.To {
		return layout.Span{From: h.Zone.To, To: seg.To}, glued(s, h)
	}
	if next := s.SegOf[h.Zone.To-1] + 1; next < len(s.Segs) && s.RowOf[s.Segs[next].From] == s.RowOf[h.Span.From] {
		return s.Segs[next], !plan.LabelLike(s, s.Segs[next]) && !isCaption(s, h, s.Segs[next])
	}
	return layout.Span{}, false
}

// mostItems is the longest list below a label, in lines.
const mostItems = 12

// itemsBelow reads the lines under a label, each one value or several, while they stand close
// together.
func (r *Reading) itemsBelow(n int, h plan.Hit, f *plan.Field) []Option {
	s := r.Sheets[n]
	var items []Option
	above := h.Zone
	for row := s.RowOf[h.Span.From] + 1; row < len(s.Rows) && row <= s.RowOf[h.Span.From]+mostItems; row++ {
		line, ok := s.SegmentAt(row, s.Tokens[s.Segs[s.SegOf[h.Span.From]].From].X0)
		if !ok {
			break
		}
		_, _, _, y1 := s.Bounds(above)
		if _, y0, _, _ := s.Bounds(line); y0-y1 > 0.9*s.Line || isCaption(s, h, line) {
			break
		}
		items, above = r.appendItems(items, n, line, f, 0.9*h.Weight), line
	}
	return items
}

// bullets stand before the values of a list.
const bullets = "•·-–*▪◦‣●○"

// appendItems cuts a line at its commas.
func (r *Reading) appendItems(items []Option, n int, line layout.Span, f *plan.Field, weight float64) []Option {
	s := r.Sheets[n]
	from := line.From
	for i := line.From; i < line.To; i++ {
		switch text := s.Tokens[i].Text; {
		case strings.Trim(text, bullets+",;|/") == "":
			items = r.appendItem(items, n, layout.Span{From: from, To: i}, f, weight)
			from = i + 1
		case layout.Ends(text, ',') || layout.Ends(text, ';'):
			items = r.appendItem(items, n, layout.Span{From: from, To: i + 1}, f, weight)
			from = i + 1
		}
	}
	return r.appendItem(items, n, layout.Span{From: from, To: line.To}, f, weight)
}

// longestItem is how many words a value of a list has at most.
const longestItem = 8

func (r *Reading) appendItem(items []Option, n int, sp layout.Span, f *plan.Field, weight float64) []Option {
	if sp.From >= sp.To || sp.To-sp.From > longestItem {
		return items
	}
	s := r.Sheets[n]
	text := strings.Trim(s.Text(sp), " ,;.|"+bullets)
	value, ok := TextValue(f, text)
	if f.Kind == plan.Ident || f.Kind == plan.Email || f.Kind == plan.Phone {
		value, ok = text, extractors.Fold(text) != ""
	}
	if !ok || nothing[extractors.Fold(text)] {
		return items
	}
	return append(items, Option{Value: value, Sheet: n, Span: sp, Strength: min(weight, 0.95) * 0.95, Places: 1})
}

// nothing is what people write where there is nothing to say.
var nothing = layout.WordSet("none na nil no keine kein nein aucun aucune neant non ninguno ninguna nessuno nessuna no geen nee nenhum nenhuma nao brak nie")

// listClaims states the values of a list, each as an item of its own.
func (r *Reading) listClaims(i int) []extractors.Claim {
	var claims []extractors.Claim
	pointer := plan.FirstRow(r.Plan.Fields[i].Node.Pointer)
	for k, o := range r.Options[i] {
		if o.Strength < weakest {
			continue
		}
		c := r.ClaimOf(pointer+"/"+strconv.Itoa(k), o, nil)
		c.Reason = "in the list behind its label"
		claims = append(claims, c)
	}
	return claims
}
