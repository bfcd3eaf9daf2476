package prep

import "docpipe/pipeline"

// Orient turns a page whose text runs up or down by a quarter, so that its lines run across.
// Whether they stand upright or on their heads pixels do not tell: the OCR step finds out
// when its first reading is poor. The number is how much more the ink falls into columns
// than into rows.
func Orient(s *Sheet, _ Config) (*Sheet, pipeline.Transform, float64) {
	ratio := sideways(s)
	if ratio < minSideways {
		return s, pipeline.Identity, ratio
	}
	out, back := turn(s, 1)
	return out, back, ratio
}

// minSideways is the ratio from which a page counts as lying on its side.
const minSideways = 1.25

// sideways compares the breaks that are left when ink is smeared along rows and along
// columns: letters of a line melt together along the line, lines do not melt across it.
// More than 1 speaks for text that runs up or down.
func sideways(s *Sheet) float64 {
	t := s.look()
	if len(t.points) < minPoints {
		return 0
	}
	gap := max(2, int(smearGap*letterHeight(s)/float64(t.factor)+0.5))
	along := smear(t.ink, gap, t.width, t.height, 1, t.width)
	across := smear(t.ink, gap, t.height, t.width, t.width, 1)
	if across == 0 {
		return 0
	}
	return float64(along) / float64(across)
}

// smearGap is the gap that is filled, in heights of a letter: wider than between letters,
// narrower than between lines.
const smearGap = 0.6

// smear counts the runs of ink along lines of n pixels after gaps up to most are filled.
// The map has lines lines; next is the distance of neighbours on a line, line that of lines.
func smear(ink []bool, most, n, lines, next, line int) int {
	runs := 0
	for l := range lines {
		gap := most + 1
		for i := range n {
			if !ink[l*line+i*next] {
				gap++
				continue
			}
			if gap > most {
				runs++
			}
			gap = 0
		}
	}
	return runs
}
