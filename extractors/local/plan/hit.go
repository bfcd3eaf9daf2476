package plan

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
)

// A Hit is a label found on a sheet.
type Hit struct {
	Span   layout.Span // the words that name the field
	Zone   layout.Span // the whole printed label that the hit is part of
	Field  int         // index of the field that it names
	Weight float64     // of the phrase, lowered where the printed label says more than the phrase
	Said   float64     // of the phrase itself, whatever stands around it
	Down   int         // rows below it that the label goes on
	Last   bool        // it is the last part of its word: "Children" of "Adults/Children"
}

// MaxLabelWords is the longest label in words of print.
const MaxLabelWords = 6

// FindHits looks every run of words up. A label inside a longer one is no label.
func (p *Phrases) FindHits(s *layout.Sheet, languages []string) []Hit {
	var hits []Hit
	for _, seg := range s.Segs {
		for i := seg.From; i < seg.To; i++ {
			found, n, share := p.longestAt(s, seg, i)
			if n > 0 {
				hits = appendHits(hits, s, seg, layout.Span{From: i, To: i + n}, part{found, share, false}, languages)
				i += n - 1
				continue
			}
			for _, e := range p.endsOf(&s.Tokens[i]) {
				hits = appendHits(hits, s, seg, layout.Span{From: i, To: i + 1}, e, languages)
			}
		}
	}
	return hits
}

// A part of a printed label is what it names, and how much of its word it explains.
type part struct {
	named []phrase
	share float64
	last  bool // what stands behind the last stroke of its word
}

func appendHits(hits []Hit, s *layout.Sheet, seg, at layout.Span, e part, languages []string) []Hit {
	if len(e.named) == 0 {
		return hits
	}
	zone, letters := labelZone(s, seg, at), 0
	says := e.share * coverage(s, at, zone)
	for j := at.From; j < at.To; j++ {
		letters += len(s.Tokens[j].Fold)
	}
	for k := range e.named {
		if f := &e.named[k]; f.speaks(languages, letters) {
			hits = append(hits, Hit{Span: at, Zone: zone, Field: f.field, Weight: f.weight * says, Said: f.weight * e.share, Last: e.last})
		}
	}
	return hits
}

// sortWords behind a label say that a number or code stands there, and not the thing itself.
var sortWords = layout.WordSet("code ref reference no nr num number id numero nummer kennung codice codigo kod")

// What is left of the weight of a label that says so, for a field of another kind.
const (
	otherSort = 0.35
	sameThing = 0.85 // for a thing that its number names: a voyage, a flight, a room
)

// numbered are things that are called by their number.
var numbered = layout.WordSet("voyage flight train vehicle room table gate seat pole meter lot batch unit container seal apartment plot parcel platform bay track suite locker")

// WithNumber is what is left of the weight of a label for f when a word for a number stands behind
// it: "Customer no." is no label of the customer, but "Voyage No." is of the voyage.
func (f *Field) WithNumber() float64 {
	switch {
	case f.Kind != Text && f.Kind != Name:
		return 1
	case f.Kind == Text && slices.ContainsFunc(meaning(f.Node), func(w string) bool { return numbered[w] }):
		return sameThing
	}
	return otherSort
}

// NamesNumber reports whether the word behind a label makes it that of a number: "Customer code"
// is no label of the customer.
func NamesNumber(s *layout.Sheet, at, zone layout.Span) bool {
	return at.To < zone.To && (sortWords[s.Tokens[at.To].Fold] || layout.Ends(s.Tokens[at.To].Text, '#'))
}

// endsOf looks the parts of a compound up, with the share of the word that each explains: what stands
// behind and before the stroke of "Seller-IBAN" and "Adults/Children", else what a German or Dutch word
// ends with.
func (p *Phrases) endsOf(t *layout.Token) (parts []part) {
	if at := strings.LastIndexAny(t.Text, "-/"); at > 0 && !t.Digit {
		if found, ok := p.named([]byte(extractors.Fold(t.Text[at:]))); ok {
			parts = append(parts, part{found, 0.75, true})
		}
	}
	before, after, ok := strings.Cut(t.Text, "/")
	if ok && !t.Digit && len(before) > 2 && (len(parts) == 0 || len(after) > 3) {
		if found, ok := p.named([]byte(extractors.Fold(before))); ok {
			parts = append(parts, part{found, 0.8, false})
		}
	}
	for n := len(t.Fold) - 3; n >= 6 && len(parts) == 0; n-- {
		end := t.Fold[len(t.Fold)-n:]
		if !Begins(p.starts, end) {
			continue
		}
		if found, ok := p.named([]byte(end)); ok {
			parts = append(parts, part{found, float64(n) / float64(len(t.Fold)), false})
		}
	}
	return parts
}

// longestAt returns the longest label that begins at token i, and how many words it takes.
func (p *Phrases) longestAt(s *layout.Sheet, seg layout.Span, i int) (best []phrase, words int, share float64) {
	if s.Tokens[i].Fold == "" {
		return nil, 0, 0
	}
	var key [96]byte
	buf := key[:0]
	for n := 1; n <= MaxLabelWords && i+n <= seg.To; n++ {
		t := &s.Tokens[i+n-1]
		buf = append(buf, t.Names()...)
		if len(buf) > len(key) || !Begins(p.starts, buf) {
			break
		}
		if t.Fold == "" && !layout.Ends(t.Text, ':') && !layout.IsLeader(t.Text) {
			continue // a label ends with a word: the box to tick behind it is none of it
		}
		if found, ok := p.named(buf); ok {
			if words == 0 || !found[0].lost { // "Menge Einheit" is no misprint of "Mengeneinheit"
				best, words = found, n
			}
		} else if found, ok := p.alike(t, string(buf)); ok {
			best, words = found, n
		}
		if strings.HasSuffix(t.Text, ":") {
			break
		}
	}
	return best, words, 1
}

// alike returns what a text names that ends with a word in the plural, or has digits that recognition
// takes for letters.
func (p *Phrases) alike(last *layout.Token, text string) ([]phrase, bool) {
	if plain := unconfuse(text); last.OCR && plain != text {
		if found, ok := p.named([]byte(plain)); ok {
			return found, true
		}
	}
	one, ok := strings.CutSuffix(text, "s")
	if !ok {
		one, ok = strings.CutSuffix(text, "ern") // "aus 3 Zimmern"
		one += "er"
	}
	if !ok || len(one) <= 3 || last.Digit {
		return nil, false
	}
	return p.named([]byte(one))
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
func labelZone(s *layout.Sheet, seg, at layout.Span) layout.Span {
	zone := at
	for zone.From > seg.From && !endsLabel(&s.Tokens[zone.From-1]) && !parted(s, zone.From) {
		zone.From--
	}
	if valueBefore(s, seg, at) {
		zone.From = at.From
	}
	if last := s.Tokens[at.To-1].Text; layout.Ends(last, ':') || layout.IsLeader(last) || layout.Ends(last, '?') {
		return zone
	}
	if end := remarkEnd(s, at.To, seg.To); end > at.To {
		zone.To = end
		return zone
	}
	for zone.To < seg.To && !s.Tokens[zone.To].Digit && zone.To-at.To < 4 && !parted(s, zone.To) && !isCode(s.Tokens[zone.To].Text) {
		zone.To++
		if endsLabel(&s.Tokens[zone.To-1]) {
			break
		}
	}
	return zone
}

// remarkEnd is where the remark of several words in brackets ends that begins at token i of a form, the
// end of the line where it goes on in the next one; i where none begins.
func remarkEnd(s *layout.Sheet, i, end int) int {
	if i >= end || !s.Cells() || !strings.HasPrefix(s.Tokens[i].Text, "(") || strings.Contains(s.Tokens[i].Text, ")") {
		return i
	}
	for k := i; k < end; k++ {
		if strings.Contains(s.Tokens[k].Text, ")") {
			return k + 1
		}
	}
	return end
}

// partedAt is the gap between words, in lines, over which no label of a text layer goes; recognition
// places words less exactly.
const partedAt = 0.6

// parted reports whether token i stands apart from the one before it.
func parted(s *layout.Sheet, i int) bool {
	a, b := &s.Tokens[i-1], &s.Tokens[i]
	return !a.OCR && !b.OCR && b.X0-a.X1 > partedAt*s.Line
}

// valueBefore reports whether the words before a label are the value of another one: "Cover:
// Comprehensive  Excess: 250". The label ends with a colon, begins with a capital, and so does the
// word behind the colon before it; a wider space parts them.
func valueBefore(s *layout.Sheet, seg, at layout.Span) bool {
	if at.From == seg.From || s.Tokens[at.From].X0-s.Tokens[at.From-1].X1 < layout.GapOfColumns*s.Line {
		return false
	}
	if !layout.Ends(s.Tokens[at.To-1].Text, ':') || !layout.HasCapital(s.Tokens[at.From].Text) {
		return false
	}
	for i := at.From - 2; i >= seg.From; i-- {
		if layout.Ends(s.Tokens[i].Text, ':') {
			return layout.HasCapital(s.Tokens[i+1].Text)
		}
	}
	return false
}

// isCode reports whether a word without digits is a value by its form.
func isCode(text string) bool { return strings.Contains(text, "@") || LooksLikeBIC(text) }

// endsLabel reports whether a label cannot go on over this token.
func endsLabel(t *layout.Token) bool {
	return t.Digit || t.Fold == "" || layout.Ends(t.Text, ':') || layout.Ends(t.Text, ',') || layout.Ends(t.Text, ';') || layout.Ends(t.Text, '.') && len(t.Fold) > 5
}

// Fillers say nothing in a label.
var Fillers = map[string]bool{
	"the": true, "of": true, "your": true, "our": true, "no": true, "nr": true, "number": true, "der": true, "die": true,
	"das": true, "ihre": true, "unsere": true, "de": true, "la": true, "le": true, "du": true, "des": true, "del": true, "di": true,
	"in": true, "eur": true, "usd": true, "a": true, "the1": true, "und": true, "and": true, "n": true, "het": true, "van": true,
}

// coverage is how much of the printed label the phrase explains, 0..1: "date" explains half of
// "Delivery date", so a delivery date is no weighty proof of a date. What follows a stroke is a
// second label: "Order / Revision", and what brackets hold on a form explains the label itself.
func coverage(s *layout.Sheet, at, zone layout.Span) float64 {
	said, all := 0, 0
	for i := zone.From; i < zone.To; i++ {
		if i >= at.To {
			if i = remarkEnd(s, i, zone.To); i == zone.To {
				break
			}
		}
		t := &s.Tokens[i]
		n := len(t.Fold)
		inside := i >= at.From && i < at.To
		if i >= at.To && (t.Text == "/" || s.Tokens[i-1].Text == "/") {
			break
		}
		if n == 0 || !inside && (Fillers[t.Fold] || extractors.Currency(t.Text) != "") {
			continue
		}
		if i >= at.To {
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
