package raster

import (
	"math"
	"slices"

	"docpipe/pipeline"
)

// A segment is a stretch of a line without a wide gap.
type segment struct {
	runs  []*run
	box   rect // in the turned frame: u, v
	size  float64
	line  int
	block *block
	prose bool
}

// A block is what reads as one: a paragraph, a column of a table, a cell.
type block struct {
	segments []*segment
	box      rect
	number   int
}

// layout puts runs into reading order and numbers their lines and blocks. Text of one
// direction is laid out together, the most frequent direction first. turn is the clockwise
// turn that makes that direction upright.
func layout(runs []run, width, height float64) (words []pipeline.Word, origin []*run, turn int) {
	lines, blocks := 0, 0
	for i, group := range byDirection(runs) {
		if q := quarter(group[0].angle); i == 0 && q > 0 {
			turn = 360 - q
		}
		segments, n := segmentLines(group, lines)
		lines = n
		for _, s := range readingOrder(joinBlocks(segments), segments) {
			if s.block.number == 0 {
				blocks++
				s.block.number = blocks
			}
			for _, r := range s.runs {
				words = append(words, r.word(s, width, height))
				origin = append(origin, r)
			}
		}
	}
	return words, origin, turn
}

func (r *run) word(s *segment, width, height float64) pipeline.Word {
	return pipeline.Word{
		Text: r.text, Box: r.ink.of(width, height), Confidence: 1, Source: pipeline.SourceText,
		Block: s.block.number, Line: s.line, Size: math.Round(r.size*100) / 100,
	}
}

func byDirection(runs []run) [][]*run {
	byAngle := map[int][]*run{}
	for i := range runs {
		a := int(math.Round(runs[i].angle))
		byAngle[(a+360)%360] = append(byAngle[(a+360)%360], &runs[i])
	}
	groups := make([][]*run, 0, len(byAngle))
	for _, g := range byAngle {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b []*run) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return cmpFloat(math.Mod(a[0].angle+360, 360), math.Mod(b[0].angle+360, 360))
	})
	return groups
}

// segmentLines sorts runs into lines down the page, numbered after last, and cuts each line
// at gaps wider than any space.
func segmentLines(runs []*run, last int) (segments []*segment, lines int) {
	slices.SortStableFunc(runs, func(a, b *run) int { return cmpFloat(a.v, b.v) })
	for len(runs) > 0 {
		n := 1
		v := runs[0].v
		for n < len(runs) && runs[n].v-v < 0.35*min(runs[0].size, runs[n].size) {
			v += (runs[n].v - v) / float64(n+1)
			n++
		}
		last++
		segments = append(segments, cutLine(runs[:n], last)...)
		runs = runs[n:]
	}
	return segments, last
}

func cutLine(runs []*run, line int) (segments []*segment) {
	slices.SortStableFunc(runs, func(a, b *run) int { return cmpFloat(a.u0, b.u0) })
	var s *segment
	for _, r := range runs {
		box := rect{r.u0, r.v - 0.75*r.size, r.u1, r.v + 0.25*r.size}
		if s == nil || r.u0-s.box[2] > 0.8*max(r.size, s.size) {
			s = &segment{box: box, line: line, size: r.size}
			segments = append(segments, s)
		}
		s.runs = append(s.runs, r)
		s.box = s.box.union(box)
		s.size = max(s.size, r.size)
	}
	return segments
}

// joinBlocks joins each segment to the block of the segment right above it when both are of
// one size, close, and share an edge or a middle.
func joinBlocks(segments []*segment) []*block {
	var blocks []*block
	for i, s := range segments {
		for k := i - 1; k >= 0 && s.block == nil; k-- {
			above := segments[k]
			if s.box[3]-above.box[3] > 8*s.size {
				break
			}
			if belongsTo(s, above) && above == lowest(above.block) {
				s.block = above.block
			}
		}
		if s.block == nil {
			s.block = &block{}
			blocks = append(blocks, s.block)
		}
		s.block.segments = append(s.block.segments, s)
		s.block.box = s.block.box.union(s.box)
	}
	return blocks
}

func lowest(b *block) *segment { return b.segments[len(b.segments)-1] }

func belongsTo(s, above *segment) bool {
	step := s.box[3] - above.box[3]
	if s.line == above.line || step > 1.7*max(s.size, above.size) || step <= 0 {
		return false
	}
	if s.size > 1.25*above.size || above.size > 1.25*s.size {
		return false
	}
	overlap := min(s.box[2], above.box[2]) - max(s.box[0], above.box[0])
	if overlap <= 0 {
		return false
	}
	em := s.size
	middle := math.Abs(s.box[0]+s.box[2]-above.box[0]-above.box[2]) / 2
	return math.Abs(s.box[0]-above.box[0]) < em || math.Abs(s.box[2]-above.box[2]) < em || middle < em ||
		overlap > 0.6*min(s.box.width(), above.box.width())
}
