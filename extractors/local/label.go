package local

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// A phrase is one way in which a field is labelled in print.
type phrase struct {
	field  int     // index into the reader's plan
	weight float64 // 0..1: how well the phrase names the field
}

// phrases maps folded labels, without spaces, to the fields that they name.
type phrases map[string][]phrase

// weights of where a label comes from.
const (
	weightLabel = 1.0  // the schema says it is printed so
	weightTitle = 0.9  // what the schema calls it
	weightName  = 0.8  // what the property is called
	weightPart  = 0.55 // the title without its number or date word
)

// generic words say what sort of value follows; prints differ in them and often leave them out.
var generic = map[string][]string{
	"number": {"no", "nr", "num", "number", "id", "n"},
	"no":     {"no", "nr", "num", "number", "n"},
	"num":    {"no", "nr", "num", "number"},
	"id":     {"id", "no", "number"},
	"code":   {"code"},
	"date":   {"date", "dates", "on"},
	"amount": {"amount", "total"},
	"name":   {"name"},
	"total":  {"total", "amount"},
}

// addField enters every label of a field.
func (p phrases) addField(index int, n *schemas.Node, parent *schemas.Node) {
	for _, label := range n.Labels {
		p.add(index, folded(label), weightLabel)
	}
	p.addWithVariants(index, folded(n.Title), weightTitle)
	name := nameWords(n)
	p.addWithVariants(index, name, weightName)
	if parent != nil && parent.Name != "" {
		group := nameWords(parent)
		p.add(index, append(slices.Clone(group), name...), weightName)
		if singular := strings.TrimSuffix(group[len(group)-1], "s"); singular != group[len(group)-1] {
			p.add(index, append(slices.Clone(name), singular), weightName)
		}
	}
}

// addWithVariants enters a phrase, with other words for its generic last one, and without it.
func (p phrases) addWithVariants(index int, words []string, weight float64) {
	p.add(index, words, weight)
	if len(words) == 0 {
		return
	}
	last := len(words) - 1
	variants, ok := generic[words[last]]
	if !ok {
		return
	}
	for _, v := range variants {
		p.add(index, append(slices.Clone(words[:last]), v), weight*0.95)
	}
	if last > 0 {
		p.add(index, words[:last], weightPart)
	}
}

func (p phrases) add(index int, words []string, weight float64) {
	key := strings.Join(words, "")
	if len(key) < 2 {
		return
	}
	for i, known := range p[key] {
		if known.field == index {
			p[key][i].weight = max(known.weight, weight)
			return
		}
	}
	p[key] = append(p[key], phrase{field: index, weight: weight})
}

// A hit is a label found on a sheet.
type hit struct {
	span   span
	zone   span // the whole printed label that the hit is part of
	field  int
	weight float64 // of the phrase, lowered where the printed label says more than the phrase
}

// maxLabelWords is the longest label in words of print.
const maxLabelWords = 6

// findHits looks every run of words up. A label inside a longer one is no label.
func (p phrases) findHits(s *sheet) []hit {
	var hits []hit
	for _, seg := range s.segs {
		for i := seg.from; i < seg.to; i++ {
			n := 0
			hits, n = p.longestAt(hits, s, seg, i)
			if n > 1 {
				i += n - 1
			}
		}
	}
	return hits
}

// longestAt appends the hits of the longest label that begins at token i.
func (p phrases) longestAt(hits []hit, s *sheet, seg span, i int) ([]hit, int) {
	if s.tokens[i].fold == "" {
		return hits, 0
	}
	var key [96]byte
	buf, best, words := key[:0], []phrase(nil), 0
	for n := 1; n <= maxLabelWords && i+n <= seg.to; n++ {
		t := &s.tokens[i+n-1]
		buf = append(buf, t.fold...)
		if len(buf) > len(key) {
			break
		}
		if found, ok := p[string(buf)]; ok {
			best, words = found, n
		} else if t.ocr {
			if found, ok := p[unconfuse(string(buf))]; ok {
				best, words = found, n
			}
		}
		if strings.HasSuffix(t.text, ":") {
			break
		}
	}
	if best == nil {
		return hits, 0
	}
	at := span{i, i + words}
	zone := labelZone(s, seg, at)
	says := coverage(s, at, zone)
	for _, b := range best {
		hits = append(hits, hit{span: at, zone: zone, field: b.field, weight: b.weight * says})
	}
	return hits, words
}

// unconfuse reads digits inside a word as the letters that OCR takes for them.
func unconfuse(fold string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1':
			return 'l'
		case '5':
			return 's'
		case '8':
			return 'b'
		}
		return r
	}, fold)
}

// labelZone widens a hit to the printed label around it: back to the last value or mark, on to
// the colon or value.
func labelZone(s *sheet, seg, at span) span {
	zone := at
	for zone.from > seg.from && !endsLabel(&s.tokens[zone.from-1]) {
		zone.from--
	}
	if ends(s.tokens[at.to-1].text, ':') {
		return zone
	}
	for zone.to < seg.to && !s.tokens[zone.to].digit && zone.to-at.to < 4 {
		zone.to++
		if endsLabel(&s.tokens[zone.to-1]) {
			break
		}
	}
	return zone
}

// endsLabel reports whether a label cannot go on over this token.
func endsLabel(t *token) bool {
	return t.digit || t.fold == "" || ends(t.text, ':') || ends(t.text, ',') || ends(t.text, ';') || ends(t.text, '.') && len(t.fold) > 5
}

func ends(text string, mark byte) bool { return len(text) > 0 && text[len(text)-1] == mark }

// fillers say nothing in a label.
var fillers = map[string]bool{
	"the": true, "of": true, "your": true, "our": true, "no": true, "nr": true, "number": true, "der": true, "die": true,
	"das": true, "ihre": true, "unsere": true, "de": true, "la": true, "le": true, "du": true, "des": true, "del": true, "di": true,
	"in": true, "eur": true, "usd": true, "a": true, "the1": true, "und": true, "and": true, "n": true, "het": true, "van": true,
}

// coverage is how much of the printed label the phrase explains, 0..1: "date" explains half of
// "Delivery date", so a delivery date is no weighty proof of a date.
func coverage(s *sheet, at, zone span) float64 {
	said, all := 0, 0
	for i := zone.from; i < zone.to; i++ {
		t := &s.tokens[i]
		n := len(t.fold)
		inside := i >= at.from && i < at.to
		if n == 0 || !inside && (fillers[t.fold] || extractors.Currency(t.text) != "") {
			continue
		}
		if i >= at.to {
			n = n / 2 // what follows may be the value itself
		}
		all += n
		if inside {
			said += n
		}
	}
	if all == 0 {
		return 1
	}
	return float64(said) / float64(all)
}
