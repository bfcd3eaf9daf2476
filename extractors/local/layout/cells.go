package layout

import "strings"

// A text layer tells cells by its blocks: what stands in one cell, on however many lines, is one
// block. Recognition does not.

// cellsDiffer reports whether two words stand in different cells of a text layer.
func (s *Sheet) cellsDiffer(a, b int) bool {
	return s.Tokens[a].block != s.Tokens[b].block && !s.Tokens[a].OCR && !s.Tokens[b].OCR
}

// SameCell reports whether two words stand in one cell of a text layer.
func (s *Sheet) SameCell(a, b int) bool {
	return s.Tokens[a].block == s.Tokens[b].block && !s.Tokens[a].OCR && !s.Tokens[b].OCR
}

// Cells reports whether the sheet was laid out as a form, with the cells of a text layer.
func (s *Sheet) Cells() bool { return s.cells }

// LabelStart is where the words of a label begin in a segment: boxes of forms are numbered, "16 Carrier".
func (s *Sheet) LabelStart(seg Span) int {
	first := &s.Tokens[seg.From]
	number := strings.TrimRight(first.Text, ".)")
	if n := len(number) - 1; n > 0 && number[n] >= 'a' && number[n] <= 'z' {
		number = number[:n] // "17b."
	}
	if s.cells && seg.To-seg.From > 1 && len(number) <= 2 && IsNumber(number) && HasCapital(s.Tokens[seg.From+1].Text) && !s.Tokens[seg.From+1].Digit {
		return seg.From + 1
	}
	return seg.From
}

// smallPrint is how much larger than the caption of a box what is filled in is printed, at the least.
const smallPrint = 1.2

// SmallOver reports whether a segment is printed smaller than what stands right below it in the same
// column: the caption of a box.
func (s *Sheet) SmallOver(seg Span) bool {
	row := s.RowOf[seg.From] + 1
	if !s.cells || row >= len(s.Rows) || s.Tokens[seg.From].size == 0 {
		return false
	}
	below, ok := s.SegmentAt(row, s.Tokens[seg.From].X0)
	return ok && s.Tokens[below.From].X0-s.Tokens[seg.From].X0 < s.Line && s.Tokens[below.From].Y0-s.Tokens[seg.From].Y1 < s.Line &&
		s.Tokens[below.From].size >= smallPrint*s.Tokens[seg.From].size
}

// Captions are alike when their sizes differ no more than this, and are the small print of a form when so
// many stand above values, and so large a share of all that is printed like them.
const (
	sameSize    = 1.03
	leastSmall  = 4
	shareSmall  = 0.5
	longestHead = 8 // words
)

// SmallPrint marks the segments of a form that are printed as most captions of its boxes are: also those
// of boxes that nothing is filled in.
func (s *Sheet) SmallPrint() map[int]bool {
	over := map[float64]int{}
	for _, seg := range s.Segs {
		if s.SmallOver(seg) {
			over[s.Tokens[seg.From].size]++
		}
	}
	small, most := 0.0, 0
	for size, n := range over {
		if n > most || n == most && size < small {
			small, most = size, n
		}
	}
	like := map[int]bool{}
	for i, seg := range s.Segs {
		if size := s.Tokens[seg.From].size; size > 0 && max(size, small) < sameSize*min(size, small) && seg.To-seg.From <= longestHead {
			like[i] = true
		}
	}
	if most < leastSmall || float64(most) < shareSmall*float64(len(like)) {
		return nil
	}
	return like
}

// A Band is rows from to to-1 of a sheet that print as one row of cells: a cell with several lines
// reaches over rows in which its neighbours, centred beside it, have theirs.
type Band struct{ From, To int }

// overlap is how much of their height, in lines, rows share that belong to one band.
const overlap = 0.15

// Bands cuts the rows of a sheet into bands. Rows that no cell joins are bands of their own.
func (s *Sheet) Bands() []Band {
	last := map[int]int{} // row of each block's last word
	for i := range s.Tokens {
		if !s.Tokens[i].OCR {
			last[s.Tokens[i].block] = s.RowOf[i]
		}
	}
	var all []Band
	for from := 0; from < len(s.Rows); {
		end, bottom := from, 0.0
		for row := from; row <= end; row++ {
			for i := s.Rows[row].From; i < s.Rows[row].To; i++ {
				t := &s.Tokens[i]
				bottom = max(bottom, t.Y1)
				if !t.OCR {
					end = max(end, last[t.block])
				}
			}
			if row == end && row+1 < len(s.Rows) && s.Tokens[s.Rows[row+1].From].Y0 < bottom-overlap*s.Line {
				end++
			}
		}
		all = append(all, Band{from, end + 1})
		from = end + 1
	}
	return all
}

// Pieces cuts the rows of a band into runs of words: each lies in one row and one cell, and has no wide
// gap.
func (s *Sheet) Pieces(b Band) []Span {
	var all []Span
	for row := b.From; row < b.To; row++ {
		from := s.Rows[row].From
		for i := from + 1; i <= s.Rows[row].To; i++ {
			if i < s.Rows[row].To && s.SegOf[i] == s.SegOf[i-1] && !s.cellsDiffer(i-1, i) && s.Tokens[i].X0-s.Tokens[i-1].X1 <= GapOfColumns*s.Line {
				continue
			}
			all = append(all, Span{from, i})
			from = i
		}
	}
	return all
}
