package party

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A letterhead that nothing labels is believed by what speaks for it: print larger than the rest is not
// enough, since titles are large as well.
const (
	writerTop    = 0.25 // of the page: where a letterhead stands
	largerWriter = 1.1  // times a line of print
	sureWriter   = 0.78 // strength where its words say what it is, or it comes again
	likelyWriter = 0.6  // strength where only an address or a telephone number stands by it
)

// AddWriters gives the fields for who wrote a document, such as "hotel" or "company", the name in its
// head.
func AddWriters(r *evidence.Reading) {
	if r.Plan.Stated || r.Narrow() {
		return // the head of a slip is read line by line
	}
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if !f.Writes() || len(r.Options[i]) > 0 && r.Options[i][0].Strength >= likelyWriter {
			continue
		}
		if o, ok := writer(r, f); ok {
			r.Options[i] = evidence.Gather(r.Options[i], o)
			evidence.SortOptions(r.Options[i])
		}
	}
}

// writer is the best name in the head of the first page.
func writer(r *evidence.Reading, f *plan.Field) (best evidence.Option, ok bool) {
	s, tallest := r.Sheets[0], 0.0
	for _, seg := range s.Segs {
		if s.Tokens[seg.From].Y0 > writerTop*s.Height {
			break
		}
		if s.Captions[s.SegOf[seg.From]] != layout.NoCaption || !displaysName(r, seg) || seg.To-seg.From > 7 {
			continue
		}
		o := evidence.Option{Value: trimComma(s.Text(seg)), Span: seg, Places: 1, Told: headsPage}
		switch height := heightOf(s, seg); {
		case saysWriter(s, seg, f):
			o.Strength = sureWriter
		case hasCompanyForm(s, seg), height > 0 && repeated(s, s.Text(seg), seg), isDomain(s, seg):
			o.Strength, o.Guess = sureWriter, !f.AnyWrites() // a company, but is it a hotel?
		case height >= largerWriter*s.Line/s.Ink && height >= tallest && reachable(s, seg):
			o.Strength, o.Guess = likelyWriter, true
		}
		if o.Strength > best.Strength {
			best, ok, tallest = o, true, heightOf(s, seg)
		}
	}
	return best, ok
}

// saysWriter reports whether a name has the word of the field, or most of it: "Hotel Mirador" for a
// hotel, "Nordische Sachversicherung" for a Versicherer.
func saysWriter(s *layout.Sheet, seg layout.Span, f *plan.Field) bool {
	word := extractors.Fold(plan.NameWords(f.Node)[0])
	if len(word) > wordStem {
		word = word[:max(wordStem, len(word)*3/4)]
	}
	for i := seg.From; i < seg.To; i++ {
		if t := s.Tokens[i].Fold; seg.To-seg.From > 1 && (t == word || len(word) >= wordStem && strings.Contains(t, word)) {
			return true
		}
	}
	return false
}

// wordStem is how many letters tell a word within a compound.
const wordStem = 6

// isDomain reports whether a name begins like an address of the web or of e-mail on the page.
func isDomain(s *layout.Sheet, seg layout.Span) bool {
	at, ok := s.DomainAt(seg)
	return ok && at == seg.From
}

// closeUnder is how far below a name, in lines, stands how to reach who has it.
const closeUnder = 0.9

// reachable reports whether an address, a telephone number or a web address stands right below a name.
func reachable(s *layout.Sheet, seg layout.Span) bool {
	x0, _, x1, bottom := s.Bounds(seg)
	row := s.RowOf[seg.From] + 1
	if row >= len(s.Rows) || s.Tokens[s.Rows[row].From].Y0-bottom > closeUnder*s.Line {
		return false
	}
	for i := s.Rows[row].From; i < s.Rows[row].To; i = s.Segs[s.SegOf[i]].To {
		near := s.Segs[s.SegOf[i]]
		a, _, b, _ := s.Bounds(near)
		if a < x1 && b > x0 && (evidence.HasPostcode(s, near) || evidence.IsContact(s, near) || evidence.IsPhone(s, near)) {
			return true
		}
	}
	return false
}

func trimComma(text string) string { return strings.Trim(text, " ,;:|") }
