package prep

import "docpipe/pipeline"

// Orient turns a page whose text runs up or down by a quarter, so that its lines run across.
// Whether they stand upright or on their heads pixels do not tell: the OCR step finds out
// when its first reading is poor. The number is how much more the ink falls into columns
// than into rows.
func Orient(s *Sheet, _ Config) (*Sheet, pipeline.Transform, float64) {
	ratio := uprightness(s.look())
	if ratio < minUpright {
		return s, pipeline.Identity, ratio
	}
	out, back := turn(s, 1)
	return out, back, ratio
}

// minUpright is the ratio from which a page counts as lying on its side.
const minUpright = 1.3

// uprightness compares the breaks that are left when ink is smeared along columns and along
// rows: letters of a line melt together along the line, lines do not melt across it.
func uprightness(t *thumb) float64 {
	if len(t.points) < minPoints {
		return 0
	}
	along := smear(t.ink, t.width, t.height, 1, t.width)
	across := smear(t.ink, t.height, t.width, t.width, 1)
	if across == 0 {
		return 0
	}
	return float64(along) / float64(across)
}

// smearGap is the gap that is filled: wider than between letters, narrower than between lines.
const smearGap = 4

// smear counts the runs of ink along lines of n pixels after gaps up to smearGap are filled.
// The map has lines lines; next is the distance of neighbours on a line, line that of lines.
func smear(ink []bool, n, lines, next, line int) int {
	runs := 0
	for l := range lines {
		gap := smearGap + 1
		for i := range n {
			if !ink[l*line+i*next] {
				gap++
				continue
			}
			if gap > smearGap {
				runs++
			}
			gap = 0
		}
	}
	return runs
}
