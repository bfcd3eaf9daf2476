package local

import (
	"strings"

	"docpipe/extractors"
)

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
func (p *phrases) findHits(s *sheet, languages []string) []hit {
	var hits []hit
	for _, seg := range s.segs {
		for i := seg.from; i < seg.to; i++ {
			found, n, share := p.longestAt(s, seg, i)
			if n == 0 {
				found, share = p.endOf(&s.tokens[i])
				n = 1
			}
			if len(found) == 0 {
				continue
			}
			at := span{i, i + n}
			zone := labelZone(s, seg, at)
			says := share * coverage(s, at, zone)
			letters := 0
			for j := i; j < i+n; j++ {
				letters += len(s.tokens[j].fold)
			}
			for k := range found {
				if found[k].speaks(languages, letters) {
					hits = append(hits, hit{span: at, zone: zone, field: found[k].field, weight: found[k].weight * says})
				}
			}
			i += n - 1
		}
	}
	return hits
}

// sortWords behind a label say that a number or code stands there, and not the thing itself.
var sortWords = wordSet("code ref reference no nr num number id numero nummer kennung codice codigo kod")

// otherSort is what is left of the weight of a label that says so for a field of another kind.
const otherSort = 0.35

// namesNumber reports whether the word behind a label makes it that of a number: "Customer code"
// is no label of the customer.
func namesNumber(s *sheet, at, zone span) bool {
	return at.to < zone.to && (sortWords[s.tokens[at.to].fold] || ends(s.tokens[at.to].text, '#'))
}

// endOf looks the end of a compound up: the second part of "Seller-IBAN", or what a German or
// Dutch word ends with. The share of the word that it explains comes with it.
func (p *phrases) endOf(t *token) ([]phrase, float64) {
	if at := strings.LastIndexAny(t.text, "-/"); at > 0 && !t.digit {
		if found, ok := p.of[extractors.Fold(t.text[at:])]; ok {
			return found, 0.75
		}
	}
	if before, _, ok := strings.Cut(t.text, "/"); ok && !t.digit && len(before) > 3 {
		if found, ok := p.of[extractors.Fold(before)]; ok {
			return found, 0.8
		}
	}
	for n := len(t.fold) - 3; n >= 6; n-- {
		end := t.fold[len(t.fold)-n:]
		if !begins(p.starts, end) {
			continue
		}
		if found, ok := p.of[end]; ok {
			return found, float64(n) / float64(len(t.fold))
		}
	}
	return nil, 0
}

// longestAt returns the longest label that begins at token i, and how many words it takes.
func (p *phrases) longestAt(s *sheet, seg span, i int) (best []phrase, words int, share float64) {
	if s.tokens[i].fold == "" {
		return nil, 0, 0
	}
	var key [96]byte
	buf := key[:0]
	for n := 1; n <= maxLabelWords && i+n <= seg.to; n++ {
		t := &s.tokens[i+n-1]
		buf = append(buf, t.fold...)
		if len(buf) > len(key) || !begins(p.starts, buf) {
			break
		}
		if found, ok := p.of[string(buf)]; ok {
			if words == 0 || !found[0].lost { // "Menge Einheit" is no misprint of "Mengeneinheit"
				best, words = found, n
			}
		} else if t.ocr {
			if found, ok := p.of[unconfuse(string(buf))]; ok {
				best, words = found, n
			}
		} else if plural, ok := strings.CutSuffix(string(buf), "s"); ok && len(plural) > 3 {
			if found, ok := p.of[plural]; ok && !t.digit {
				best, words = found, n
			}
		}
		if strings.HasSuffix(t.text, ":") {
			break
		}
	}
	return best, words, 1
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
	if last := s.tokens[at.to-1].text; ends(last, ':') || isLeader(last) {
		return zone
	}
	for zone.to < seg.to && !s.tokens[zone.to].digit && zone.to-at.to < 4 && !isCode(s.tokens[zone.to].text) {
		zone.to++
		if endsLabel(&s.tokens[zone.to-1]) {
			break
		}
	}
	return zone
}

// isCode reports whether a word without digits is a value by its form.
func isCode(text string) bool { return strings.Contains(text, "@") || looksLikeBIC(text) }

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
// "Delivery date", so a delivery date is no weighty proof of a date. What follows a stroke is a
// second label: "Order / Revision".
func coverage(s *sheet, at, zone span) float64 {
	said, all := 0, 0
	for i := zone.from; i < zone.to; i++ {
		t := &s.tokens[i]
		n := len(t.fold)
		inside := i >= at.from && i < at.to
		if i >= at.to && (t.text == "/" || s.tokens[i-1].text == "/") {
			break
		}
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
