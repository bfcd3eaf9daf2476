package party

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// senderLine reads "Name - Street 1 - 12345 City" in the upper half of the first page.
func senderLine(r *evidence.Reading) *block {
	s := r.Sheets[0]
	for _, line := range s.Rows {
		if s.Tokens[line.From].Y0 > s.Height/2 {
			return nil
		}
		parts := splitParts(s, []layout.Span{line})
		if len(parts) < 3 || len(parts) > 5 || parts[0].From != line.From || !evidence.PlausibleName(s.Text(parts[0])) {
			continue
		}
		if slices.ContainsFunc(parts[1:], func(part layout.Span) bool { return isPlace(s, part) }) {
			return &block{lines: firstSegments(s, parts), strength: 0.85, sender: true}
		}
	}
	return nil
}

// placed reports whether a line places an address: with a postal code of any country, which Britain also
// prints on a line of its own. The year of a date is none.
func placed(s *layout.Sheet, line layout.Span) bool {
	_, alone := extractors.ReadPostcode(s.Words(line))
	dated := len(extractors.ScanDates(s.Words(line), extractors.OrderUnknown)) > 0
	return alone || !dated && evidence.HasPostcode(s, line) || isPlace(s, line)
}

// isPlace reports whether a part of a line is a postal code and its city: a meter has as many digits.
func isPlace(s *layout.Sheet, part layout.Span) bool {
	_, ok := extractors.ReadPlace(s.Words(part))
	return ok
}

// firstSegments cuts parts of a line off at wide gaps, behind which another column stands.
func firstSegments(s *layout.Sheet, parts []layout.Span) []layout.Span {
	for i := range parts {
		parts[i].To = min(parts[i].To, s.Segs[s.SegOf[parts[i].From]].To)
	}
	return parts
}
